package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.internal.segment.parquet.ParquetReader;
import dev.tidalite.engine.internal.segment.parquet.RunReader;
import dev.tidalite.engine.schema.ColumnType;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Reads a Parquet file in every way there is.
final class Everything {
    private static final long ROWS_MAX = 1000;

    private Everything() {}

    /// @param path for messages
    static void read(MemorySegment bytes, Path path) {
        ParquetFile file = ParquetFile.open(bytes, path, PageCache.none().indexes());
        for (int column = 0; column < file.columns().size(); column++) {
            ColumnType type = file.columns().get(column).type();
            for (int group = 0; group < file.groupCount(); group++) {
                for (int page = 0; page < file.pageCount(group, column); page++) {
                    file.pageBounds(group, column, page);
                }
            }
            long rows = Math.min(file.rowCount(), ROWS_MAX);
            try (ParquetReader reader = new ParquetReader(file, PageCache.none())) {
                reader.read(column, 0, rows, ColumnSink.of(type));
                reader.read(column, rows / 2, rows / 2 + Math.min(1, rows), ColumnSink.of(type));
            }
            if (type == ColumnType.STRING) {
                RunReader.read(file, column);
            }
        }
        file.verify("tidalite.body-crc32c");
    }
}
