package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Queries over more rows than they may have in memory: the same answers, series after series and
/// in the order of the storage.
class InfluxqlStreamingTest {
    private static final int STEPS = 20_000;
    private static final long START_NS = 1_600_000_000_000_000_000L;

    /// A quarter of it, which the fast way may take, is less than the rows of two columns need;
    /// what scans read ahead fits into all of it.
    private static final QueryLimits SCARCE = QueryLimits.DEFAULT.withMemoryBytesMax(4 << 20);

    @TempDir static Path folder;
    private static Engine engine;
    private static QueryEngine queries;

    @BeforeAll
    static void write() {
        engine = Engine.open(EngineConfig.of(folder));
        queries = QueryEngine.create(engine, QueryConfig.DEFAULT.withThreads(2));
        Random random = new Random(7);
        StringBuilder lines = new StringBuilder();
        for (int step = 0; step < STEPS; step++) {
            for (int host = 0; host < 5; host++) {
                if (random.nextInt(10) == 0) {
                    continue;
                }
                lines.append("cpu,host=h").append(host);
                lines.append(host == 3 ? "" : ",region=" + "ab".charAt(random.nextInt(2)));
                lines.append(" u=").append(random.nextInt(1_000) / 8.0);
                if (random.nextInt(3) == 0) {
                    lines.append(",n=").append(random.nextInt(100)).append('i');
                }
                lines.append(' ').append(START_NS + step * 10_000_000_000L + host % 2).append('\n');
            }
            if (step % 5_000 == 4_999) {
                assertThat(engine.write(WriteRequest.of("db", lines.toString())).rejected())
                        .isEmpty();
                lines.setLength(0);
                if (step < STEPS - 1) {
                    engine.flush();
                }
            }
        }
    }

