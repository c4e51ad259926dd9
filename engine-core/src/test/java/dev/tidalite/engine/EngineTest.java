package dev.tidalite.engine;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.engine.testing.NaiveRows;
import dev.tidalite.testkit.DataDriven;
import dev.tidalite.testkit.DataDriven.Case;
import dev.tidalite.testkit.DataDriven.Command;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The whole engine as text: what is written comes back, from memory, from segments, and after it
/// was opened again.
final class EngineTest {
    private static final InstantSource NEW_YEAR =
            InstantSource.fixed(Instant.parse("2023-01-01T00:00:10Z"));

    @TempDir Path root;

    private int folders;

    @TestFactory
    Stream<DynamicTest> engine() {
        return DataDriven.runEach(EngineTest.class, "engine.txt", () -> this::run);
    }

    private String run(Case test) {
        StringBuilder out = new StringBuilder();
        try (Session session = new Session(root.resolve("case" + folders++), out)) {
            for (Command command : test.commands()) {
                try {
                    session.run(command);
                } catch (EngineException | IllegalArgumentException e) {
                    String kind = e.getClass().getSimpleName();
                    out.append(kind).append(": ").append(e.getMessage()).append('\n');
                }
            }
        }
        return out.toString();
    }

    private static final class Session implements AutoCloseable {
        private final Path folder;
        private final StringBuilder out;
        private final Map<String, Snapshot> snapshots = new HashMap<>();
        private Engine engine;

        Session(Path folder, StringBuilder out) {
            this.folder = folder;
            this.out = out;
            this.engine = open();
        }

        private Engine open() {
            return Engine.open(EngineConfig.builder(folder).clock(NEW_YEAR).build());
        }

        void run(Command command) {
            String database = command.option("db", "db");
            String table = command.option("table", "m");
            switch (command.name()) {
                case "write" -> write(database, command.arguments().getLast());
                case "append" -> append(database, table, command.arguments().getLast());
                case "flush" -> engine.flush(database);
                case "reopen" -> {
                    engine.close();
                    engine = open();
                }
                case "close" -> engine.close();
                case "scan" -> {
                    try (Snapshot snapshot = engine.snapshot(database)) {
                        scan(snapshot, table);
                    }
                }
                case "snapshot" ->
                        snapshots.put(command.option("as", "s"), engine.snapshot(database));
                case "scan-snapshot" -> scan(kept(command), table);
                case "tables" -> {
                    try (Snapshot snapshot = engine.snapshot(database)) {
                        snapshot.tables().forEach(this::printSchema);
                    }
                }
                case "databases" -> out.append(engine.databases()).append('\n');
                case "create-database" -> engine.createDatabase(database);
                case "drop-database" -> engine.dropDatabase(database);
                case "drop-table" -> engine.dropTable(database, table);
                case "delete" -> {
                    TimeRange range =
                            new TimeRange(
                                    command.number("from", 0), command.number("to", 1L << 62));
                    long count = engine.delete(database, table, range, predicates(command));
                    out.append(count).append(" deleted\n");
                }
                case "retention" -> {
                    long seconds = command.number("seconds", 0);
                    engine.setRetention(
                            database,
                            seconds == 0
                                    ? Optional.empty()
                                    : Optional.of(Duration.ofSeconds(seconds)));
                }
                case "show-retention" -> out.append(engine.retention(database)).append('\n');
                case "segments" -> {
                    EngineStats stats = engine.stats();
                    out.append(
                            "%d segments, %d rows\n"
                                    .formatted(stats.segmentCount(), stats.segmentRows()));
                }
                default -> throw new AssertionError("no command " + command.name());
            }
        }

        private static List<ColumnPredicate> predicates(Command command) {
            String tag = command.option("tag", "");
            return tag.isEmpty()
                    ? List.of()
                    : List.of(
                            new ColumnPredicate.TextIn(tag, List.of(command.option("value", ""))));
        }

        private void write(String database, String lines) {
            WriteResult result =
                    engine.write(WriteRequest.of(database, lines.replace("\\n", "\n")));
            result.rejected().forEach(line -> out.append(line).append('\n'));
        }

        /// A row as `time tag=value,tag=value field=value,field=value`.
        private void append(String database, String table, String rows) {
            try (Appender appender = engine.appender(database, table)) {
                for (String line : rows.split(";", -1)) {
                    String[] parts = line.split(" ", -1);
                    Appender.Row row = appender.row().time(Long.parseLong(parts[0]));
                    for (String tag :
                            parts[1].isEmpty() ? new String[0] : parts[1].split(",", -1)) {
                        row.tag(tag.substring(0, 1), tag.substring(2));
                    }
                    for (String field : parts[2].split(",", -1)) {
                        String name = field.substring(0, 1);
                        String value = field.substring(2);
                        switch (name) {
                            case "f" -> row.field(name, Double.parseDouble(value));
                            case "i" -> row.field(name, Long.parseLong(value));
                            case "u" -> row.unsigned(name, Long.parseUnsignedLong(value));
                            case "b" -> row.field(name, Boolean.parseBoolean(value));
                            default -> row.field(name, value);
                        }
                    }
                    row.append();
                }
            }
        }

        private void scan(Snapshot snapshot, String table) {
            TableSchema schema = snapshot.table(table).orElse(null);
            if (schema == null) {
                out.append("no table\n");
                return;
            }
            List<String> columns = schema.columns().stream().map(ColumnSchema::name).toList();
            ScanSpec spec = ScanSpec.of(table, columns).orderedBy(ScanSpec.Order.TIME);
            try (BatchCursor cursor = snapshot.scan(spec)) {
                List<String> lines = new ArrayList<>();
                for (List<@Nullable Object> row : NaiveRows.drain(cursor)) {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < row.size(); i++) {
                        Object value = row.get(i);
                        if (value != null) {
                            boolean unsigned = schema.column(i).type() == ColumnType.UINT64;
                            line.append(columns.get(i)).append('=');
                            line.append(unsigned ? Long.toUnsignedString((Long) value) : value);
                            line.append(' ');
                        }
                    }
                    lines.add(line.toString());
                }
                lines.forEach(line -> out.append(line).append('\n'));
            }
        }

        private Snapshot kept(Command command) {
            return Objects.requireNonNull(snapshots.get(command.option("as", "s")));
        }

        private void printSchema(TableSchema schema) {
            out.append(schema.table());
            schema.columns()
                    .forEach(c -> out.append(" ").append(c.name()).append(':').append(c.word()));
            out.append('\n');
        }

        @Override
        public void close() {
            snapshots.values().forEach(Snapshot::close);
            engine.close();
        }
    }
}
