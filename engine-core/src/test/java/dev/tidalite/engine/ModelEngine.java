package dev.tidalite.engine;

import dev.tidalite.engine.batch.BooleanVector;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.StringVector;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What an engine must hold, worked out in the most naive way: a map from table and key to the
/// newest value of each column, every value as line protocol writes it. Not safe for many threads.
public final class ModelEngine {
    /// Table, then tags and time, then field.
    private final TreeMap<String, TreeMap<String, TreeMap<String, String>>> tables =
            new TreeMap<>();

    /// Rows before this are not kept.
    private long oldestNs = Long.MIN_VALUE;

    /// A point as line protocol has it.
    ///
    /// @param tags by name; none is empty
    /// @param fields by name, as line protocol writes them
    public record Row(
            String table, Map<String, String> tags, Map<String, String> fields, long timeNs) {
        public Row {
            tags = new TreeMap<>(tags);
            fields = new TreeMap<>(fields);
        }

        String key() {
            return join(tags) + "@" + timeNs;
        }

        /// The point as a line.
        public String line() {
            String series = tags.isEmpty() ? table : table + "," + join(tags);
            return series + " " + join(fields) + " " + timeNs;
        }

        private static String join(Map<String, String> pairs) {
            List<String> joined = new ArrayList<>();
            pairs.forEach((name, value) -> joined.add(name + "=" + value));
            return String.join(",", joined);
        }
    }

    /// Something that is done to an engine as a whole or not at all.
    public sealed interface Operation {
        void applyTo(ModelEngine model);

        /// One request.
        record Write(List<Row> rows) implements Operation {
            public Write {
                rows = List.copyOf(rows);
            }

            public String lines() {
                return String.join("\n", rows.stream().map(Row::line).toList());
            }

            @Override
            public void applyTo(ModelEngine model) {
                rows.forEach(model::put);
            }
        }

        /// The same, through an appender; all rows are of one table.
        record Append(Write write) implements Operation {
            @Override
            public void applyTo(ModelEngine model) {
                write.applyTo(model);
            }
        }

        /// A table that may not be there.
        record Drop(String table) implements Operation {
            @Override
            public void applyTo(ModelEngine model) {
                model.tables.remove(table);
            }
        }

        /// The database, with its retention.
        record DropDatabase() implements Operation {
            @Override
            public void applyTo(ModelEngine model) {
                model.tables.clear();
                model.oldestNs = Long.MIN_VALUE;
            }
        }

        /// Rows of some times.
        ///
        /// @param host only those that have this tag; null for all
        record Delete(String table, TimeRange times, @Nullable String host) implements Operation {
            @Override
            public void applyTo(ModelEngine model) {
                model.keys(table).removeIf(this::hits);
            }

            private boolean hits(String key) {
                int at = key.indexOf('@');
                return times.contains(timeNs(key))
                        && (host == null
                                || List.of(key.substring(0, at).split(","))
                                        .contains("host=" + host));
            }
        }

        /// Keeps rows from a time on.
        record Retain(long oldestNs) implements Operation {
            @Override
            public void applyTo(ModelEngine model) {
                model.retain(oldestNs);
            }
        }
    }

    private static long timeNs(String key) {
        return Long.parseLong(key.substring(key.indexOf('@') + 1));
    }

    private Set<String> keys(String table) {
        return tables.getOrDefault(table, new TreeMap<>()).keySet();
    }

    /// Lets rows go that are older, now and later.
    void retain(long oldest) {
        oldestNs = oldest;
        for (TreeMap<String, TreeMap<String, String>> rows : tables.values()) {
            rows.keySet().removeIf(key -> timeNs(key) < oldest);
        }
    }

    long oldestNs() {
        return oldestNs;
    }

    /// Says from when on rows are kept; those that are older stay.
    void oldestNs(long oldest) {
        oldestNs = oldest;
    }

    private void put(Row row) {
        if (row.timeNs() < oldestNs) {
            return;
        }
        tables.computeIfAbsent(row.table(), _ -> new TreeMap<>())
                .computeIfAbsent(row.key(), _ -> new TreeMap<>())
                .putAll(row.fields());
    }

