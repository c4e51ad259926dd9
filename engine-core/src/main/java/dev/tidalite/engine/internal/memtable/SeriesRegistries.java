package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.schema.TableId;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The series of all tables, as far as they were written to since this object was made. Outlives
/// several memtables, so that a series is not taken apart again after every seal; when it has
/// become large, the next memtables start with a fresh one.
///
/// Safe for many threads.
public final class SeriesRegistries {
    private final ConcurrentMap<TableId, SeriesRegistry> tables = new ConcurrentHashMap<>();
    private final AtomicLong heapBytes = new AtomicLong();

    SeriesRegistry open(TableId table) {
        return tables.computeIfAbsent(table, _ -> new SeriesRegistry(heapBytes));
    }

    /// About what they take.
    public long heapBytes() {
        return heapBytes.get();
    }

    /// Counts what others keep per series of these.
    public void addHeapBytes(long bytes) {
        heapBytes.addAndGet(bytes);
    }

    public void drop(TableId table) {
        tables.remove(table);
    }
}
