package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a flush leaves behind, seen by others: by `inspect`, and by DuckDB.
class InspectCommandTest {
    @TempDir Path folder = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void writeAndFlush() {
        data = folder.resolve("data");
        try (Engine engine = Engine.open(EngineConfig.of(data))) {
            engine.write(
                    WriteRequest.of(
                            "home",
                            """
                            room,name=kitchen temp=21.5,co2=410i 1
                            room,name=attic temp=17.25 2
                            room,name=attic temp=18.5,note="größer" 3
                            """));
            engine.flush();
        }
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
        }
    }

    private static String run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.commandLine().execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFolderShowsItsTablesAndSegments() {
        assertThat(run("inspect", "--verify", data.toString())).contains("home").contains("room");
    }

    @Test
    void aFileShowsItsColumns() throws IOException {
        assertThat(run("inspect", segment().toString())).contains("temp").contains("name");
    }

    @Test
    void duckDbReadsTheSameRows() throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT name, epoch_ns(time), temp, co2, note FROM '"
                                        + segment()
                                        + "' ORDER BY time")) {
            while (result.next()) {
                rows.add(
                        result.getString(1)
                                + " "
                                + result.getLong(2)
                                + " "
                                + result.getDouble(3)
                                + " "
                                + result.getObject(4)
                                + " "
                                + result.getString(5));
            }
        }
        assertThat(rows)
                .containsExactly(
                        "kitchen 1 21.5 410 null",
                        "attic 2 17.25 null null",
                        "attic 3 18.5 null größer");
    }
}
