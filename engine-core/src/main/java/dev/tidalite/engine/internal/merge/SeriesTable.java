package dev.tidalite.engine.internal.merge;

import java.util.Arrays;

/// Numbers distinct series from 0 in the order in which they come: a hash table of tuples of tag
/// entry numbers, kept by column.
final class SeriesTable {
    private final int tagCount;
    private final int[][] ids;
    private int[] hashes = new int[16];
    private int size;

    /// Series numbers by hash, open addressing, at most half full; -1 where there is none.
    private int[] slots = new int[64];

    /// Whether all series are in the hash table: those that are known to be new need not be.
    private boolean isIndexed;

    SeriesTable(int tagCount) {
        this.tagCount = tagCount;
        this.ids = new int[tagCount][16];
    }

    int size() {
        return size;
    }

    /// Per tag and series its entry number.
    int[][] ids() {
        int[][] exact = new int[tagCount][];
        for (int tag = 0; tag < tagCount; tag++) {
            exact[tag] = Arrays.copyOf(ids[tag], size);
        }
        return exact;
    }

    /// Adds a series that is known to be new.
    int addNew(int[] tuple) {
        if (isIndexed) {
            return add(tuple);
        }
        append(tuple, 0);
        return size++;
    }

    /// The number of a series, which is added if it is new.
    int add(int[] tuple) {
        if (!isIndexed) {
            index();
        }
        int hash = hash(tuple);
        int slot = hash & (slots.length - 1);
        while (slots[slot] >= 0) {
            int series = slots[slot];
            if (hashes[series] == hash && equal(series, tuple)) {
                return series;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        append(tuple, hash);
        slots[slot] = size++;
        if (size * 2 > slots.length) {
            fillSlots(slots.length * 2);
        }
        return size - 1;
    }

    private boolean equal(int series, int[] tuple) {
        for (int tag = 0; tag < tagCount; tag++) {
            if (ids[tag][series] != tuple[tag]) {
                return false;
            }
        }
        return true;
    }

    /// Makes up for what was added as new.
    private void index() {
        isIndexed = true;
        int[] tuple = new int[tagCount];
        for (int series = 0; series < size; series++) {
            for (int tag = 0; tag < tagCount; tag++) {
                tuple[tag] = ids[tag][series];
            }
            hashes[series] = hash(tuple);
        }
        int slotCount = slots.length;
        while (size * 2 > slotCount) {
            slotCount *= 2;
        }
        fillSlots(slotCount);
    }

    private static int hash(int[] tuple) {
        return DictionaryUnion.spread(Arrays.hashCode(tuple));
    }

    private void append(int[] tuple, int hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            for (int tag = 0; tag < tagCount; tag++) {
                ids[tag] = Arrays.copyOf(ids[tag], size * 2);
            }
        }
        hashes[size] = hash;
        for (int tag = 0; tag < tagCount; tag++) {
            ids[tag][size] = tuple[tag];
        }
    }

    private void fillSlots(int slotCount) {
        slots = new int[slotCount];
        Arrays.fill(slots, -1);
        for (int series = 0; series < size; series++) {
            int slot = hashes[series] & (slots.length - 1);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = series;
        }
    }
}
