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

/// Random queries over random rows, answered here and by DuckDB.
///
/// Both get the same text, so it stays within what they share: DuckDB divides integers by `//`, and
/// sorts nulls last in either direction, so queries say where nulls go.
final class DuckDbDifferenceTest {
    private static final String[] HOSTS = {"a", "b", "c", "it's", ""};
    private static final String[] NUMBERS = {"x", "n", "x + n", "n * 2", "abs(x)", "n - 3"};
    private static final String[] KEYS = {"host", "region", "ok", "n % 3", "coalesce(s, 'none')"};
    private static final String[] AGGREGATES = {
        "count(*)", "count(x)", "count(DISTINCT host)", "sum(n)", "min(x)", "max(x)", "min(s)",
        "max(s)", "avg(n)", "sum(x)", "bool_and(ok)", "bool_or(ok)", "stddev(n)", "min(time)",
        "count(*) FILTER (WHERE n > 2)"
    };

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
            for (int query = 0; query < 12; query++) {
                String text = query(random);
                assertThat(ours(engine, text)).as(text).isEqualTo(theirs(duck, text));
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

    private static String pick(SplittableRandom random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static String query(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> grouped(random);
            case 1 -> joined(random);
            case 2 -> windowed(random);
            case 3 -> sets(random);
            default -> plain(random);
        };
    }

    private static String plain(SplittableRandom random) {
        String limit = random.nextBoolean() ? " LIMIT " + random.nextInt(1, 20) : "";
        return "SELECT time, host, "
                + pick(random, NUMBERS)
                + " AS v, CASE WHEN "
                + condition(random)
                + " THEN 'yes' WHEN ok THEN s ELSE 'no' END AS c FROM t WHERE "
                + condition(random)
                + " ORDER BY time"
                + limit;
    }

    private static String grouped(SplittableRandom random) {
        String key = pick(random, KEYS);
        StringBuilder text = new StringBuilder("SELECT " + key + " AS k");
        for (int index = 0; index < 3; index++) {
            text.append(", ").append(pick(random, AGGREGATES)).append(" AS a").append(index);
        }
        text.append(" FROM t WHERE ").append(condition(random)).append(" GROUP BY ").append(key);
        return random.nextBoolean() ? text.toString() : text + " HAVING count(*) > 2";
    }

    private static String joined(SplittableRandom random) {
        String kind = pick(random, new String[] {"JOIN", "LEFT JOIN", "FULL JOIN"});
        return "SELECT a.time, a.n, b.m FROM (SELECT * FROM t WHERE "
                + condition(random)
                + ") a "
                + kind
                + " (SELECT region, max(n) AS m FROM t GROUP BY region) b"
                + " ON a.region = b.region AND a.n < b.m";
    }

    private static String windowed(SplittableRandom random) {
        String frame =
                pick(
                        random,
                        new String[] {
                            "",
                            " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
                            " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
                        });
        return "SELECT time, row_number() OVER (PARTITION BY host ORDER BY time) AS r,"
                + " sum(n) OVER (PARTITION BY host ORDER BY time"
                + frame
                + ") AS s, lag(x) OVER (ORDER BY time) AS l FROM t WHERE "
                + condition(random);
    }

    private static String sets(SplittableRandom random) {
        String operator = pick(random, new String[] {"UNION", "UNION ALL", "INTERSECT", "EXCEPT"});
        return "SELECT host, region FROM t WHERE "
                + condition(random)
                + " "
                + operator
                + " SELECT host, region FROM t WHERE "
                + condition(random);
    }

    private static String condition(SplittableRandom random) {
        String one =
                switch (random.nextInt(9)) {
                    case 0 -> "n > " + random.nextInt(10);
                    case 1 -> "x <= " + random.nextInt(-20, 20) / 4.0;
                    case 2 -> "host IN ('a', 'it''s')";
                    case 3 -> "host <> 'b'";
                    case 4 -> "s IS NULL";
                    case 5 -> "time >= TIMESTAMP '1970-01-01 00:00:" + random.nextInt(10, 60) + "'";
                    case 6 -> "s LIKE 's1%'";
                    case 7 -> "n NOT IN (1, 2, 3)";
                    default -> "region IN (SELECT region FROM t WHERE n = 5)";
                };
        return switch (random.nextInt(4)) {
            case 0 -> one + " AND n IS NOT NULL";
            case 1 -> "(" + one + " OR ok)";
            case 2 -> "NOT (" + one + ")";
            default -> one;
        };
    }

    private static List<List<String>> ours(QueryEngine engine, String text) {
        try (QueryResult result = engine.execute(QueryRequest.sql("db", text))) {
            Rows rows = result.rows();
            List<List<String>> cells = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 0; column < rows.columnCount(); column++) {
                    row.add(rows.get(column) == null ? "null" : cell(rows.text(column)));
                }
                cells.add(row);
            }
            return inOrder(cells, text);
        }
    }

    private static List<List<String>> theirs(Connection duck, String text) throws SQLException {
        List<List<String>> cells = new ArrayList<>();
        try (Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(text)) {
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
        return inOrder(cells, text);
    }

    private static List<List<String>> inOrder(List<List<String>> rows, String text) {
        if (!text.contains(" ORDER BY time LIMIT ") && !text.endsWith(" ORDER BY time")) {
            rows.sort((a, b) -> a.toString().compareTo(b.toString()));
        }
        return rows;
    }

    private static String cell(String text) {
        if (text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?")) {
            BigDecimal number = new BigDecimal(text).round(new MathContext(10));
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return PrintedTable.cell(text);
    }
}
