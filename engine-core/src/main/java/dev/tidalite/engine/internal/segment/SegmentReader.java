package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.VectorCopy;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.internal.segment.parquet.ParquetReader;

import org.jspecify.annotations.Nullable;

/// The [RowReader] of a [Segment]: columns that came into being after it have no values in it.
///
/// The last rows of series, which lie far apart but are asked for again and again, are read once
/// and kept ([SeriesEnds]).
final class SegmentReader implements RowReader {
    /// Fewer of a segment's series than one in so many are read row by row.
    private static final int SERIES_PART = 4;

    private final Segment segment;
    private final int columnCount;
    private final SeriesEnds ends;
    private final ParquetReader reader;
    private @Nullable SeriesDirectory directory;
    private int[] places = new int[0];

    SegmentReader(Segment segment, ParquetFile file, PageCache cache, ScanObserver observer) {
        this.segment = segment;
        this.columnCount = file.columns().size();
        this.ends = new SeriesEnds(file, cache, observer);
        this.reader = new ParquetReader(file, cache, observer);
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
    public void readRows(int ordinal, long[] rows, int count, ColumnSink target) {
        if (ordinal >= columnCount) {
            target.appendNulls(count);
            return;
        }
        SeriesDirectory series = series();
        boolean many = count >= series.size() / SERIES_PART;
        if (!many || !findEnds(series, rows, count)) {
            RowReader.super.readRows(ordinal, rows, count, target);
            return;
        }
        ColumnVector values = ends.column(ordinal, series);
        for (int from = 0; from < count; ) {
            int to = from;
            while (to < count && places[to] >= 0) {
                to++;
            }
            VectorCopy.gather(values, places, from, to, target);
            if (to < count) {
                reader.read(ordinal, rows[to], rows[to] + 1, target);
                to++;
            }
            from = to;
        }
    }

    @Override
    public void readRanges(int ordinal, long[] rows, int[] lengths, int count, ColumnSink target) {
        if (ordinal >= columnCount) {
            RowReader.super.readRanges(ordinal, rows, lengths, count, target);
        } else {
            reader.readRanges(ordinal, rows, lengths, count, target);
        }
    }

    private SeriesDirectory series() {
        SeriesDirectory known = directory;
        if (known == null) {
            known = segment.series();
            directory = known;
        }
        return known;
    }

    /// Finds the series that rows are the last ones of, or -1.
    ///
    /// @return whether most rows are
    private boolean findEnds(SeriesDirectory series, long[] rows, int count) {
        if (places.length < count) {
            places = new int[count];
        }
        int found = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at < series.size() && rows[i] >= series.rowEnd(at)) {
                at++;
            }
            if (at == series.size() || !series.holds(at, rows[i])) {
                at = series.seriesAt(rows[i]);
            }
            boolean isEnd = rows[i] == series.rowEnd(at) - 1;
            places[i] = isEnd ? at : -1;
            found += isEnd ? 1 : 0;
        }
        return found > count / 2;
    }

    @Override
    public void close() {
        reader.close();
    }
}
