package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;
import dev.tidalite.lp.internal.scan.ByteScanner;

import java.util.Arrays;

/// The sequence of field keys that some lines had, prepared to be recognised in the next ones by
/// comparing eight bytes at a time.
///
/// A key is compared together with the comma before it and the equal sign behind it, so what is
/// between two matches can only be a value.
final class LineShape {
    /// Longs for each key in `heads`: three words of text, each followed by the mask of the bytes
    /// that count in it, and how many bytes the text has in all.
    private static final int KEY_LONGS = 7;

    private static final int TEXT_BYTES = 6;
    private static final int HEAD_BYTES = 3 * Long.BYTES;
    private static final byte[] NO_TAIL = {};

    /// A plain field does not read more bytes than this from its beginning on.
    private static final int PLAIN_BYTES_MAX = HEAD_BYTES + FieldValue.DECIMAL_READ_BYTES;

    private static final long FALSE = FieldValue.FALS_LOWER | (long) 'e' << Integer.SIZE;

    /// The layout that sinks are told, positive.
    final int layout;

    private final int keyCount;
    private final int[] keyBytes;
    private final boolean[] keyEscaped;

    /// The texts to compare, [#KEY_LONGS] for each key.
    private final long[] heads;

    /// What each text has behind [#HEAD_BYTES]; mostly nothing.
    private final byte[][] tails;

    /// What came after this shape the last time.
    LineShape successor = this;

    LineShape(int layout, byte[] bytes, LineTokens tokens) {
        this.layout = layout;
        keyCount = tokens.fieldCount;
        keyBytes = new int[keyCount];
        keyEscaped = new boolean[keyCount];
        heads = new long[keyCount * KEY_LONGS];
        tails = new byte[keyCount][];
        for (int k = 0; k < keyCount; k++) {
            int from = textFrom(tokens, k);
            int to = textTo(tokens, k);
            keyBytes[k] = tokens.fieldKeyBytes[k];
            keyEscaped[k] = tokens.fieldKeyEscaped[k];
            int head = k * KEY_LONGS;
            for (int at = from; at < from + HEAD_BYTES; at += Long.BYTES) {
                heads[head++] = Digits.word(bytes, at, to);
                heads[head++] = mask(to - at);
            }
            heads[head] = (long) to - from;
            tails[k] =
                    to - from > HEAD_BYTES
                            ? Arrays.copyOfRange(bytes, from + HEAD_BYTES, to)
                            : NO_TAIL;
        }
    }

    private static long mask(int byteCount) {
        return byteCount <= 0 ? 0 : -1L >>> Long.SIZE - Math.min(byteCount, Long.BYTES) * Byte.SIZE;
    }

    private static int textFrom(LineTokens tokens, int k) {
        return tokens.fieldKeyFrom[k] - (k == 0 ? 0 : 1);
    }

    private static int textTo(LineTokens tokens, int k) {
        return tokens.fieldKeyTo(k) + 1;
    }

    private int textBytes(int k) {
        return (int) heads[k * KEY_LONGS + TEXT_BYTES];
    }

