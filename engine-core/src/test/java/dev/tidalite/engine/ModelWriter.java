package dev.tidalite.engine;

import dev.tidalite.engine.ModelEngine.Operation;
import dev.tidalite.engine.ModelEngine.Row;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Writes random rows to two tables that nobody else writes to, perhaps in a database of its own,
/// and knows what must be there.
/// Remembers every operation that is not known to be durable, so that after a crash it can say
/// which of them may be gone. Used by one thread.
final class ModelWriter {
    private static final long DAY_NS = 86_400_000_000_000L;

    /// What the engine's clock has to say.
    static final Instant NOW = Instant.EPOCH.plus(Duration.ofDays(3));

    private final String name;
    private final String database;
    private final SplittableRandom random;
    private ModelEngine durable = new ModelEngine();
    private final List<Operation> acknowledged = new ArrayList<>();
    private @Nullable Operation inDoubt;
    private int width = 2;
    private long oldestNs = Long.MIN_VALUE;

    ModelWriter(String name, SplittableRandom random) {
        this.name = name;
        this.random = random;
        this.database = random.nextBoolean() ? "shared" : name;
    }

    /// Anything but backups and flushes.
    Operation randomOperation() {
        return switch (random.nextInt(60)) {
            case 0, 1 -> new Operation.Drop(randomTable());
            case 2, 3, 4, 5 -> new Operation.Delete(randomTable(), randomTimes(), randomHost());
            case 6 -> isAlone() ? new Operation.DropDatabase() : randomWrite();
            case 7, 8 -> isAlone() ? randomRetention() : randomWrite();
            case 9, 10, 11, 12, 13, 14, 15 -> randomAppend();
            default -> randomWrite();
        };
    }

    private boolean isAlone() {
        return database.equals(name);
    }

    private TimeRange randomTimes() {
        long startNs = randomTimeNs();
        return switch (random.nextInt(4)) {
            case 0 -> TimeRange.ALL;
            case 1 -> new TimeRange(startNs, Long.MAX_VALUE);
            default -> new TimeRange(startNs, startNs + random.nextLong(20) * 1_000_000_000L);
        };
    }

    private @Nullable String randomHost() {
        return random.nextBoolean() ? "h" + random.nextInt(6) : null;
    }

    /// Keeps no more than before, since nobody knows whether what had expired is still there.
    private Operation randomRetention() {
        long oldest = random.nextLong(-1, 1) * DAY_NS + random.nextInt(40) * 1_000_000_000L;
        return new Operation.Retain(Math.max(oldest, oldestNs));
    }

    private Operation randomAppend() {
        Operation.Write write = randomWrite();
        String table = write.rows().getFirst().table();
        return new Operation.Append(
                new Operation.Write(
                        write.rows().stream().filter(row -> row.table().equals(table)).toList()));
    }

    @Override
    public String toString() {
        return name;
    }

    boolean owns(String table) {
        return table.startsWith(name);
    }

    /// A request of up to a few dozen rows; keys come again and again, columns come into being.
    Operation.Write randomWrite() {
        width = Math.min(12, width + random.nextInt(8) / 7);
        List<Row> rows = new ArrayList<>();
        for (int left = 1 + random.nextInt(random.nextInt(8) == 0 ? 300 : 10); left > 0; left--) {
            rows.add(randomRow());
        }
        return new Operation.Write(rows);
    }

    private Row randomRow() {
        Map<String, String> tags = new HashMap<>();
        for (String tag : List.of("host", "region")) {
            if (random.nextInt(8) > 0) {
                tags.put(tag, tag.charAt(0) + Integer.toString(random.nextInt(6)));
            }
        }
        Map<String, String> fields = new HashMap<>();
        do {
            int field = random.nextInt(width);
            fields.put("f" + field, randomValue(field));
        } while (random.nextInt(3) > 0);
        long timeNs = randomTimeNs();
        while (timeNs < oldestNs) {
            timeNs = randomTimeNs();
        }
        return new Row(randomTable(), tags, fields, timeNs);
    }

    private long randomTimeNs() {
        return random.nextLong(-1, 2) * DAY_NS + random.nextInt(40) * 1_000_000_000L;
    }

    private String randomValue(int field) {
        return switch (field % 5) {
            case 0 -> Double.toString(random.nextInt(10_000) / 8.0);
            case 1 -> random.nextInt(-1000, 1000) + "i";
            case 2 -> "\"" + "text".repeat(random.nextInt(4)) + random.nextInt(100) + "\"";
            case 3 -> Boolean.toString(random.nextBoolean());
            default -> Long.toUnsignedString(random.nextLong()) + "u";
        };
    }

    /// Does something to the engine.
    ///
    /// @return false if the engine did not take it, after which nobody knows whether it happened
    boolean perform(Engine engine, Operation operation) {
        inDoubt = operation;
        try {
            run(engine, operation);
        } catch (EngineException.NotFound | EngineException.Overloaded e) {
            inDoubt = null; // nothing was done
            return !(e instanceof EngineException.Overloaded);
        } catch (EngineException.ReadOnly | EngineException.Storage | EngineException.Corrupt e) {
            return false;
        }
        inDoubt = null;
        acknowledged(operation);
        return true;
    }

