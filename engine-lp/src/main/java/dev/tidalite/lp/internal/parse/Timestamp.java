package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;
import dev.tidalite.lp.internal.number.Longs;

/// What may follow the fields: spaces, a whole number, spaces.
public final class Timestamp {
    public static final int OUT_OF_RANGE = -1;

    private static final int NANOSECONDS_BYTES = 1 + 3 * Long.BYTES;

    private Timestamp() {}

    /// Reads a timestamp into the tokens, if there is one.
    ///
    /// @param from the end of the fields
    /// @return the end of it and of the spaces behind it; `from` if there is none; or
    ///     [#OUT_OF_RANGE]
    public static int parse(byte[] bytes, int from, int to, LineTokens tokens) {
        int end = from < to - NANOSECONDS_BYTES ? nanoseconds(bytes, from, tokens) : from;
        return end > from ? end : any(bytes, from, to, tokens);
    }

    /// A space, 17 to 19 digits, a newline: what most lines have here. The first eight digits, a
    /// matter of minutes, are mostly those of the timestamp before.
    ///
    /// @return the newline, or `from` if it is anything else
    private static int nanoseconds(byte[] bytes, int from, LineTokens tokens) {
        long head = Digits.word(bytes, from + 1);
        long middle = Digits.word(bytes, from + 1 + Long.BYTES);
        long tail = Digits.word(bytes, from + 1 + 2 * Long.BYTES);
        if (head != tokens.timestampHead) {
            if (Digits.others(head) != 0) {
                return from;
            }
            tokens.timestampHead = head;
            tokens.timestampHeadValue = Digits.value(head, Long.BYTES);
        }
        int count = Digits.count(tail);
        if (bytes[from] != ' '
                || Digits.others(middle) != 0
                || count == 0
                || count > Digits.UNSIGNED_DIGITS_SAFE - 2 * Long.BYTES
                || (byte) (tail >>> (count << 3)) != '\n') {
            return from;
        }
        long value =
                Digits.append(
                        Digits.append(tokens.timestampHeadValue, middle, Long.BYTES), tail, count);
        tokens.timed = true;
        tokens.timestamp = value;
        return value < 0 ? from : from + 1 + 2 * Long.BYTES + count;
    }

    private static int any(byte[] bytes, int from, int to, LineTokens tokens) {
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
        int end = Digits.end(bytes, digitsFrom, to);
        if (end == digitsFrom) {
            return from;
        }
        long magnitude = Digits.append(0, bytes, digitsFrom, end, to);
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
