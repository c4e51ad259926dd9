package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.internal.segment.parquet.ParquetReader;

/// The [RowReader] of a [Segment]: columns that came into being after it have no values in it.
final class SegmentReader implements RowReader {
    private final int columnCount;
    private final ParquetReader reader;

    SegmentReader(ParquetFile file, PageCache cache) {
        this.columnCount = file.columns().size();
        this.reader = new ParquetReader(file, cache);
    }

    @Override
    public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
        if (ordinal >= columnCount) {
            target.appendNulls(Math.toIntExact(toRow - fromRow));
        } else {
            reader.read(ordinal, fromRow, toRow, target);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