    private void run(Engine engine, Operation operation) {
        switch (operation) {
            case Operation.Write write -> {
                WriteResult result = engine.write(WriteRequest.of(database, write.lines()));
                if (!result.isComplete()) {
                    throw new AssertionError(result.rejected().toString());
                }
            }
            case Operation.Append(Operation.Write(List<Row> rows)) -> append(engine, rows);
            case Operation.Drop(String table) -> engine.dropTable(database, table);
            case Operation.DropDatabase() -> engine.dropDatabase(database);
            case Operation.Delete(String table, TimeRange times, String host) ->
                    engine.delete(
                            database,
                            table,
                            times,
                            host == null
                                    ? List.of()
                                    : List.of(new ColumnPredicate.TextIn("host", List.of(host))));
            case Operation.Retain(long oldest) ->
                    engine.setRetention(
                            database,
                            Optional.of(Duration.between(Instant.EPOCH, NOW).minusNanos(oldest)));
        }
    }

    /// The appender is not closed, which would write the rows once more if this fails.
    private void append(Engine engine, List<Row> rows) {
        Appender appender = engine.appender(database, rows.getFirst().table());
        for (Row row : rows) {
            Appender.Row appended = appender.row().time(row.timeNs());
            row.tags().forEach(appended::tag);
            row.fields()
                    .forEach((field, value) -> {
                        switch (value.charAt(value.length() - 1)) {
                            case '"' ->
                                    appended.field(field, value.substring(1, value.length() - 1));
                            case 'i' -> appended.field(field, Long.parseLong(digits(value)));
                            case 'u' ->
                                    appended.unsigned(field, Long.parseUnsignedLong(digits(value)));
                            case 'e' -> appended.field(field, Boolean.parseBoolean(value));
                            default -> appended.field(field, Double.parseDouble(value));
                        }
                    });
            appended.append();
        }
        appender.flush();
    }

    private static String digits(String value) {
        return value.substring(0, value.length() - 1);
    }

    private void acknowledged(Operation operation) {
        acknowledged.add(operation);
        switch (operation) {
            case Operation.Write _, Operation.Append _ -> {}
            case Operation.Drop _, Operation.Delete _ -> settle();
            case Operation.DropDatabase _ -> {
                settle();
                oldestNs = Long.MIN_VALUE;
            }
            case Operation.Retain(long oldest) -> {
                // Durable at once, whatever becomes of the writes before it.
                durable.retain(oldest);
                oldestNs = oldest;
            }
        }
    }

    String randomTable() {
        return name + (random.nextBoolean() ? "_a" : "_b");
    }

    /// Everything acknowledged so far is durable by now.
    void settle() {
        acknowledged.forEach(operation -> operation.applyTo(durable));
        acknowledged.clear();
    }

    /// Reads the writer's tables, which must hold what was acknowledged and nothing else.
    void checkExact(Engine engine) {
        ModelEngine expected = durable.copy();
        acknowledged.forEach(operation -> operation.applyTo(expected));
        String difference = read(engine).difference(expected);
        if (!difference.isEmpty()) {
            throw new AssertionError(name + " in a running engine:\n" + difference);
        }
    }

    /// Reads the writer's tables after an opening, and takes what is there for true if it may be:
    /// operations are there as wholes, up to some place.
    ///
    /// @param mayLose whether what was acknowledged may be gone
    void checkOpened(Engine engine, boolean mayLose) {
        ModelEngine seen = read(engine);
        List<Operation> operations = new ArrayList<>(acknowledged);
        int least = mayLose ? 0 : operations.size();
        if (inDoubt instanceof Operation.Retain(long oldest) && seen.oldestNs() == oldest) {
            durable.retain(oldest);
        } else if (inDoubt != null) {
            operations.add(inDoubt);
        }
        ModelEngine candidate = durable.copy();
        ModelEngine found = null;
        @Nullable String nearest = null;
        for (int count = 0; count <= operations.size(); count++) {
            if (count > 0) {
                operations.get(count - 1).applyTo(candidate);
            }
            if (count >= least) {
                ModelEngine kept = candidate.copy();
                boolean dropped =
                        count > 0 && operations.get(count - 1) instanceof Operation.DropDatabase;
                if (!dropped) {
                    // The last retention is durable, whatever became of the operations around it.
                    kept.retain(durable.oldestNs());
                }
                String difference = seen.difference(kept);
                found = difference.isEmpty() ? kept : found;
                if (nearest == null || difference.length() <= nearest.length()) {
                    nearest = "nearest with " + count + " operations:\n" + difference;
                }
            }
        }
        if (found == null) {
            throw new AssertionError(
                    name
                            + " after opening, with "
                            + acknowledged.size()
                            + " acknowledged"
                            + (inDoubt == null ? "" : " and one in doubt")
                            + (mayLose ? ", which may be lost" : "")
                            + ": "
                            + operations.stream().map(ModelWriter::kind).toList()
                            + ", "
                            + nearest);
        }
        durable = found;
        oldestNs = found.oldestNs();
        acknowledged.clear();
        inDoubt = null;
    }

    private static String kind(Operation operation) {
        return switch (operation) {
            case Operation.Write write -> "write";
            case Operation.Append append -> "append";
            case Operation.Drop _,
                    Operation.Delete _,
                    Operation.DropDatabase _,
                    Operation.Retain _ ->
                    operation.toString();
        };
    }

    private ModelEngine read(Engine engine) {
        if (!engine.databases().contains(database)) {
            return new ModelEngine();
        }
        ModelEngine seen;
        try (Snapshot snapshot = engine.snapshot(database)) {
            seen = ModelEngine.read(snapshot, this::owns);
        }
        engine.retention(database)
                .ifPresent(kept ->
                        seen.oldestNs(Duration.between(Instant.EPOCH, NOW).minus(kept).toNanos()));
        return seen;
    }
}
