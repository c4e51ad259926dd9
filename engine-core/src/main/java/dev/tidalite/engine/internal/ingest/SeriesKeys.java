package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.internal.catalog.Table;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Which series a key means that was seen before, byte for byte as it was written. Several keys
/// may mean the same series: the same tags in another order.
///
/// Looking up takes no lock and may miss a key that was added just now; adding is done by one
/// thread at a time. Never forgets: whoever owns it replaces it when it has become large or when
/// a table is dropped.
final class SeriesKeys {
    private volatile @Nullable Entry[] slots = new Entry[1 << 8];
    private int size;

    /// Immutable, and therefore safe to be found in a slot without a lock.
    static final class Entry {
        private final long hash;
        private final byte[] key;
        private final Table table;
        private final int series;

        Entry(long hash, byte[] key, Table table, int series) {
            this.hash = hash;
            this.key = key;
            this.table = table;
            this.series = series;
        }

        Table table() {
            return table;
        }

        /// The series' number in the registry of its table.
        int series() {
            return series;
        }

        boolean matches(byte[] bytes, int from, int to, long keyHash) {
            return hash == keyHash && Arrays.equals(key, 0, key.length, bytes, from, to);
        }
    }

    /// @return null if the key is not known
    @Nullable Entry find(byte[] bytes, int from, int to, long hash) {
        @Nullable Entry[] current = slots;
        int mask = current.length - 1;
        int slot = place(hash) & mask;
        while (true) {
            Entry entry = current[slot];
            if (entry == null || entry.matches(bytes, from, to, hash)) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
    }

    /// Adds a key unless it is there.
    ///
    /// @return the bytes of heap that this took
    synchronized long add(Entry entry) {
        if (find(entry.key, 0, entry.key.length, entry.hash) != null) {
            return 0;
        }
        if (size * 2 >= slots.length) {
            grow();
        }
        put(slots, entry);
        size++;
        return HEAP_BYTES + (long) entry.key.length;
    }

    /// An entry, the header of its key and its share of the slots.
    private static final int HEAP_BYTES = 72;

    private void grow() {
        @Nullable Entry[] before = slots;
        @Nullable Entry[] wider = new Entry[before.length * 2];
        for (Entry entry : before) {
            if (entry != null) {
                put(wider, entry);
            }
        }
        slots = wider;
    }

    private static void put(@Nullable Entry[] target, Entry entry) {
        int mask = target.length - 1;
        int slot = place(entry.hash) & mask;
        while (target[slot] != null) {
            slot = slot + 1 & mask;
        }
        target[slot] = entry;
    }

    private static int place(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
