package dev.tidalite.query.internal.expr;

import dev.tidalite.engine.batch.StringDictionary;

import java.util.Arrays;

/// Distinct byte strings numbered from 0 in the order of their first appearance. For one thread.
public final class ByteStrings {
    private byte[][] entries = new byte[16][];
    private int[] hashes = new int[16];
    private int[] slots = new int[64];
    private int size;
    private long bytes;

    public ByteStrings() {
        Arrays.fill(slots, -1);
    }

    public int size() {
        return size;
    }

    /// What it holds, about.
    public long memoryBytes() {
        return bytes + 28L * size + 4L * slots.length;
    }

    /// The bytes of an entry; not to be written to.
    public byte[] bytes(int id) {
        return entries[id];
    }

    /// The number of a text, given out now if it is new.
    public int intern(byte[] source, int from, int to) {
        int hash = hash(source, from, to);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            int id = slots[slot];
            if (id < 0) {
                return add(Arrays.copyOfRange(source, from, to), hash, slot);
            }
            if (hashes[id] == hash
                    && Arrays.equals(entries[id], 0, entries[id].length, source, from, to)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    public int intern(byte[] text) {
        return intern(text, 0, text.length);
    }

    /// The entries so far as a dictionary with the same numbers.
    public StringDictionary dictionary() {
        return new StringDictionary(Arrays.copyOf(entries, size));
    }

    private int add(byte[] text, int hash, int slot) {
        int id = size++;
        if (id == entries.length) {
            entries = Arrays.copyOf(entries, id * 2);
            hashes = Arrays.copyOf(hashes, id * 2);
        }
        entries[id] = text;
        hashes[id] = hash;
        bytes += text.length;
        slots[slot] = id;
        if (size * 2 > slots.length) {
            rehash();
        }
        return id;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & mask;
            while (slots[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id;
        }
    }

    private static int hash(byte[] source, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + source[i];
        }
        hash ^= hash >>> 15;
        hash *= 0x2c1b3c6d;
        return hash ^ hash >>> 13;
    }
}
