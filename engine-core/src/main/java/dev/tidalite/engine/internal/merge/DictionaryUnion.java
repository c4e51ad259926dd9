package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.StringDictionary;

import java.util.Arrays;

/// Numbers the distinct texts of several dictionaries from 0, in the order in which they come. Used
/// by one thread.
public final class DictionaryUnion {
    private byte[][] entries = new byte[16][];
    private int[] hashes = new int[16];
    private int size;

    /// Entry numbers by hash, open addressing, at most half full; -1 where there is none.
    private int[] slots = new int[64];

    public DictionaryUnion() {
        Arrays.fill(slots, -1);
    }

    /// The number of a text, which is added if it is new.
    ///
    /// @param text not to be written to from now on
    public int add(byte[] text) {
        int hash = spread(Arrays.hashCode(text));
        int slot = hash & (slots.length - 1);
        while (slots[slot] >= 0) {
            int id = slots[slot];
            if (hashes[id] == hash && Arrays.equals(entries[id], text)) {
                return id;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        entries[size] = text;
        hashes[size] = hash;
        slots[slot] = size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    public StringDictionary dictionary() {
        return new StringDictionary(Arrays.copyOf(entries, size));
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & (slots.length - 1);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = id;
        }
    }

    static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }
}
