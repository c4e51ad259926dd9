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

    public static long of(byte[] bytes, int from, int to) {
        long hash = SEED ^ (to - from);
        long other = SEED;
        int at = from;
        for (; at < to - 4 * Long.BYTES; at += 4 * Long.BYTES) {
            hash = step(hash, bytes, at, to);
            other = step(other, bytes, at + 2 * Long.BYTES, to);
        }
        hash = step(hash, bytes, at, to);
        if (at < to - 2 * Long.BYTES) {
            other = step(other, bytes, at + 2 * Long.BYTES, to);
        }
        return fold(hash ^ FIRST, other ^ SECOND);
    }

    private static long step(long hash, byte[] bytes, int at, int to) {
        long low = Digits.word(bytes, at, to);
        long high = Digits.word(bytes, at + Long.BYTES, to);
        return fold(low ^ FIRST, high ^ hash);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
