package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Another program reads what we wrote: the same rows, in the same order.
final class DuckDbReadsSegmentsTest {
    @TempDir Path folder;

    @Test
    void everyTypeWithNullsAndExtremes() throws SQLException {
        DiskStorage storage = DiskStorage.open(folder);
        long[] lastId = {0};
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            Seeds.forEach(
                    25,
                    random -> {
                        RowsInMemory rows =
                                new RandomRows(random).table(1 + random.nextInt(800), true);
                        SegmentProfile profile =
                                random.nextBoolean()
                                        ? SegmentProfile.COMPACT
                                        : SegmentTest.smallPages(random);
                        SegmentTarget target =
                                new SegmentTarget(
                                        storage, new TableId(1), new SegmentId(++lastId[0]), 1, 1);
                        SegmentWriter.write(rows, target, profile);
                        Path file = storage.path(target.fileName());
                        assertThat(read(duck, file, rows.schema())).isEqualTo(rows.rows());
                    });
        }
    }

    private static List<List<@Nullable Object>> read(Connection duck, Path file, TableSchema schema)
            throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        String query =
                "select * replace (epoch_ns(\"time\") as \"time\") from read_parquet('"
                        + file
                        + "')";
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
                    row.add(value(result, ordinal + 1, schema.column(ordinal)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static @Nullable Object value(ResultSet result, int index, ColumnSchema column)
            throws SQLException {
        if (result.getObject(index) == null) {
            return null;
        }
        return switch (column.type()) {
            case TIMESTAMP, INT64 -> result.getLong(index);
            case UINT64 -> Long.parseUnsignedLong(result.getString(index));
            case FLOAT64 -> result.getDouble(index);
            case BOOLEAN -> result.getBoolean(index);
            case STRING -> result.getString(index);
        };
    }
}
