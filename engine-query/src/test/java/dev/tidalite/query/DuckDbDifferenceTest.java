package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.frontend.sql.SqlFrontend;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// Random queries over random rows, answered here and by DuckDB.
///
/// Both get the same text, so it stays within what they share: DuckDB divides integers by `//`, and
/// sorts nulls last in either direction, so queries say where nulls go.
final class DuckDbDifferenceTest {
    private static final int QUERIES = 15;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+([eE][-+]?[0-9]+)?");
    private static final String[] HOSTS = {"a", "b", "c", "it's", ""};

    @Test
    void sameAnswers() {
        Seeds.forEach(15, DuckDbDifferenceTest::round);
    }

    private static void round(SplittableRandom random) throws SQLException {
        List<@Nullable Object[]> rows = rows(random);
        QueryEngine engine =
                new QueryEngine(
                        name -> snapshot(rows),
                        QueryConfig.DEFAULT.withThreads(1),
                        Map.of(QueryRequest.Language.SQL, new SqlFrontend(100)));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            load(duck, rows);
            RandomSql queries = new RandomSql(random);
            for (int query = 0; query < QUERIES; query++) {
                RandomSql.Query next = queries.next();
                assertThat(ours(engine, next))
                        .as(next.text())
                        .usingRecursiveComparison()
                        .withEqualsForType(DuckDbDifferenceTest::alike, String.class)
                        .isEqualTo(theirs(duck, next));
            }
        }
    }

    private static List<@Nullable Object[]> rows(SplittableRandom random) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        int count = random.nextInt(120);
        for (int row = 0; row < count; row++) {
            rows.add(
                    new Object[] {
                        row * 1_000_000_000L,
                        HOSTS[random.nextInt(HOSTS.length)],
                        random.nextInt(4) == 0 ? null : "r" + random.nextInt(3),
                        random.nextInt(5) == 0 ? null : random.nextInt(-20, 20) / 4.0,
                        random.nextInt(5) == 0 ? null : (Object) random.nextLong(-5, 10),
                        random.nextInt(5) == 0 ? null : (Object) ("s" + random.nextInt(4)),
                        random.nextInt(5) == 0 ? null : (Object) random.nextBoolean()
                    });
        }
        return rows;
    }

    private static TestSnapshot snapshot(List<@Nullable Object[]> rows) {
        TestSnapshot.Builder builder =
                TestSnapshot.builder("db")
                        .table(
                                TableSchema.of(
                                        "t",
                                        ColumnSchema.tag("host"),
                                        ColumnSchema.tag("region"),
                                        ColumnSchema.field("x", ColumnType.FLOAT64),
                                        ColumnSchema.field("n", ColumnType.INT64),
                                        ColumnSchema.field("s", ColumnType.STRING),
                                        ColumnSchema.field("ok", ColumnType.BOOLEAN)))
                        .batchRows(7);
        rows.forEach(row -> builder.row("t", row));
        return builder.build();
    }

    private static void load(Connection duck, List<@Nullable Object[]> rows) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(
                    "CREATE TABLE t (time TIMESTAMP_NS, host VARCHAR, region VARCHAR, x DOUBLE,"
                            + " n BIGINT, s VARCHAR, ok BOOLEAN)");
        }
        try (PreparedStatement insert =
                duck.prepareStatement(
                        "INSERT INTO t VALUES (make_timestamp_ns(?), ?, ?, ?, ?, ?, ?)")) {
            for (@Nullable Object[] row : rows) {
                for (int column = 0; column < row.length; column++) {
                    insert.setObject(column + 1, row[column]);
                }
                insert.execute();
            }
        }
    }

    private static List<List<String>> ours(QueryEngine engine, RandomSql.Query query) {
        try (QueryResult result = engine.execute(QueryRequest.sql("db", query.text()))) {
            Rows rows = result.rows();
            List<List<String>> cells = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 0; column < rows.columnCount(); column++) {
                    row.add(rows.get(column) == null ? "null" : cell(rows.text(column)));
                }
                cells.add(row);
            }
            return inOrder(cells, query);
        } catch (QueryException e) {
            throw new AssertionError(query.text(), e);
        }
    }

    private static List<List<String>> theirs(Connection duck, RandomSql.Query query)
            throws SQLException {
        List<List<String>> cells = new ArrayList<>();
        try (Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(query.text())) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    String value = rows.getString(column);
                    row.add(value == null ? "null" : cell(value.replaceAll("\\.0+$", "")));
                }
                cells.add(row);
            }
        }
        return inOrder(cells, query);
    }

    private static List<List<String>> inOrder(List<List<String>> rows, RandomSql.Query query) {
        if (!query.ordered()) {
            rows.sort((a, b) -> a.toString().compareTo(b.toString()));
        }
        return rows;
    }

    private static String cell(String text) {
        if (NUMBER.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text).round(new MathContext(10));
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return PrintedTable.cell(text);
    }

    /// Whether two cells say the same: sums in another order can differ in their last bit, and then
    /// be rounded to neighbouring tenth digits. Whole numbers must be the same.
    private static boolean alike(String ours, String theirs) {
        if (ours.equals(theirs)) {
            return true;
        }
        if (!NUMBER.matcher(ours).matches() || !NUMBER.matcher(theirs).matches()) {
            return false;
        }
        BigDecimal number = new BigDecimal(theirs);
        BigDecimal bound = number.abs().movePointLeft(9);
        return number.scale() > 0
                && new BigDecimal(ours).subtract(number).abs().compareTo(bound) <= 0;
    }
}
