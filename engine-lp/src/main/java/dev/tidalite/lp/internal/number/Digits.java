package dev.tidalite.lp.internal.number;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Decimal digits, eight at a time in a long ("SWAR": SIMD within a register). A word holds eight
/// bytes of text, the first of them in the lowest bits.
public final class Digits {
    /// No more digits than this fit into 64 bits unsigned, whatever they are.
    public static final int UNSIGNED_DIGITS_SAFE = 19;

    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Eight times the digit 0.
    public static final long ZEROS = 0x3030303030303030L;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final long EIGHT_DIGITS = 100_000_000L;
    private static final long[] POWERS_OF_TEN = {
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L
    };

    private Digits() {}

    /// The eight bytes from `at`; bytes at or behind `to` count as 0, which is no digit.
    public static long word(byte[] bytes, int at, int to) {
        return at <= to - Long.BYTES ? word(bytes, at) : lastWord(bytes, at, to);
    }

    /// The eight bytes from `at`, all of which are there.
    public static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    private static long lastWord(byte[] bytes, int at, int to) {
        if (at > bytes.length - Long.BYTES) {
            return byBytes(bytes, at, to);
        }
        int count = to - at;
        long mask = count <= 0 ? 0 : -1L >>> (Long.BYTES - count) * Byte.SIZE;
        return (long) WORDS.get(bytes, at) & mask;
    }

    private static long byBytes(byte[] bytes, int at, int to) {
        long word = 0;
        for (int i = to - 1; i >= at; i--) {
            word = word << 8 | (bytes[i] & 0xFF);
        }
        return word;
    }

    /// How many digits the word begins with, 0 to 8.
    public static int count(long word) {
        return first(others(word));
    }

    /// The high bits of the bytes that are no digits; right up to the first byte that is not ASCII
    /// (one that is, and no digit, is a hit without carrying into the next).
    public static long others(long word) {
        long nibbles = word ^ ZEROS;
        return (nibbles + 0x7676767676767676L | nibbles) & HIGH_BITS;
    }

    /// The place of the first hit, 0 to 7, or 8 if there is none.
    public static int first(long hits) {
        return Long.numberOfTrailingZeros(hits) >>> 3;
    }

    /// `before` with the first `count` digits of the word appended, wrapping at 64 bits.
    ///
    /// @param count 1 to 8, and so many bytes of the word are digits
    public static long append(long before, long word, int count) {
        return before * POWERS_OF_TEN[count] + value(word, count);
    }

    /// What the first `count` digits of the word say.
    ///
    /// @param count 1 to 8, and so many bytes of the word are digits
    public static long value(long word, int count) {
        long digits = (word ^ ZEROS) << (Long.SIZE - (count << 3));
        long pairs = digits * 10 + (digits >>> 8);
        long eight =
                (pairs & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (pairs >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L;
        return eight >>> 32;
    }

    /// The end of the digits that begin at `from`.
    public static int end(byte[] bytes, int from, int to) {
        int at = from;
        int count = count(word(bytes, at, to));
        while (count == Long.BYTES) {
            // Not `at += count`: the next load must not wait for the count.
            at += Long.BYTES;
            count = count(word(bytes, at, to));
        }
        return at + count;
    }

    /// The number that the digits of `[from, end)` make after those of `before`, wrapping at 64
    /// bits.
    ///
    /// @param to where the text ends, at or behind `end`
    public static long append(long before, byte[] bytes, int from, int end, int to) {
        long value = before;
        int at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            value = value * EIGHT_DIGITS + value(word(bytes, at, to), Long.BYTES);
        }
        return at == end ? value : append(value, word(bytes, at, to), end - at);
    }
}
