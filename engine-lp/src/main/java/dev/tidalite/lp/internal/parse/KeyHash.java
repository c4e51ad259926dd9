package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;

import java.util.concurrent.ThreadLocalRandom;

/// Hashes raw bytes, sixteen at a time in two lanes, by folding 128-bit products (the core of
/// wyhash). Seeded once for each JVM, so that nobody outside can prepare keys that collide.
public final class KeyHash {
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long FIRST = ThreadLocalRandom.current().nextLong();
    private static final long SECOND = ThreadLocalRandom.current().nextLong();

    private KeyHash() {}

    /// The hash of `[from, to)`. Reads nothing else: the last words of a text may overlap.
    public static long of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= 2 * Long.BYTES) {
            boolean oneWord = length < Long.BYTES;
            long first = oneWord ? Digits.word(bytes, from, to) : Digits.word(bytes, from);
            long last = oneWord ? 0 : Digits.word(bytes, to - Long.BYTES);
            return fold(fold(first ^ FIRST, last ^ SEED) ^ SECOND, FIRST ^ length);
        }
        long hash = SEED ^ length;
        long other = SEED;
        int at = from;
        for (; at < to - 4 * Long.BYTES; at += 4 * Long.BYTES) {
            hash = step(hash, bytes, at);
            other = step(other, bytes, at + 2 * Long.BYTES);
        }
        if (at < to - 2 * Long.BYTES) {
            hash = step(hash, bytes, at);
        }
        other = step(other, bytes, to - 2 * Long.BYTES);
        return fold(hash ^ FIRST, other ^ SECOND);
    }

    private static long step(long hash, byte[] bytes, int at) {
        return fold(Digits.word(bytes, at) ^ FIRST, Digits.word(bytes, at + Long.BYTES) ^ hash);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
