package dev.tidalite.lp.internal.scan;

import dev.tidalite.lp.internal.number.Digits;

/// Eight bytes at a time in a long.
///
/// The tests set the high bit of every byte that is a hit. Above the lowest hit they may err, for a
/// subtraction borrows from the byte above; only the lowest is used.
public final class SwarScanner extends ByteScanner {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BACKSLASHES = ONES * '\\';
    private static final long QUOTES = ONES * '"';
    private static final long NEWLINES = ONES * '\n';
    private static final long ABOVE_SPACE = ONES * (' ' + 1);

    @Override
    public int seriesEnd(byte[] bytes, int from, int to) {
        return seriesEndOf(bytes, from, to);
    }

    static int seriesEndOf(byte[] bytes, int from, int to) {
        int at = seriesStop(bytes, from, to);
        while (at < to && bytes[at] == '\\') {
            at = at < to - 2 ? seriesStop(bytes, at + 2, to) : to;
        }
        return at;
    }

    private static int seriesStop(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long word = Digits.word(bytes, at, to);
            long hits = (word - ABOVE_SPACE & ~word | zeros(word ^ BACKSLASHES)) & HIGH_BITS;
            if (hits != 0) {
                // The zeros that fill the last word up are hits: the first of them is at `to`.
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        return to;
    }

    @Override
    public int stringEnd(byte[] bytes, int from, int to) {
        return stringEndOf(bytes, from, to);
    }

    static int stringEndOf(byte[] bytes, int from, int to) {
        boolean escaped = false;
        int at = stringStop(bytes, from, to);
        while (at < to && bytes[at] == '\\') {
            if (at >= to - 2) {
                return to;
            }
            escaped |= bytes[at + 1] == '"' || bytes[at + 1] == '\\';
            at = stringStop(bytes, at + 2, to);
        }
        return escaped && at < to ? ~at : at;
    }

    private static int stringStop(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long word = Digits.word(bytes, at, to);
            long hits = (zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES)) & HIGH_BITS;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        return to;
    }

    @Override
    public int lineStop(byte[] bytes, int from, int to) {
        return lineStopOf(bytes, from, to);
    }

    static int lineStopOf(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long word = Digits.word(bytes, at, to);
            long hits =
                    (zeros(word ^ NEWLINES) | zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES))
                            & HIGH_BITS;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        return to;
    }

    @Override
    public int nonAscii(byte[] bytes, int from, int to) {
        return nonAsciiOf(bytes, from, to);
    }

    static int nonAsciiOf(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long hits = Digits.word(bytes, at, to) & HIGH_BITS;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        return to;
    }

    /// The high bits of the bytes that are zero.
    private static long zeros(long word) {
        return word - ONES & ~word;
    }
}
