package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;
import dev.tidalite.lp.internal.number.Longs;

/// What may follow the fields: spaces, a whole number, spaces.
public final class Timestamp {
    public static final int OUT_OF_RANGE = -1;

    private Timestamp() {}

    /// Reads a timestamp into the tokens, if there is one.
    ///
    /// @param from the end of the fields
    /// @return the end of it and of the spaces behind it; `from` if there is none; or
    ///     [#OUT_OF_RANGE]
    public static int parse(byte[] bytes, int from, int to, LineTokens tokens) {
        tokens.timed = false;
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        if (at == from || at == to) {
            return from;
        }
        boolean negative = bytes[at] == '-';
        int digitsFrom = negative ? at + 1 : at;
        int end = digitsFrom;
        long magnitude = 0;
        long word = Digits.word(bytes, end, to);
        int count = Digits.count(word);
        while (count == Long.BYTES) {
            magnitude = Digits.append(magnitude, word, Long.BYTES);
            end += Long.BYTES;
            word = Digits.word(bytes, end, to);
            count = Digits.count(word);
        }
        if (count > 0) {
            magnitude = Digits.append(magnitude, word, count);
            end += count;
        }
        if (end == digitsFrom) {
            return from;
        }
        if (!Longs.fitsSigned(bytes, digitsFrom, end, magnitude, negative)) {
            return OUT_OF_RANGE;
        }
        tokens.timed = true;
        tokens.timestamp = negative ? -magnitude : magnitude;
        while (end < to && bytes[end] == ' ') {
            end++;
        }
        return end;
    }
}