    public ModelEngine copy() {
        ModelEngine copy = new ModelEngine();
        tables.forEach((table, rows) -> {
            TreeMap<String, TreeMap<String, String>> copied = new TreeMap<>();
            rows.forEach((key, fields) -> copied.put(key, new TreeMap<>(fields)));
            copy.tables.put(table, copied);
        });
        copy.oldestNs = oldestNs;
        return copy;
    }

    public long rowCount() {
        return tables.values().stream().mapToLong(Map::size).sum();
    }

    /// Every row as a line, by table and key.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        tables.forEach((table, rows) ->
                rows.forEach((key, fields) -> lines.add(table + " " + key + " " + fields)));
        return lines;
    }

    /// Visits the keys of a table: tags as in a line, then `@` and the time.
    void forEachKey(String table, Consumer<String> visitor) {
        keys(table).forEach(visitor);
    }

    /// What a snapshot shows, read by a full scan of each table.
    ///
    /// @throws AssertionError if a key is there twice
    public static ModelEngine read(Snapshot snapshot, Predicate<String> wanted) {
        ModelEngine seen = new ModelEngine();
        for (TableSchema schema : snapshot.tables()) {
            if (wanted.test(schema.table())) {
                List<String> names = schema.columns().stream().map(ColumnSchema::name).toList();
                try (BatchCursor cursor = snapshot.scan(ScanSpec.of(schema.table(), names))) {
                    TableBatch batch = cursor.next();
                    while (batch != null) {
                        seen.add(schema.table(), batch);
                        batch = cursor.next();
                    }
                }
            }
        }
        return seen;
    }

    private void add(String table, TableBatch batch) {
        for (int index = 0; index < batch.rowCount(); index++) {
            TreeMap<String, String> tags = new TreeMap<>();
            TreeMap<String, String> fields = new TreeMap<>();
            long timeNs = 0;
            for (int at = 0; at < batch.columns().size(); at++) {
                ColumnSchema column = batch.columns().get(at);
                ColumnVector vector = batch.vector(at);
                if (column.role() == ColumnRole.TIME) {
                    timeNs = ((LongVector) vector).values()[index];
                } else if (vector.isValid(index)) {
                    boolean tag = column.role() == ColumnRole.TAG;
                    (tag ? tags : fields).put(column.name(), text(vector, index, tag));
                }
            }
            Row row = new Row(table, tags, fields, timeNs);
            Map<String, TreeMap<String, String>> rows =
                    tables.computeIfAbsent(table, _ -> new TreeMap<>());
            if (rows.put(row.key(), fields) != null) {
                throw new AssertionError("there twice: " + row);
            }
        }
    }

    private static String text(ColumnVector vector, int row, boolean tag) {
        return switch (vector) {
            case LongVector longs ->
                    longs.type() == ColumnType.UINT64
                            ? Long.toUnsignedString(longs.values()[row]) + "u"
                            : longs.values()[row] + "i";
            case DoubleVector doubles -> Double.toString(doubles.values()[row]);
            case BooleanVector booleans -> Boolean.toString(booleans.values()[row]);
            case StringVector strings -> quoted(strings.text(row), tag);
            case DictionaryVector strings -> quoted(strings.text(row), tag);
        };
    }

    private static String quoted(@Nullable String text, boolean tag) {
        return tag ? String.valueOf(text) : "\"" + text + "\"";
    }

    /// What is not as it should be; empty if nothing.
    public String difference(ModelEngine expected) {
        List<String> lines = new ArrayList<>();
        if (oldestNs != expected.oldestNs) {
            lines.add("keeps rows from " + oldestNs + " on, expected " + expected.oldestNs);
        }
        compare(expected, this, "missing", lines);
        compare(this, expected, "not expected", lines);
        return String.join("\n", lines.subList(0, Math.min(20, lines.size())));
    }

    private static void compare(ModelEngine a, ModelEngine b, String what, List<String> lines) {
        a.tables.forEach((table, rows) ->
                rows.forEach((key, fields) -> {
                    Map<String, String> other =
                            b.tables.getOrDefault(table, new TreeMap<>()).get(key);
                    if (!fields.equals(other)) {
                        lines.add(
                                what
                                        + ": "
                                        + table
                                        + " "
                                        + key
                                        + " "
                                        + fields
                                        + ", there is "
                                        + other);
                    }
                }));
    }
}
