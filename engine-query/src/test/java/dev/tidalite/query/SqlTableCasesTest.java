package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.frontend.sql.SqlFrontend;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// SQL with the answers that the query tests of InfluxDB 3 print.
final class SqlTableCasesTest {
    @TempDir private Path folder;

    /// Over files, written at each step that says so.
    @TestFactory
    Stream<DynamicTest> printedTablesOverFiles() throws IOException {
        JsonNode file = read();
        Engine storage = Engine.open(EngineConfig.of(folder));
        file.get("setups").properties().forEach(s -> write(storage, s.getKey(), s.getValue()));
        QueryEngine engine = QueryEngine.create(storage, QueryConfig.DEFAULT.withThreads(2));
        return cases(file, engine)
                .onClose(() -> {
                    engine.close();
                    storage.close();
                });
    }

    private static void write(Engine storage, String database, JsonNode steps) {
        for (JsonNode step : steps) {
            if (step.has("write")) {
                storage.write(WriteRequest.of(database, step.get("write").asText()));
            } else {
                storage.flush(database);
            }
        }
    }

    /// Over rows in memory.
    @TestFactory
    Stream<DynamicTest> printedTables() throws IOException {
        JsonNode file = read();
        QueryEngine engine =
                new QueryEngine(
                        name -> snapshot(file.get("setups").get(name)),
                        QueryConfig.DEFAULT.withThreads(1),
                        Map.of(QueryRequest.Language.SQL, new SqlFrontend(100)));
        return cases(file, engine);
    }

    private static Stream<DynamicTest> cases(JsonNode file, QueryEngine engine) {
        return StreamSupport.stream(file.get("cases").spliterator(), false)
                .map(c ->
                        DynamicTest.dynamicTest(
                                c.get("file").asText() + ": " + c.get("q").asText(),
                                () -> check(engine, c)));
    }

    private static JsonNode read() throws IOException {
        try (InputStream in = SqlTableCasesTest.class.getResourceAsStream("iox-tables.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private static Snapshot snapshot(JsonNode steps) {
        TestSnapshot.Builder builder = TestSnapshot.builder("db");
        for (JsonNode step : steps) {
            if (step.has("write")) {
                // the reference's parser swallows a comma behind a single field
                builder.lines(step.get("write").asText().replaceAll(",+ (?=\\d)", " "));
            }
        }
        return builder.build();
    }

    private static void check(QueryEngine engine, JsonNode testCase) {
        String query = testCase.get("q").asText();
        String expected = testCase.get("exp").asText();
        QueryRequest request = QueryRequest.sql(testCase.get("setup").asText(), query);
        if (!expected.startsWith("+")) {
            String[] lines = expected.split("\n");
            String message = lines[lines.length - 1].replace("Error during planning: ", "");
            assertThatThrownBy(() -> engine.execute(request).close())
                    .isInstanceOf(QueryException.class)
                    .hasMessageContaining(message);
            return;
        }
        PrintedTable wanted = PrintedTable.parse(expected);
        PrintedTable got;
        try (QueryResult result = engine.execute(request)) {
            got = PrintedTable.of(result.rows());
        }
        boolean sorted = testCase.get("sorted").asBoolean();
        assertThat(got.names()).isEqualTo(wanted.names());
        assertThat(sorted ? got.sorted().rows() : got.rows())
                .isEqualTo(sorted ? wanted.sorted().rows() : wanted.rows());
    }
}
