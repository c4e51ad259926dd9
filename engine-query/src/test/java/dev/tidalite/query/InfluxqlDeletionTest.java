package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.testkit.DataDriven;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Statements that delete, and the rows that are left: first of rows in memory, then of the same
/// rows in files.
class InfluxqlDeletionTest {
    private static final String LINES =
            """
            cpu,host=a,region=x v=1 1
            cpu,host=a,region=y v=2 2
            cpu,host=b v=3 3
            cpu,host=b,region=x v=4 4
            cpu v=5 5
            mem,host=a v=6 6
            mem,zone=z v=7 7
            """;

    @TempDir Path folder;
    private int databases;

    @TestFactory
    Stream<DynamicTest> rowsAreLeft() {
        return DataDriven.run(
                InfluxqlDeletionTest.class, "influxql/deletions.txt", c -> left(c.input()));
    }

    private String left(String statement) {
        String database = "db" + databases++;
        try (Engine engine = Engine.open(EngineConfig.of(folder.resolve(database)));
                QueryEngine queries = QueryEngine.create(engine)) {
            engine.write(WriteRequest.of("memory", LINES));
            engine.write(WriteRequest.of("files", LINES));
            engine.flush();
            engine.write(WriteRequest.of("memory", LINES));
            String fromMemory = left(engine, queries, "memory", statement);
            assertThat(left(engine, queries, "files", statement)).isEqualTo(fromMemory);
            return fromMemory;
        }
    }

    private static String left(
            Engine engine, QueryEngine queries, String database, String statement) {
        try {
            new InfluxqlCommands(engine, queries)
                    .run(InfluxqlStatement.split(statement).get(0), database);
        } catch (QueryException e) {
            return "error: " + e.getMessage();
        }
        List<String> values = new ArrayList<>();
        try (QueryResult result =
                queries.execute(QueryRequest.influxql(database, "SELECT v FROM /./"))) {
            SeriesReader series = new SeriesReader(result);
            while (series.nextSeries()) {
                while (series.nextRow()) {
                    values.add(cell(series.value(1)));
                }
            }
        }
        return String.join(" ", values);
    }

    private static String cell(@Nullable Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.valueOf(value);
    }
}