    @AfterAll
    static void close() {
        queries.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT u FROM cpu",
                "SELECT * FROM cpu",
                "SELECT u, host FROM cpu ORDER BY time DESC",
                "SELECT n FROM cpu GROUP BY host",
                "SELECT u FROM cpu WHERE u > 100 GROUP BY region, host ORDER BY time DESC",
                "SELECT * FROM cpu GROUP BY * LIMIT 3 OFFSET 2",
                "SELECT u FROM cpu WHERE n > 50 GROUP BY region, nowhere LIMIT 5",
                "SELECT mean(u), count(n) FROM cpu WHERE time < 1600200000s GROUP BY time(10s)",
                "SELECT last(u), n FROM cpu WHERE time < 1600200000s GROUP BY time(30s), host"
                        + " fill(previous)",
                "SELECT sum(n) FROM cpu WHERE time >= 1599999000s AND time < 1600201000s GROUP BY"
                        + " time(15s), * fill(0)",
                "SELECT max(u) FROM cpu WHERE time < 1600200000s GROUP BY time(20s) fill(none)",
                "SELECT mean(u) FROM cpu GROUP BY time(20s), region fill(none) ORDER BY time DESC",
                "SELECT derivative(u, 1s), moving_average(n, 3) FROM cpu GROUP BY host, region",
                "SELECT difference(n) FROM cpu GROUP BY host ORDER BY time DESC",
                "SELECT cumulative_sum(n), elapsed(n, 1s) FROM cpu GROUP BY host",
                "SELECT difference(max(n)) FROM cpu WHERE time >= 1600000000s AND time <"
                        + " 1600200000s GROUP BY time(20s), host",
                "SELECT distinct(n) FROM cpu WHERE time < 1600200000s GROUP BY time(20s)",
                "SELECT u FROM cpu GROUP BY host SLIMIT 2 SOFFSET 1",
                "SELECT u FROM cpu WHERE n > 50 GROUP BY host, region LIMIT 9000 SLIMIT 3",
                "SELECT mean(u), count(n) FROM cpu WHERE time < 1600200000s GROUP BY time(10s),"
                        + " host fill(previous) SLIMIT 3 SOFFSET 2",
                "SELECT u * 2 FROM (SELECT u, n FROM cpu WHERE n > 10) GROUP BY host",
                "SELECT max(mean), count(mean) FROM (SELECT mean(u) FROM cpu GROUP BY time(10s),"
                        + " host) WHERE time < 1600200000s GROUP BY time(15m)",
                "SELECT max(mean) FROM (SELECT mean(u) FROM cpu GROUP BY time(10s), host) WHERE"
                        + " time >= 1600000000s AND time < 1600200000s",
                "SELECT first(v) FROM (SELECT sum(u) AS v FROM cpu GROUP BY time(10s), host,"
                        + " region) WHERE time < 1600200000s GROUP BY host",
                "SELECT mean + 1 FROM (SELECT mean(u) FROM cpu GROUP BY time(10s), region fill(0))"
                        + " WHERE time < 1600200000s GROUP BY region",
                "SELECT difference(mean) FROM (SELECT mean(u) FROM cpu GROUP BY time(10s), host)"
                        + " WHERE time < 1600200000s GROUP BY host",
                "SELECT max(d) FROM (SELECT derivative(u) AS d FROM cpu) GROUP BY host",
                "SELECT mean(u) FROM cpu WHERE time >= 1600000000s AND time < 1600200000s GROUP"
                        + " BY time(7s), host tz('Australia/Lord_Howe')",
            })
    void answersAreTheSameWithLittleMemory(String text) {
        assertThat(answer(text, SCARCE)).isEqualTo(answer(text, QueryLimits.DEFAULT));
    }

    /// Rows behind the limit are not read.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT u FROM cpu LIMIT 3",
                "SELECT * FROM cpu ORDER BY time DESC LIMIT 10 OFFSET 10",
                "SELECT mean(u) FROM cpu GROUP BY time(1m) LIMIT 5",
                "SELECT max(u) FROM cpu GROUP BY time(1m) fill(none) ORDER BY time DESC LIMIT 5",
                "SELECT derivative(u) FROM cpu LIMIT 5",
            })
    void limitEndsTheScan(String text) {
        String plan = "";
        try (QueryResult result =
                queries.execute(QueryRequest.influxql("db", "EXPLAIN ANALYZE " + text))) {
            Rows rows = result.rows();
            while (rows.next()) {
                plan += rows.get(1);
            }
        }
        Matcher scanned = Pattern.compile("Scan cpu .* rows=(\\d+)").matcher(plan);
        assertThat(scanned.find()).as(plan).isTrue();
        assertThat(Integer.parseInt(scanned.group(1))).as(plan).isLessThan(STEPS);
    }

    @Test
    void whatNeedsAllRowsStillSaysSo() {
        String text = "SELECT exponential_moving_average(u, 3) FROM cpu";

        assertThatThrownBy(() -> answer(text, SCARCE.withMemoryBytesMax(1 << 20)))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.code()).isEqualTo(QueryException.Code.RESOURCE));
    }

    /// A digest of an answer: its rows in their order would not fit into a failure's message.
    private static String answer(String text, QueryLimits limits) {
        long rows = 0;
        long digest = 0;
        String first = "";
        try (QueryResult result = queries.execute(QueryRequest.influxql("db", text).with(limits))) {
            SeriesReader series = new SeriesReader(result);
            while (series.nextSeries()) {
                digest = digest * 31 + series.tags().hashCode();
                while (series.nextRow()) {
                    for (int column = 0; column < series.columns().size(); column++) {
                        Object value = series.value(column);
                        // sums of the same values in another order
                        Object close =
                                value instanceof Double d ? (Object) Math.round(d * 1e6) : value;
                        digest = digest * 31 + (close == null ? 0 : close.hashCode());
                        first += rows < 3 ? close + " " : "";
                    }
                    rows++;
                }
            }
        }
        return rows + " rows, " + first + digest;
    }
}
