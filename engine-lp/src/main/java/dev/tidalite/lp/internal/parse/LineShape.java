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
    private static final int WORDS_PER_KEY = 4;
    private static final int HEAD_BYTES = 2 * Long.BYTES;
    private static final byte[] NO_TAIL = {};

    /// The layout that sinks are told, positive.
    final int layout;

    private final int keyCount;
    private final int[] keyBytes;
    private final boolean[] keyEscaped;

    /// The texts to compare, [#WORDS_PER_KEY] longs for each key: its first word, the mask of the
    /// bytes that count in it, its second word, the mask of that.
    private final long[] heads;

    /// What each text has behind [#HEAD_BYTES]; mostly nothing.
    private final byte[][] tails;

    /// Bytes of that text.
    private final int[] textBytes;

    /// What came after this shape the last time.
    LineShape successor = this;

    LineShape(int layout, byte[] bytes, LineTokens tokens) {
        this.layout = layout;
        keyCount = tokens.fieldCount;
        keyBytes = new int[keyCount];
        keyEscaped = new boolean[keyCount];
        textBytes = new int[keyCount];
        heads = new long[keyCount * WORDS_PER_KEY];
        tails = new byte[keyCount][];
        for (int k = 0; k < keyCount; k++) {
            int from = textFrom(tokens, k);
            int to = textTo(tokens, k);
            keyBytes[k] = tokens.fieldKeyBytes[k];
            keyEscaped[k] = tokens.fieldKeyEscaped[k];
            textBytes[k] = to - from;
            int head = k * WORDS_PER_KEY;
            heads[head] = Digits.word(bytes, from, to);
            heads[head + 1] = mask(to - from);
            heads[head + 2] = Digits.word(bytes, from + Long.BYTES, to);
            heads[head + 3] = mask(to - from - Long.BYTES);
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

    /// Whether the line just parsed has this shape.
    boolean matches(byte[] bytes, LineTokens tokens) {
        if (tokens.fieldCount != keyCount) {
            return false;
        }
        for (int k = 0; k < keyCount; k++) {
            int from = textFrom(tokens, k);
            int to = textTo(tokens, k);
            if (to - from != textBytes[k] || !matches(bytes, from, to, k)) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(byte[] bytes, int from, int to, int k) {
        long[] head = heads;
        int at = k * WORDS_PER_KEY;
        long first = (Digits.word(bytes, from, to) ^ head[at]) & head[at + 1];
        long second = (Digits.word(bytes, from + Long.BYTES, to) ^ head[at + 2]) & head[at + 3];
        return (first | second) == 0
                && (textBytes[k] <= HEAD_BYTES || tailMatches(bytes, from + HEAD_BYTES, to, k));
    }

    private boolean tailMatches(byte[] bytes, int from, int to, int k) {
        byte[] tail = tails[k];
        return to - from >= tail.length
                && Arrays.equals(bytes, from, from + tail.length, tail, 0, tail.length);
    }

    /// Reads the fields that begin at `from` into the tokens if they have this shape and all is
    /// plain.
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
        for (int k = 0; k < keyCount; k++) {
            if (!matches(bytes, at, to, k)) {
                return -1;
            }
            int valueFrom = at + textBytes[k];
            tokens.fieldKeyFrom[k] = k == 0 ? at : at + 1;
            long word = Digits.word(bytes, valueFrom, to);
            int digits = Digits.count(word);
            byte suffix = (byte) (word >>> (digits << 3));
            if (digits > 0 && suffix == 'i') {
                // The most frequent value by far, an integer of up to seven digits.
                tokens.fieldType[k] = LineTokens.INTEGER;
                tokens.fieldValue[k] = Digits.value(word, digits);
                at = valueFrom + digits + 1;
                continue;
            }
            if (digits > 0 && (suffix == ',' || suffix == ' ')) {
                double whole = Digits.value(word, digits);
                tokens.fieldType[k] = LineTokens.FLOAT;
                tokens.fieldValue[k] = Double.doubleToRawLongBits(whole);
                at = valueFrom + digits;
                continue;
            }
            if (digits > 0 && suffix == '.') {
                tokens.fieldType[k] = LineTokens.FLOAT;
                long magnitude = Digits.value(word, digits);
                at =
                        FieldValue.floating(
                                bytes,
                                valueFrom,
                                valueFrom + digits,
                                to,
                                magnitude,
                                tokens.fieldValue,
                                k);
                continue;
            }
            at =
                    FieldValue.parse(
                            bytes,
                            valueFrom,
                            to,
                            stringBytesMax,
                            scanner,
                            tokens.fieldType,
                            tokens.fieldValue,
                            k);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }
}
