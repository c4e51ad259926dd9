package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;
import dev.tidalite.lp.internal.scan.ByteScanner;

/// The sequence of field keys that some lines had, prepared to be recognised in the next ones by
/// comparing eight bytes at a time.
///
/// A key is compared together with the comma before it and the equal sign behind it, so what is
/// between two matches can only be a value.
final class LineShape {
    /// The layout that sinks are told, positive.
    final int layout;

    private final int keyCount;
    private final boolean[] keyEscaped;

    /// The text to compare for each key, in words; the last word of each key is cut by its mask.
    private final long[] words;

    private final int[] lastWord;
    private final long[] lastMask;

    /// Bytes of that text.
    private final int[] textBytes;

    /// What came after this shape the last time.
    LineShape successor = this;

    LineShape(int layout, byte[] bytes, LineTokens tokens) {
        this.layout = layout;
        keyCount = tokens.fieldCount;
        keyEscaped = new boolean[keyCount];
        lastWord = new int[keyCount];
        lastMask = new long[keyCount];
        textBytes = new int[keyCount];
        int wordCount = 0;
        for (int k = 0; k < keyCount; k++) {
            textBytes[k] = textTo(tokens, k) - textFrom(tokens, k);
            wordCount += (textBytes[k] + Long.BYTES - 1) / Long.BYTES;
            lastWord[k] = wordCount - 1;
            lastMask[k] = -1L >>> -textBytes[k] * Byte.SIZE;
            keyEscaped[k] = tokens.fieldKeyEscaped[k];
        }
        words = new long[wordCount];
        int word = 0;
        for (int k = 0; k < keyCount; k++) {
            int to = textTo(tokens, k);
            for (int at = textFrom(tokens, k); at < to; at += Long.BYTES) {
                words[word++] = Digits.word(bytes, at, to);
            }
        }
    }

    private static int textFrom(LineTokens tokens, int k) {
        return tokens.fieldKeyFrom[k] - (k == 0 ? 0 : 1);
    }

    private static int textTo(LineTokens tokens, int k) {
        return tokens.fieldKeyTo[k] + 1;
    }

    /// Whether the line just parsed has this shape.
    boolean matches(byte[] bytes, LineTokens tokens) {
        if (tokens.fieldCount != keyCount) {
            return false;
        }
        int word = 0;
        for (int k = 0; k < keyCount; k++) {
            int from = textFrom(tokens, k);
            int to = textTo(tokens, k);
            if (to - from != textBytes[k] || !matches(bytes, from, to, word, k)) {
                return false;
            }
            word = lastWord[k] + 1;
        }
        return true;
    }

    private boolean matches(byte[] bytes, int from, int to, int firstWord, int k) {
        int at = from;
        int last = lastWord[k];
        for (int word = firstWord; word < last; word++) {
            if (Digits.word(bytes, at, to) != words[word]) {
                return false;
            }
            at += Long.BYTES;
        }
        return (Digits.word(bytes, at, to) & lastMask[k]) == words[last];
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
        tokens.beginFields(this, keyEscaped);
        int at = from;
        int word = 0;
        for (int k = 0; k < keyCount; k++) {
            if (!matches(bytes, at, to, word, k)) {
                return -1;
            }
            word = lastWord[k] + 1;
            int valueFrom = at + textBytes[k];
            tokens.fieldKeyFrom[k] = k == 0 ? at : at + 1;
            tokens.fieldKeyTo[k] = valueFrom - 1;
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