    /// Whether the line just parsed has this shape.
    boolean matches(byte[] bytes, LineTokens tokens) {
        if (tokens.fieldCount != keyCount) {
            return false;
        }
        for (int k = 0; k < keyCount; k++) {
            int from = textFrom(tokens, k);
            int to = textTo(tokens, k);
            if (to - from != textBytes(k) || !matches(bytes, from, to, k)) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(byte[] bytes, int from, int to, int k) {
        int head = k * KEY_LONGS;
        long differences = 0;
        for (int at = from; at < from + HEAD_BYTES; at += Long.BYTES) {
            differences |= (Digits.word(bytes, at, to) ^ heads[head++]) & heads[head++];
        }
        byte[] tail = tails[k];
        int tailFrom = from + HEAD_BYTES;
        return differences == 0
                && (tail.length == 0
                        || to - tailFrom >= tail.length
                                && Arrays.equals(
                                        bytes,
                                        tailFrom,
                                        tailFrom + tail.length,
                                        tail,
                                        0,
                                        tail.length));
    }

    /// Reads the fields that begin at `from` into the tokens if they have this shape and all is
    /// well.
    ///
    /// @return where they end, or -1 if the line is to be parsed in full
    int fields(
            byte[] bytes,
            int from,
            int to,
            int stringBytesMax,
            ByteScanner scanner,
            LineTokens tokens) {
        tokens.beginFields(this, keyBytes, keyEscaped);
        int at = from;
        int k = 0;
        while (true) {
            long reached = plainFields(bytes, at, to, k, keyCount, heads, tokens);
            at = (int) reached;
            k = (int) (reached >>> 32);
            if (k == keyCount) {
                return at;
            }
            if (!matches(bytes, at, to, k)) {
                return -1;
            }
            tokens.fieldKeyFrom[k] = k == 0 ? at : at + 1;
            at =
                    FieldValue.parse(
                            bytes,
                            at + textBytes(k),
                            to,
                            stringBytesMax,
                            scanner,
                            tokens.fieldType,
                            tokens.fieldValue,
                            k);
            if (at < 0) {
                return -1;
            }
            k++;
        }
    }

    /// Reads fields up to the first one whose key is another or very long, whose value is not of
    /// the most frequent kinds, or that is near the end of the text.
    ///
    /// There must be no call in this loop (other than of small methods, which the compiler
    /// resolves): around a call it keeps every variable in memory, which takes a fifth more time.
    ///
    /// @return the number of the first field that was not read in the high 32 bits, and where it
    ///     begins in the low ones
    private static long plainFields(
            byte[] bytes,
            int from,
            int to,
            int firstKey,
            int keyCount,
            long[] heads,
            LineTokens tokens) {
        int[] keyFrom = tokens.fieldKeyFrom;
        byte[] types = tokens.fieldType;
        long[] values = tokens.fieldValue;
        int last = to - PLAIN_BYTES_MAX;
        int at = from;
        int k = firstKey;
        for (; k < keyCount && at <= last; k++) {
            int head = k * KEY_LONGS;
            long differences =
                    (Digits.word(bytes, at) ^ heads[head]) & heads[head + 1]
                            | (Digits.word(bytes, at + 8) ^ heads[head + 2]) & heads[head + 3]
                            | (Digits.word(bytes, at + 16) ^ heads[head + 4]) & heads[head + 5];
            int textBytes = (int) heads[head + TEXT_BYTES];
            if (differences != 0 || textBytes > HEAD_BYTES) {
                break;
            }
            int valueFrom = at + textBytes;
            long word = Digits.word(bytes, valueFrom);
            long others = Digits.others(word);
            int digits = Digits.first(others);
            byte suffix = (byte) (word >>> (digits << 3));
            int end;
            if (digits == 0) {
                boolean isTrue = (int) word == FieldValue.TRUE_LOWER;
                if (!isTrue && (word & 0xFF_FFFF_FFFFL) != FALSE) {
                    break;
                }
                types[k] = LineTokens.BOOLEAN;
                values[k] = isTrue ? 1 : 0;
                end = valueFrom + (isTrue ? 4 : 5);
            } else if (suffix == 'i') {
                types[k] = LineTokens.INTEGER;
                values[k] = Digits.value(word, digits);
                end = valueFrom + digits + 1;
            } else if (suffix == '.') {
                types[k] = LineTokens.FLOAT;
                end = FieldValue.decimal(bytes, valueFrom, word, others, digits, values, k);
                if (end < 0) {
                    break;
                }
            } else if (suffix == ',' || suffix == ' ') {
                types[k] = LineTokens.FLOAT;
                double whole = Digits.value(word, digits);
                values[k] = Double.doubleToRawLongBits(whole);
                end = valueFrom + digits;
            } else {
                break;
            }
            keyFrom[k] = k == 0 ? at : at + 1;
            at = end;
        }
        return LineTokens.span(k, at);
    }
}
