package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.schema.TableId;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The memtables of all tables that took rows since the last seal. All of them are sealed together,
/// so that one place in the log divides what is flushed from what is not.
///
/// Safe for many threads.
public final class MemtableSet {
    private final ConcurrentMap<TableId, Memtable> memtables = new ConcurrentHashMap<>();
    private final AtomicLong heapBytes = new AtomicLong();
    private final SeriesRegistries registries;
    private volatile long lastSequence;

    /// @param registries those of the set before, or fresh ones
    public MemtableSet(SeriesRegistries registries) {
        this.registries = registries;
    }

    public SeriesRegistries registries() {
        return registries;
    }

    /// The memtable of a table, made if there is none.
    public Memtable open(TableId table) {
        Memtable memtable = memtables.get(table);
        return memtable != null
                ? memtable
                : memtables.computeIfAbsent(
                        table, id -> new Memtable(id, registries.open(id), heapBytes));
    }

    public @Nullable Memtable find(TableId table) {
        return memtables.get(table);
    }

    public Collection<Memtable> memtables() {
        return memtables.values();
    }

    public void drop(TableId table) {
        memtables.remove(table);
    }

    /// Called when no more rows will come.
    void sealed(long last) {
        lastSequence = last;
    }

    /// The last write whose rows are in a sealed set.
    public long lastSequence() {
        return lastSequence;
    }

    /// What the rows take, without the series.
    public long heapBytes() {
        return heapBytes.get();
    }

    public boolean isEmpty() {
        return memtables.isEmpty();
    }
}
