package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// InfluxQL of version 3 and of version 1, answered by a real engine, from memory and from files.
class InfluxqlEngineTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_795_357_500), ZoneOffset.UTC);

    private final KnownDifferences differences = KnownDifferences.read("engine-differences.txt");
    private final List<String> failures = new ArrayList<>();

    @TempDir Path folder;
    private Engine engine;
    private QueryEngine queries;
    private InfluxqlCommands commands;

    @BeforeEach
    void open() {
        engine = Engine.open(EngineConfig.of(folder));
        queries = QueryEngine.create(engine, QueryConfig.DEFAULT.withClock(CLOCK));
        commands = new InfluxqlCommands(engine, queries);
    }

    @AfterEach
    void close() {
        queries.close();
        engine.close();
    }

    @Test
    void tablesOfVersion3FromMemory() {
        tables(false);
    }

    @Test
    void tablesOfVersion3FromFiles() {
        tables(true);
    }

    /// Statements whose text names internals of a server are outside of what is promised.
    private static boolean isOutside(JsonNode event) {
        return event.path("skip").asBoolean() || event.path("pattern").asBoolean();
    }

    private void tables(boolean flushed) {
        JsonNode all = InfluxqlCases.read("tables.json");
        Set<String> written = new HashSet<>();
        for (JsonNode c : all.path("cases")) {
            String setup = c.path("setup").asText();
            if (written.add(setup)) {
                for (JsonNode step : all.path("setups").path(setup)) {
                    if (step.has("write")) {
                        write(setup, step.path("write").asText());
                    } else if (flushed) {
                        engine.flush();
                    }
                }
            }
            String query = c.path("q").asText().strip().replaceAll(";$", "");
            boolean sort = c.path("sorted").asBoolean();
            String expected = c.path("exp").asText();
            boolean error = expected.startsWith("Error");
            String answer = answer(InfluxqlStatement.split(query).get(0), setup, null, sort);
            compare(
                    "tables " + query,
                    error ? "error" : InfluxqlCases.printed(expected, sort),
                    error && answer.startsWith("error") ? "error" : answer);
        }
        assertThat(failures).isEmpty();
    }

    private void write(String database, String lines) {
        WriteResult result = engine.write(WriteRequest.of(database, lines.strip()));
        assertThat(result.rejected()).as(database).isEmpty();
    }

    /// A listed difference must differ, anything else must not.
    private void compare(String name, String expected, String answer) {
        boolean listed = differences.names().contains(name);
        if (answer.equals(expected) == listed) {
            failures.add(
                    name
                            + (listed ? " is listed and passes" : "")
                            + "\nexpected\n"
                            + expected
                            + "\nbut was\n"
                            + answer);
        }
    }

    private String answer(
            InfluxqlStatement statement, String database, @Nullable String epoch, boolean sort) {
        try {
            if (!statement.isQuery()) {
                return print(commands.run(statement, database), epoch, sort);
            }
            InfluxqlStatement.Target target = statement.target();
            String named = target.database() == null ? database : target.database();
            String resolved = commands.resolve(named, target.retentionPolicy());
            QueryRequest request = QueryRequest.influxql(resolved, statement.text());
            try (QueryResult result = queries.execute(request)) {
                return print(new SeriesReader(result), epoch, sort);
            }
        } catch (QueryException e) {
            return "error: " + e.getMessage();
        }
    }

    private static String print(SeriesReader series, @Nullable String epoch, boolean sort) {
        StringBuilder out = new StringBuilder();
        while (series.nextSeries()) {
            List<List<String>> rows = new ArrayList<>();
            while (series.nextRow()) {
                List<String> cells = new ArrayList<>();
                for (int column = 0; column < series.columns().size(); column++) {
                    cells.add(InfluxqlCases.cell(InfluxqlCases.value(series, column, epoch)));
                }
                rows.add(cells);
            }
            out.append(
                    InfluxqlCases.print(
                            series.name(),
                            InfluxqlCases.tags(series.tags()),
                            series.columns(),
                            rows,
                            sort));
        }
        return out.toString();
    }

    @Test
    void answersOfVersion1FromMemory() {
        answers(false);
    }

    @Test
    void answersOfVersion1FromFiles() {
        answers(true);
    }

    private void answers(boolean flushed) {
        for (JsonNode test : InfluxqlCases.read("v1.json").path("tests")) {
            List.copyOf(engine.databases()).forEach(engine::dropDatabase);
            int number = 0;
            for (JsonNode event : test.path("events")) {
                String name =
                        test.path("test").asText()
                                + " "
                                + number++
                                + " "
                                + event.path("q").asText();
                apply(name, event, flushed);
            }
        }
        assertThat(failures).isEmpty();
    }

    private void apply(String name, JsonNode event, boolean flushed) {
        String database = event.path("db").asText("");
        String policy = event.path("rp").asText("");
        switch (event.path("kind").asText()) {
            case "create" -> {
                engine.createDatabase(database);
                if (!policy.isEmpty()) {
                    engine.createDatabase(database + "/" + policy);
                }
            }
            case "drop" ->
                    commands.run(
                            InfluxqlStatement.split("DROP DATABASE \"" + database + "\"").get(0),
                            "");
            case "write" -> {
                write(
                        policy.isEmpty() ? database : database + "/" + policy,
                        event.path("data").asText().replaceAll("(?m)^\\s+", ""));
                if (flushed) {
                    engine.flush();
                }
            }
            case "query" -> {
                if (!isOutside(event)) {
                    query(name, event);
                }
            }
            default -> {}
        }
    }

    private void query(String name, JsonNode event) {
        JsonNode expected = InfluxqlCases.json(event.path("exp").asText()).path("results");
        JsonNode params = event.path("params");
        JsonNode epoch = params.path("epoch").path(0);
        List<InfluxqlStatement> statements = InfluxqlStatement.split(event.path("q").asText());
        for (int id = 0; id < statements.size(); id++) {
            JsonNode result = expected.path(id);
            String answer =
                    answer(
                            statements.get(id),
                            params.path("db").path(0).asText(""),
                            epoch.isMissingNode() ? null : epoch.asText(),
                            false);
            compare(
                    name,
                    result.has("error")
                            ? "error: " + result.path("error").asText()
                            : InfluxqlCases.printed(result),
                    answer);
        }
    }
}
