package dev.tidalite.engine.internal.catalog;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// A database: its tables by name, and how long it keeps rows. Safe for many threads.
public final class Database {
    /// The retention of a database that keeps everything.
    public static final long KEEP_ALL = Long.MAX_VALUE;

    private final String name;
    private final ConcurrentMap<String, Table> tables = new ConcurrentHashMap<>();
    private volatile long retentionNs = KEEP_ALL;
    private volatile boolean dropped;

    Database(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public @Nullable Table table(String table) {
        return tables.get(table);
    }

    public Collection<Table> tables() {
        return tables.values();
    }

    public int tableCount() {
        return tables.size();
    }

    /// Rows older than so many nanoseconds are gone; [#KEEP_ALL] if none ever is.
    public long retentionNs() {
        return retentionNs;
    }

    /// @param nanoseconds positive
    public void retain(long nanoseconds) {
        retentionNs = nanoseconds;
    }

    /// The oldest time that is kept.
    public long oldestKeptNs(long nowNs) {
        long kept = retentionNs;
        long oldest = nowNs - kept;
        return kept == KEEP_ALL || oldest > nowNs ? Long.MIN_VALUE : oldest;
    }

    /// Whether it was there and is not any more.
    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
        tables.clear();
    }

    void put(Table table) {
        tables.put(table.name(), table);
    }

    void remove(Table table) {
        tables.remove(table.name(), table);
    }
}
