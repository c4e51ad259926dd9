package dev.tidalite.engine.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The columns of a table in the order in which they came into being; column 0 is the time. A
/// column keeps its ordinal for ever: a table only widens, so an older schema is a prefix of every
/// later one.
///
/// Immutable, and equal when name and columns are.
public final class TableSchema {
    private final String table;
    private final List<ColumnSchema> columns;
    private final Map<String, Integer> ordinals;

    private TableSchema(String table, List<ColumnSchema> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.ordinals = new HashMap<>(columns.size() * 2);
        for (int ordinal = 0; ordinal < columns.size(); ordinal++) {
            String name = columns.get(ordinal).name();
            if (ordinals.put(name, ordinal) != null) {
                throw new IllegalArgumentException("table " + table + " has two columns " + name);
            }
        }
    }

    /// A table that has nothing but its time column yet.
    public static TableSchema empty(String table) {
        if (table.isEmpty()) {
            throw new IllegalArgumentException("a table needs a name");
        }
        return new TableSchema(table, List.of(ColumnSchema.time()));
    }

    /// @param columns all columns but the time, which is put in front
    public static TableSchema of(String table, ColumnSchema... columns) {
        return empty(table).with(List.of(columns));
    }

    /// This schema widened by further columns, in the order given.
    ///
    /// @throws IllegalArgumentException if a name is taken
    public TableSchema with(Collection<ColumnSchema> more) {
        List<ColumnSchema> widened = new ArrayList<>(columns);
        widened.addAll(more);
        return new TableSchema(table, widened);
    }

    public String table() {
        return table;
    }

    public List<ColumnSchema> columns() {
        return columns;
    }

    public int columnCount() {
        return columns.size();
    }

    public ColumnSchema column(int ordinal) {
        return columns.get(ordinal);
    }

    /// @return the ordinal of a column, or -1 if there is none of that name (names are exact)
    public int ordinal(String name) {
        return ordinals.getOrDefault(name, -1);
    }

    public Optional<ColumnSchema> find(String name) {
        int ordinal = ordinal(name);
        return ordinal < 0 ? Optional.empty() : Optional.of(columns.get(ordinal));
    }

    public List<ColumnSchema> tags() {
        return columns.stream().filter(c -> c.role() == ColumnRole.TAG).toList();
    }

    public List<ColumnSchema> fields() {
        return columns.stream().filter(c -> c.role() == ColumnRole.FIELD).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableSchema that
                && table.equals(that.table)
                && columns.equals(that.columns);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + columns.hashCode();
    }

    @Override
    public String toString() {
        return table + columns;
    }
}
