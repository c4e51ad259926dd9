package dev.tidalite.engine.internal.catalog;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// All databases and tables. Reading takes no lock; changes are made one after the other.
public final class Catalog {
    private final ConcurrentMap<String, Database> databases = new ConcurrentHashMap<>();
    private final ConcurrentMap<TableId, Table> tables = new ConcurrentHashMap<>();
    private long lastTableId;

    public @Nullable Database database(String name) {
        return databases.get(name);
    }

    public Collection<Database> databases() {
        return databases.values();
    }

    public @Nullable Table table(TableId id) {
        return tables.get(id);
    }

    /// The database of this name; if there is none, one that comes into being with the first
    /// [#commit] to it.
    public Database prepare(String name) {
        Database database = databases.get(name);
        return database != null ? database : new Database(name);
    }

    /// The database of this name, made if there is none.
    public synchronized Database open(String name) {
        return databases.computeIfAbsent(name, Database::new);
    }

    /// Makes the changes that a write asks for, all of them or none.
    ///
    /// @param tableCount how many tables the database had when the write was resolved
    /// @return the tables as they are now, in the order of the changes; null if the catalog has
    ///     moved on since the write was resolved: then it is to be resolved again
    public synchronized @Nullable List<Table> commit(
            Database database, int tableCount, List<TableChange> changes) {
        Database current = databases.get(database.name());
        if (current != database && (current != null || database.isDropped())) {
            return null;
        }
        for (TableChange change : changes) {
            if (!fits(database, tableCount, change)) {
                return null;
            }
        }
        databases.put(database.name(), database);
        List<Table> changed = new ArrayList<>(changes.size());
        for (TableChange change : changes) {
            TableSchema wider = change.basis().with(change.added());
            Table table = change.table();
            if (table == null) {
                lastTableId++;
                table = new Table(new TableId(lastTableId), database.name(), wider);
                tables.put(table.id(), table);
                database.put(table);
            } else {
                table.widen(wider);
            }
            changed.add(table);
        }
        return changed;
    }

    private static boolean fits(Database database, int tableCount, TableChange change) {
        Table current = database.table(change.name());
        if (current != change.table()) {
            return false;
        }
        return current == null
                ? database.tableCount() == tableCount
                : current.schema().equals(change.basis());
    }

    /// Puts back what a file says: a table, or columns of one. What is there already stays.
    ///
    /// @param firstOrdinal of the columns given
    /// @return the table
    /// @throws IllegalArgumentException if this does not fit what is there
    public synchronized Table restore(
            TableId id,
            String database,
            String name,
            int firstOrdinal,
            List<ColumnSchema> columns) {
        Table table = tables.get(id);
        if (table == null) {
            if (firstOrdinal != 0 || columns.isEmpty()) {
                throw new IllegalArgumentException("table " + id.value() + " was never defined");
            }
            Database home = open(database);
            TableSchema schema = TableSchema.empty(name).with(columns.subList(1, columns.size()));
            table = new Table(id, database, schema);
            tables.put(id, table);
            home.put(table);
            lastTableId = Math.max(lastTableId, id.value());
            return table;
        }
        TableSchema schema = table.schema();
        List<ColumnSchema> added = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int ordinal = firstOrdinal + i;
            if (ordinal >= schema.columnCount()) {
                added.add(columns.get(i));
            } else if (!schema.column(ordinal).equals(columns.get(i))) {
                throw new IllegalArgumentException(
                        table + " has " + schema.column(ordinal) + ", not " + columns.get(i));
            }
        }
        if (firstOrdinal > schema.columnCount()) {
            throw new IllegalArgumentException(
                    table + " has no columns before " + columns + " at " + firstOrdinal);
        }
        table.widen(added.isEmpty() ? schema : schema.with(added));
        return table;
    }

    /// Makes sure that no later table gets this id or a smaller one.
    public synchronized void reserveTableId(long id) {
        lastTableId = Math.max(lastTableId, id);
    }

    public synchronized long lastTableId() {
        return lastTableId;
    }

    public synchronized void drop(Table table) {
        tables.remove(table.id(), table);
        Database database = databases.get(table.database());
        if (database != null) {
            database.remove(table);
        }
    }

    /// Drops a database and the tables that it still has.
    public synchronized void drop(Database database) {
        for (Table table : database.tables()) {
            tables.remove(table.id(), table);
        }
        databases.remove(database.name(), database);
        database.drop();
    }
}
