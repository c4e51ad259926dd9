package dev.tidalite.bench.lp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Numbers byte strings in the order of their coming. Allocates nothing after its making: a full
/// table forgets everything, which only the adversarial text brings about.
final class ByteKeys {
    private static final int KEY_BYTES = 256;

    private static final int WORDS_COMPARED_MAX = 32;
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] hashes;

    /// By slot: number of the key plus 1, or 0.
    private final int[] numbers;

    /// By slot: where the key lies in `pool`.
    private final int[] froms;

    private final int[] lengths;
    private final byte[] pool;
    private final int mask;
    private int poolLength;
    private int size;

    ByteKeys(int keysMax) {
        int capacity = Integer.highestOneBit(keysMax) * 2;
        hashes = new long[capacity];
        numbers = new int[capacity];
        froms = new int[capacity];
        lengths = new int[capacity];
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
            if (hashes[slot] == hash
                    && lengths[slot] == to - from
                    && equal(pool, froms[slot], bytes, from, to - from)) {
                return numbers[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    private static boolean equal(byte[] pool, int poolFrom, byte[] bytes, int from, int length) {
        if (length > WORDS_COMPARED_MAX || from + length > bytes.length - Long.BYTES) {
            return Arrays.equals(pool, poolFrom, poolFrom + length, bytes, from, from + length);
        }
        int at = 0;
        for (; at < length - Long.BYTES; at += Long.BYTES) {
            if ((long) WORDS.get(pool, poolFrom + at) != (long) WORDS.get(bytes, from + at)) {
                return false;
            }
        }
        long last = (long) WORDS.get(pool, poolFrom + at) ^ (long) WORDS.get(bytes, from + at);
        return last << Long.SIZE - (length - at) * Byte.SIZE == 0;
    }

    /// Adds a key that is not there.
    int add(byte[] bytes, int from, int to, long hash) {
        int length = to - from;
        if (size > mask / 2 || pool.length - poolLength < length + Long.BYTES) {
            Arrays.fill(numbers, 0);
            size = 0;
            poolLength = 0;
        }
        int slot = (int) hash & mask;
        while (numbers[slot] != 0) {
            slot = slot + 1 & mask;
        }
        System.arraycopy(bytes, from, pool, poolLength, length);
        hashes[slot] = hash;
        froms[slot] = poolLength;
        lengths[slot] = length;
        poolLength += length;
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
