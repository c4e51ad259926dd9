package dev.tidalite.engine;

import dev.tidalite.engine.ModelEngine.Operation;
import dev.tidalite.engine.ModelEngine.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Writes random rows to two tables that nobody else writes to, and knows what must be there.
/// Remembers every operation that is not known to be durable, so that after a crash it can say
/// which of them may be gone. Used by one thread.
final class ModelWriter {
    private static final long DAY_NS = 86_400_000_000_000L;

    private final String name;
    private final SplittableRandom random;
    private ModelEngine durable = new ModelEngine();
    private final List<Operation> acknowledged = new ArrayList<>();
    private @Nullable Operation inDoubt;
    private int width = 2;

    ModelWriter(String name, SplittableRandom random) {
        this.name = name;
        this.random = random;
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
        long timeNs = random.nextLong(-1, 2) * DAY_NS + random.nextInt(40) * 1_000_000_000L;
        return new Row(name + (random.nextBoolean() ? "_a" : "_b"), tags, fields, timeNs);
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
            switch (operation) {
                case Operation.Write write -> {
                    WriteResult result = engine.write(WriteRequest.of("db", write.lines()));
                    if (!result.isComplete()) {
                        throw new AssertionError(result.rejected().toString());
                    }
                }
                case Operation.Drop(String table) -> engine.dropTable("db", table);
            }
        } catch (EngineException.NotFound | EngineException.Overloaded e) {
            inDoubt = null; // nothing was done
            return !(e instanceof EngineException.Overloaded);
        } catch (EngineException.ReadOnly | EngineException.Storage e) {
            return false;
        }
        acknowledged.add(operation);
        inDoubt = null;
        if (operation instanceof Operation.Drop) {
            settle();
        }
        return true;
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
        if (inDoubt != null) {
            operations.add(inDoubt);
        }
        ModelEngine candidate = durable.copy();
        ModelEngine found = null;
        String nearest = "";
        for (int count = 0; count <= operations.size(); count++) {
            if (count > 0) {
                operations.get(count - 1).applyTo(candidate);
            }
            if (count >= least) {
                String difference = seen.difference(candidate);
                found = difference.isEmpty() ? candidate.copy() : found;
                nearest = count == least ? difference : nearest;
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
                            + ":\n"
                            + nearest);
        }
        durable = found;
        acknowledged.clear();
        inDoubt = null;
    }

    private ModelEngine read(Engine engine) {
        if (!engine.databases().contains("db")) {
            return new ModelEngine();
        }
        try (Snapshot snapshot = engine.snapshot("db")) {
            return ModelEngine.read(snapshot, this::owns);
        }
    }
}
