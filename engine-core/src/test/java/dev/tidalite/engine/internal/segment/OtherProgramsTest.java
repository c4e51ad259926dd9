package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.internal.segment.parquet.ParquetReader;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.testkit.Seeds;

import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Files go both ways between us and other programs and come back equal.
final class OtherProgramsTest {
    @TempDir Path folder;
    private DiskStorage storage = DiskStorage.open(Path.of(System.getProperty("java.io.tmpdir")));
    private long lastId;

    @BeforeEach
    void open() {
        storage = DiskStorage.open(folder);
    }

    private Path write(RowsInMemory rows, SegmentProfile profile) {
        SegmentTarget target =
                new SegmentTarget(storage, new TableId(1), new SegmentId(++lastId), 1, 1);
        SegmentWriter.write(rows, target, profile);
        return storage.path(target.fileName());
    }

    private static RowsInMemory table(RandomGenerator random) {
        return new RandomRows(random).table(1 + random.nextInt(700), true);
    }

    @Test
    void parquetJavaAndHardwoodReadWhatWeWrite() {
        Seeds.forEach(
                20,
                random -> {
                    RowsInMemory rows = table(random);
                    // Hardwood hands microseconds out as they are; nanoseconds are what we compare.
                    SegmentProfile any = SegmentTest.smallPages(random);
                    SegmentProfile profile =
                            new SegmentProfile(
                                    any.pageRows(), any.groupRows(), false, any.encoding());
                    Path file = write(rows, profile);
                    assertThat(ParquetJava.read(file, rows.schema())).isEqualTo(rows.rows());
                    assertThat(hardwood(file, rows.schema())).isEqualTo(rows.rows());
                });
    }

    private static List<List<@Nullable Object>> hardwood(Path file, TableSchema schema)
            throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader records = reader.rowReader()) {
            while (records.hasNext()) {
                records.next();
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 0; column < schema.columnCount(); column++) {
                    if (records.isNull(column)) {
                        row.add(null);
                        continue;
                    }
                    row.add(
                            switch (schema.column(column).type()) {
                                case TIMESTAMP, INT64, UINT64 -> records.getLong(column);
                                case FLOAT64 -> records.getDouble(column);
                                case BOOLEAN -> records.getBoolean(column);
                                case STRING -> records.getString(column);
                            });
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void weReadWhatParquetJavaWrites() {
        Seeds.forEach(
                30,
                random -> {
                    RowsInMemory rows = table(random);
                    Path file = folder.resolve("parquet-java-" + ++lastId + ".parquet");
                    ParquetJava.Style style =
                            new ParquetJava.Style(
                                    random.nextBoolean()
                                            ? WriterVersion.PARQUET_1_0
                                            : WriterVersion.PARQUET_2_0,
                                    random.nextBoolean()
                                            ? CompressionCodecName.ZSTD
                                            : CompressionCodecName.UNCOMPRESSED,
                                    random.nextBoolean(),
                                    random.nextBoolean(),
                                    10 + random.nextInt(500),
                                    random.nextBoolean());
                    ParquetJava.write(file, rows, style);
                    assertThat(ours(file.getFileName().toString(), 1 + random.nextInt(300)))
                            .as("%s", style)
                            .isEqualTo(rows.rows());
                });
    }

    @Test
    void weReadWhatDuckDbWrites() throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            Seeds.forEach(
                    20,
                    random -> {
                        RowsInMemory rows = table(random);
                        Path source = write(rows, SegmentProfile.DEFAULT);
                        String name = "duckdb-" + ++lastId + ".parquet";
                        statement.execute(
                                "copy (select * from read_parquet('%s')) to '%s' (format parquet, codec '%s', parquet_version %s, row_group_size %d)"
                                        .formatted(
                                                source,
                                                folder.resolve(name),
                                                random.nextBoolean() ? "zstd" : "uncompressed",
                                                random.nextBoolean() ? "v1" : "v2",
                                                2048 + random.nextInt(4000)));
                        assertThat(ours(name, 1 + random.nextInt(300))).isEqualTo(rows.rows());
                    });
        }
    }

    /// A file of any writer, read by us column by column in ranges of so many rows.
    private List<List<@Nullable Object>> ours(String name, int rangeRows) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ReadFile file = storage.open(name)) {
            ParquetFile parquet =
                    ParquetFile.open(file.map(), storage.path(name), PageCache.none().indexes());
            for (long i = 0; i < parquet.rowCount(); i++) {
                rows.add(new ArrayList<>());
            }
            for (int column = 0; column < parquet.columns().size(); column++) {
                try (ParquetReader reader = new ParquetReader(parquet, PageCache.none())) {
                    ColumnSink sink = ColumnSink.of(parquet.columns().get(column).type());
                    for (long row = 0; row < parquet.rowCount(); row += rangeRows) {
                        long end = Math.min(parquet.rowCount(), row + rangeRows);
                        sink.clear();
                        reader.read(column, row, end, sink);
                        for (int i = 0; i < end - row; i++) {
                            rows.get((int) row + i).add(RowsInMemory.value(sink, i));
                        }
                    }
                }
            }
        }
        return rows;
    }
}
