package dev.tidalite.query;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.testkit.DataDriven;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Statements about databases and retention policies, and those that write and drop, with what is
/// there afterwards.
class InfluxqlCommandsTest {
    private static final String DATABASE = "db";

    @TempDir Path folder;
    private int cases;

    @TestFactory
    Stream<DynamicTest> scripts() {
        return DataDriven.run(
                InfluxqlCommandsTest.class, "influxql/commands.txt", c -> run(c.input()));
    }

    private String run(String script) {
        List<String> printed = new ArrayList<>();
        try (Engine engine = Engine.open(EngineConfig.of(folder.resolve("case" + cases++)));
                QueryEngine queries = QueryEngine.create(engine)) {
            engine.createDatabase(DATABASE);
            InfluxqlCommands commands = new InfluxqlCommands(engine, queries);
            for (String line : script.lines().toList()) {
                if (line.startsWith("write ")) {
                    String[] words = line.split(" ", 3);
                    engine.write(WriteRequest.of(words[1], words[2]));
                    continue;
                }
                try {
                    run(line, queries, commands, printed);
                } catch (QueryException e) {
                    printed.add("error: " + e.getMessage());
                }
            }
        }
        return String.join("\n", printed);
    }

    private static void run(
            String text, QueryEngine queries, InfluxqlCommands commands, List<String> printed) {
        InfluxqlStatement statement = InfluxqlStatement.split(text).get(0);
        if (!statement.isQuery()) {
            print(commands.run(statement, DATABASE), printed);
            return;
        }
        InfluxqlStatement.Target target = statement.target();
        String named = target.database() == null ? DATABASE : target.database();
        String database = commands.resolve(named, target.retentionPolicy());
        try (QueryResult result =
                queries.execute(QueryRequest.influxql(database, statement.text()))) {
            print(new SeriesReader(result), printed);
        }
    }

    private static void print(SeriesReader series, List<String> printed) {
        while (series.nextSeries()) {
            printed.add((series.name() + " " + String.join(" ", series.columns())).strip());
            while (series.nextRow()) {
                StringBuilder row = new StringBuilder(" ");
                for (int column = 0; column < series.columns().size(); column++) {
                    row.append(' ').append(series.value(column));
                }
                printed.add(row.toString());
            }
        }
    }
}
