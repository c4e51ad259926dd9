package dev.tidalite.engine.internal.catalog;

import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

/// A table and the three states of knowledge about its columns: resolved (writers may use them),
/// logged (a log record that defines them is in its place) and visible (snapshots see them). Each
/// is a prefix of the one before.
///
/// Safe for many threads; who may advance what is said at the methods.
public final class Table {
    private final TableId id;
    private final String database;
    private volatile TableSchema schema;
    private volatile @Nullable TableSchema visible;
    private volatile int loggedColumnCount;

    Table(TableId id, String database, TableSchema schema) {
        this.id = id;
        this.database = database;
        this.schema = schema;
    }

    public TableId id() {
        return id;
    }

    public String database() {
        return database;
    }

    public String name() {
        return schema.table();
    }

    /// All columns that writers have been given.
    public TableSchema schema() {
        return schema;
    }

    /// The columns that snapshots see, or null as long as no row of the table is visible.
    public @Nullable TableSchema visible() {
        return visible;
    }

    /// How many columns some log record defines whose place in the log is settled: a record that
    /// comes later need not define them again. 0 if not even the table is defined.
    public int loggedColumnCount() {
        return loggedColumnCount;
    }

    /// Called after a record was given its place in the log.
    public void logged(int columnCount) {
        if (columnCount > loggedColumnCount) {
            synchronized (this) {
                loggedColumnCount = Math.max(loggedColumnCount, columnCount);
            }
        }
    }

    /// Called when rows with these columns become visible; by one thread at a time.
    public void publish(TableSchema columns) {
        TableSchema before = visible;
        if (before == null || columns.columnCount() > before.columnCount()) {
            visible = columns;
        }
    }

    /// Called by the [Catalog] under its lock.
    void widen(TableSchema wider) {
        schema = wider;
    }

    @Override
    public String toString() {
        return database + "." + name() + " (" + id.value() + ")";
    }
}
