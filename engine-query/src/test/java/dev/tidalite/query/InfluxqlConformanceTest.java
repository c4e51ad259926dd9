package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.exec.Frontend;
import dev.tidalite.query.internal.exec.NaiveExecutor;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.frontend.influxql.plan.InfluxqlFrontend;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// InfluxQL of version 3 and of version 1, answered by a naive execution of the plans.
class InfluxqlConformanceTest {
    private final KnownDifferences differences = KnownDifferences.read("differences.txt");

    private static final long NOW_NS = 1_795_357_500_000_000_000L;

    @TestFactory
    Stream<DynamicTest> tablesOfVersion3() {
        JsonNode all = InfluxqlCases.read("tables.json");
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, Snapshot> snapshots = new HashMap<>();
        for (JsonNode c : all.path("cases")) {
            String setup = c.path("setup").asText();
            String query = c.path("q").asText().strip().replaceAll(";$", "");
            tests.add(
                    DynamicTest.dynamicTest(
                            c.path("file").asText() + " " + query,
                            () -> {
                                Snapshot snapshot =
                                        snapshots.computeIfAbsent(
                                                setup, s -> snapshot(all.path("setups").path(s)));
                                differences.check(
                                        "tables " + query, () -> check(snapshot, query, c));
                            }));
        }
        return tests.stream();
    }

    private static Snapshot snapshot(JsonNode steps) {
        TestSnapshot.Builder builder = TestSnapshot.builder("db");
        for (JsonNode step : steps) {
            if (step.has("write")) {
                builder.lines(
                        step.path("write")
                                .asText()
                                .replaceAll("(?m)^ +", "")
                                .replaceAll(" +", " "));
            }
        }
        return builder.build();
    }

    private static void check(Snapshot snapshot, String query, JsonNode c) {
        String expected = c.path("exp").asText();
        boolean sort = c.path("sorted").asBoolean();
        String answer;
        try {
            answer = InfluxqlCases.print(answer(snapshot, query, null), null, sort);
        } catch (QueryException e) {
            answer = "error: " + e.getMessage();
        }
        if (expected.startsWith("Error")) {
            assertThat(answer).as(query).startsWith("error: ");
        } else {
            assertThat(answer).as(query).isEqualTo(InfluxqlCases.printed(expected, sort));
        }
    }

    private static List<SeriesTables.Table> answer(
            Snapshot snapshot, String query, @Nullable String epoch) {
        Frontend.Planned planned = new InfluxqlFrontend().plan(query, snapshot, Map.of());
        List<PlanColumn> columns = planned.plan().columns();
        List<@Nullable Object[]> rows = new NaiveExecutor(snapshot, NOW_NS).run(planned.plan());
        for (@Nullable Object[] row : rows) {
            for (int index = 0; index < row.length; index++) {
                if (columns.get(index).type() instanceof DataType.Timestamp(String zone)) {
                    row[index] =
                            row[index] == null
                                    ? null
                                    : new InfluxqlCases.Time((Long) row[index], zone, epoch);
                }
            }
        }
        SeriesLayout layout =
                SeriesLayout.of(
                        String.valueOf(planned.metadata().get(SeriesLayout.METADATA_KEY)),
                        columns.size());
        return SeriesTables.of(layout, columns.stream().map(PlanColumn::name).toList(), rows);
    }

    @TestFactory
    Stream<DynamicTest> answersOfVersion1() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode test : InfluxqlCases.read("v1.json").path("tests")) {
            Map<String, TestSnapshot.Builder> databases = new HashMap<>();
            int number = 0;
            for (JsonNode event : test.path("events")) {
                String name =
                        test.path("test").asText()
                                + " "
                                + number++
                                + " "
                                + event.path("q").asText();
                tests.add(
                        DynamicTest.dynamicTest(
                                name,
                                () -> differences.check(name, () -> apply(event, databases))));
            }
        }
        return tests.stream();
    }

    private static void apply(JsonNode event, Map<String, TestSnapshot.Builder> databases) {
        String database = event.path("db").asText("");
        switch (event.path("kind").asText()) {
            case "create" -> databases.computeIfAbsent(database, TestSnapshot::builder);
            case "write" ->
                    databases
                            .computeIfAbsent(database, TestSnapshot::builder)
                            .lines(event.path("data").asText().replaceAll("(?m)^\\s+", ""));
            case "query" -> {
                if (!event.path("skip").asBoolean()) {
                    query(event, databases);
                }
            }
            default -> {}
        }
    }

    private static void query(JsonNode event, Map<String, TestSnapshot.Builder> databases) {
        JsonNode expected = InfluxqlCases.json(event.path("exp").asText()).path("results");
        JsonNode params = event.path("params");
        List<InfluxqlStatement> statements = InfluxqlStatement.split(event.path("q").asText());
        for (int id = 0; id < statements.size(); id++) {
            JsonNode result = expected.path(id);
            String answer = answer(statements.get(id), params, databases);
            if (result.has("error")) {
                assertThat(answer).as(event.path("q").asText()).startsWith("error: ");
            } else {
                assertThat(answer)
                        .as(event.path("q").asText())
                        .isEqualTo(InfluxqlCases.printed(result));
            }
        }
    }

    private static String answer(
            InfluxqlStatement statement,
            JsonNode params,
            Map<String, TestSnapshot.Builder> databases) {
        try {
            String database = statement.target().database();
            if (database == null) {
                database = params.path("db").path(0).asText("");
            }
            TestSnapshot.Builder builder = databases.get(database);
            if (builder == null) {
                return "error: database not found: " + database;
            }
            JsonNode epoch = params.path("epoch").path(0);
            return InfluxqlCases.print(
                    answer(
                            builder.build(),
                            statement.text(),
                            epoch.isMissingNode() ? null : epoch.asText()),
                    null,
                    false);
        } catch (QueryException e) {
            return "error: " + e.getMessage();
        }
    }
}
