package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.segment.parquet.ColumnReader;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;

import org.jspecify.annotations.Nullable;

/// The [RowReader] of a [Segment]: one [ColumnReader] per column that is asked for.
final class SegmentReader implements RowReader {
    private final Segment segment;
    private final ParquetFile file;
    private final PageCache cache;
    private final @Nullable ColumnReader[] columns;

    SegmentReader(Segment segment, ParquetFile file, PageCache cache) {
        this.segment = segment;
        this.file = file;
        this.cache = cache;
        this.columns = new ColumnReader[segment.schema().columnCount()];
    }

    @Override
    public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
        if (ordinal >= columns.length) {
            target.appendNulls(Math.toIntExact(toRow - fromRow));
            return;
        }
        ColumnReader column = columns[ordinal];
        if (column == null) {
            column = file.reader(ordinal, cache);
            columns[ordinal] = column;
        }
        column.read(fromRow, toRow, target);
    }

    @Override
    public void close() {
        for (ColumnReader column : columns) {
            if (column != null) {
                column.close();
            }
        }
    }

    @Override
    public String toString() {
        return "reader of " + segment;
    }
}
