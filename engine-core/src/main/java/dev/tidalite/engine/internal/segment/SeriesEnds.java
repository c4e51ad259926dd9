package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.StringVector;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.internal.segment.parquet.ParquetReader;

import org.jspecify.annotations.Nullable;

/// The values of the last row of every series of a segment, by column. Reading them goes through
/// most pages of a column, so they are kept in the cache, and here for who comes back for more of
/// them. For one thread.
final class SeriesEnds {
    private final ParquetFile file;
    private final PageCache cache;
    private final ScanObserver observer;

    /// By column what was asked for.
    private final @Nullable ColumnVector[] asked;

    SeriesEnds(ParquetFile file, PageCache cache, ScanObserver observer) {
        this.file = file;
        this.cache = cache;
        this.observer = observer;
        this.asked = new ColumnVector[file.columns().size()];
    }

    /// The values of the time column or of a field, by series; immutable.
    ColumnVector column(int column, SeriesDirectory series) {
        ColumnVector values = asked[column];
        if (values == null) {
            values = cache.get(ColumnVector.class, file, 0, column, PageCache.SERIES_ENDS);
        }
        if (values == null) {
            values = read(column, series);
        }
        asked[column] = values;
        return values;
    }

    private ColumnVector read(int column, SeriesDirectory series) {
        ColumnSink values = ColumnSink.of(file.columns().get(column).type());
        values.reserve(series.size());
        // Its pages are read in a small part, but must not drive others out of the cache.
        try (ParquetReader reader = new ParquetReader(file, PageCache.none(), observer)) {
            for (int number = 0; number < series.size(); number++) {
                long end = series.rowEnd(number);
                reader.read(column, end - 1, end, values);
            }
        }
        ColumnVector read = values.vector();
        long textBytes = read instanceof StringVector texts ? texts.bytes().length : 0;
        long bytes = textBytes + (long) series.size() * Long.BYTES * 5 / 4;
        cache.put(read, bytes, file, 0, column, PageCache.SERIES_ENDS);
        return read;
    }
}
