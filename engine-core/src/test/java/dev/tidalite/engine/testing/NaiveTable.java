package dev.tidalite.engine.testing;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rows of a table in the order in which they were written, as lists of objects: a `Long` for
/// times and integers, a `Double`, a `Boolean`, a `String`, or null, by ordinal. Widens as rows
/// need it.
public final class NaiveTable {
    private TableSchema schema;
    private final List<@Nullable Object[]> written = new ArrayList<>();

    public NaiveTable(TableSchema schema) {
        this.schema = schema;
    }

    public TableSchema schema() {
        return schema;
    }

    /// Adds a column if it is not there yet.
    ///
    /// @return its ordinal
    public int column(ColumnSchema column) {
        int ordinal = schema.ordinal(column.name());
        if (ordinal < 0) {
            schema = schema.with(List.of(column));
            return schema.columnCount() - 1;
        }
        if (!schema.column(ordinal).equals(column)) {
            throw new IllegalArgumentException(
                    column + " is already " + schema.column(ordinal) + " in " + schema.table());
        }
        return ordinal;
    }

    /// Writes a row.
    ///
    /// @param values by ordinal; may be shorter than the table is wide
    public void add(@Nullable Object... values) {
        written.add(values.clone());
    }

    /// One row per key, in the order in which the keys were first written: per column the newest
    /// value that is there.
    public List<@Nullable Object[]> merged() {
        Map<List<@Nullable Object>, @Nullable Object[]> byKey = new LinkedHashMap<>();
        for (@Nullable Object[] row : written) {
            @Nullable Object[] wide = Arrays.copyOf(row, schema.columnCount());
            @Nullable Object[] old = byKey.putIfAbsent(key(wide), wide);
            if (old != null) {
                for (int ordinal = 0; ordinal < wide.length; ordinal++) {
                    if (wide[ordinal] != null) {
                        old[ordinal] = wide[ordinal];
                    }
                }
            }
        }
        return new ArrayList<>(byKey.values());
    }

    /// The series of a row: its tags.
    public List<@Nullable Object> series(@Nullable Object[] row) {
        List<@Nullable Object> tags = new ArrayList<>();
        for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
            if (schema.column(ordinal).role() == ColumnRole.TAG) {
                tags.add(row[ordinal]);
            }
        }
        return tags;
    }

    private List<@Nullable Object> key(@Nullable Object[] row) {
        List<@Nullable Object> key = series(row);
        key.add(row[0]);
        return key;
    }
}
