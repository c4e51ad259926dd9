package dev.tidalite.bench.lp;

import java.util.Arrays;

/// Numbers byte strings in the order of their coming. Allocates nothing after its making: a full
/// table forgets everything, which only the adversarial text brings about.
final class ByteKeys {
    private static final int KEY_BYTES = 256;

    private final long[] hashes;

    /// By slot: number of the key plus 1, or 0.
    private final int[] numbers;

    /// By number: where its bytes end in `pool`; those of the next one begin there.
    private final int[] ends;

    private final byte[] pool;
    private final int mask;
    private int size;

    ByteKeys(int keysMax) {
        int capacity = Integer.highestOneBit(keysMax) * 2;
        hashes = new long[capacity];
        numbers = new int[capacity];
        ends = new int[capacity];
        pool = new byte[capacity * KEY_BYTES];
        mask = capacity - 1;
    }

    int size() {
        return size;
    }

    /// The number of a key, or -1.
    int find(byte[] bytes, int from, int to, long hash) {
        int slot = (int) hash & mask;
        while (numbers[slot] != 0) {
            if (hashes[slot] == hash) {
                int number = numbers[slot] - 1;
                int keyFrom = number == 0 ? 0 : ends[number - 1];
                if (Arrays.equals(pool, keyFrom, ends[number], bytes, from, to)) {
                    return number;
                }
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    /// Adds a key that is not there.
    int add(byte[] bytes, int from, int to, long hash) {
        int keyFrom = size == 0 ? 0 : ends[size - 1];
        if (size > mask / 2 || pool.length - keyFrom < to - from) {
            Arrays.fill(numbers, 0);
            size = 0;
            keyFrom = 0;
        }
        int slot = (int) hash & mask;
        while (numbers[slot] != 0) {
            slot = slot + 1 & mask;
        }
        System.arraycopy(bytes, from, pool, keyFrom, to - from);
        hashes[slot] = hash;
        ends[size] = keyFrom + to - from;
        numbers[slot] = size + 1;
        return size++;
    }

    static long hash(byte[] bytes, int from, int to) {
        long hash = 0;
        for (int at = from; at < to; at++) {
            hash = hash * 31 + bytes[at];
        }
        return hash * 0x9E3779B97F4A7C15L >>> 20;
    }
}
