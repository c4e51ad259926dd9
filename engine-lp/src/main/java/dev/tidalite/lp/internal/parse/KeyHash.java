package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;

import java.util.concurrent.ThreadLocalRandom;

/// Hashes raw bytes, sixteen at a time, by folding 128-bit products (the core of wyhash). Seeded
/// once for each JVM, so that nobody outside can prepare keys that collide.
public final class KeyHash {
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long FIRST = 0xA0761D6478BD642FL ^ ThreadLocalRandom.current().nextLong();
    private static final long SECOND = 0xE7037ED1A0B428DBL;

    private KeyHash() {}

    public static long of(byte[] bytes, int from, int to) {
        long hash = SEED ^ (to - from);
        for (int at = from; at < to; at += 2 * Long.BYTES) {
            long low = Digits.word(bytes, at, to);
            long high = Digits.word(bytes, at + Long.BYTES, to);
            hash = fold(low ^ FIRST, high ^ hash);
        }
        return fold(hash ^ FIRST, SECOND);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
