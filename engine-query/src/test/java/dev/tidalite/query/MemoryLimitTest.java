package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.frontend.sql.SqlFrontend;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/// Operators that keep rows say so, and a query that keeps more than it may ends with RESOURCE.
final class MemoryLimitTest {
    private static final int ROWS = 40_000;
    private static final long LITTLE_BYTES = 300_000;

    private static QueryEngine engine(int threads) {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            lines.append("t,host=h").append(row % 7).append(" v=").append(row).append(".5,n=");
            lines.append(row).append("i ").append(row).append('\n');
        }
        String text = lines.toString();
        return new QueryEngine(
                name -> TestSnapshot.ofLines(name, text),
                QueryConfig.DEFAULT.withThreads(threads),
                Map.of(QueryRequest.Language.SQL, new SqlFrontend(10)));
    }

    private static long rows(QueryEngine engine, String sql, long memoryBytes) {
        QueryLimits limits = QueryLimits.DEFAULT.withMemoryBytesMax(memoryBytes);
        try (QueryResult result = engine.execute(QueryRequest.sql("db", sql).with(limits))) {
            while (result.next() != null) {
                // to the end
            }
            return result.rowCount();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t ORDER BY v DESC",
                "SELECT n, count(*) FROM t GROUP BY n",
                "SELECT DISTINCT v FROM t",
                "SELECT count(DISTINCT v) FROM t",
                "SELECT array_agg(v) FROM t",
                "SELECT array_agg(v ORDER BY n DESC) FROM t",
                "SELECT median(v) FROM t",
                "SELECT a.v FROM t a JOIN t b ON a.n = b.n",
                "SELECT v, lag(v) OVER (ORDER BY n) FROM t",
                "SELECT v FROM t INTERSECT SELECT v FROM t",
                "SELECT v FROM t EXCEPT SELECT v + 1 FROM t"
            })
    void tooMuchIsRefused(String sql) {
        try (QueryEngine one = engine(1);
                QueryEngine two = engine(2)) {
            for (QueryEngine engine : List.of(one, two)) {
                assertThatThrownBy(() -> rows(engine, sql, LITTLE_BYTES))
                        .isInstanceOfSatisfying(
                                QueryException.class,
                                e -> assertThat(e.code()).isEqualTo(QueryException.Code.RESOURCE));
                assertThat(rows(engine, sql, 1L << 30)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT * FROM t WHERE v > 5",
                "SELECT host, avg(v) FROM t GROUP BY host ORDER BY host",
                "SELECT * FROM t LIMIT 10"
            })
    void streamsNeedLittle(String sql) {
        try (QueryEngine engine = engine(1)) {
            assertThat(rows(engine, sql, LITTLE_BYTES)).isPositive();
        }
    }
}
