package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.testkit.DataDriven;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/// What queries read of three files, a day each, and of the rows of a fourth day in memory. The
/// cases are texts in `explain-analyze.txt`: a plan, with what each of its nodes put out and each
/// scan read. Times and numbers of bytes are not compared.
final class ExplainAnalyzeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOSTS = 5;
    private static final int DAYS = 4;
    private static final int STEP_SECONDS = 10;
    private static final int DAY_SECONDS = 24 * 60 * 60;

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> plans() {
        Engine storage = Engine.open(EngineConfig.of(folder));
        for (int day = 0; day < DAYS; day++) {
            assertThat(storage.write(WriteRequest.of("db", lines(day))).rejected()).isEmpty();
            if (day < DAYS - 1) {
                storage.flush();
            }
        }
        QueryEngine queries = QueryEngine.create(storage, QueryConfig.DEFAULT.withThreads(1));
        return DataDriven.run(
                        ExplainAnalyzeTest.class, "explain-analyze.txt", c -> plan(queries, c))
                .onClose(() -> {
                    queries.close();
                    storage.close();
                });
    }

    /// A row per host every ten seconds: `n` counts the rows of a host, `s` is there in the first
    /// of a thousand.
    private static String lines(int day) {
        StringBuilder lines = new StringBuilder();
        int perDay = DAY_SECONDS / STEP_SECONDS;
        for (int step = day * perDay; step < (day + 1) * perDay; step++) {
            for (int host = 0; host < HOSTS; host++) {
                lines.append("cpu,host=h").append(host).append(" u=").append(step % 100);
                lines.append(",n=").append(step).append('i');
                lines.append(step % 1000 == 0 ? ",s=\"x\" " : " ");
                lines.append(START.plusSeconds((long) step * STEP_SECONDS).getEpochSecond());
                lines.append("000000000\n");
            }
        }
        return lines.toString();
    }

    private static String plan(QueryEngine queries, DataDriven.Case test) {
        DataDriven.Command first = test.commands().getFirst();
        boolean isInfluxql = first.name().equals("influxql");
        String query = test.input().substring(test.input().indexOf(' ') + 1);
        QueryRequest request =
                isInfluxql ? QueryRequest.influxql("db", query) : QueryRequest.sql("db", query);
        try (QueryResult result = queries.execute(request)) {
            Rows rows = result.rows();
            assertThat(rows.next()).isTrue();
            assertThat(rows.text(0)).isEqualTo("Plan with Metrics");
            return DocumentedExamples.withoutTimes(rows.text(1))
                    .replaceAll("bytes=[1-9]\\d*", "bytes=…");
        }
    }
}
