package dev.tidalite.engine.internal.ingest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The series keys of one write that nobody has seen before. Used by one thread.
final class UnknownKeys {
    private final List<Key> keys = new ArrayList<>();
    private int[] slots = new int[64];

    /// @param bytes as they were written
    /// @param stage of the key's table
    /// @param index of its series among the stage's unknown ones
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Key(long hash, byte[] bytes, TableStage stage, int index) {}

    List<Key> keys() {
        return keys;
    }

    void clear() {
        if (!keys.isEmpty()) {
            keys.clear();
            Arrays.fill(slots, 0);
        }
    }

    @Nullable Key find(byte[] source, int from, int to, long hash) {
        if (keys.isEmpty()) {
            return null;
        }
        int mask = slots.length - 1;
        int slot = place(hash) & mask;
        while (slots[slot] != 0) {
            Key key = keys.get(slots[slot] - 1);
            if (key.hash == hash
                    && Arrays.equals(key.bytes, 0, key.bytes.length, source, from, to)) {
                return key;
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    /// @param key not there yet
    void add(Key key) {
        keys.add(key);
        if (keys.size() * 2 > slots.length) {
            slots = new int[slots.length * 2];
            for (int i = 0; i < keys.size() - 1; i++) {
                put(keys.get(i).hash, i);
            }
        }
        put(key.hash, keys.size() - 1);
    }

    private void put(long hash, int index) {
        int mask = slots.length - 1;
        int slot = place(hash) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = index + 1;
    }

    private static int place(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
