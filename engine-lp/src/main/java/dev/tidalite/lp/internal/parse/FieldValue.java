package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.number.Digits;
import dev.tidalite.lp.internal.number.Doubles;
import dev.tidalite.lp.internal.number.Longs;
import dev.tidalite.lp.internal.scan.ByteScanner;

/// One field value: the longest text from a given place that is one. Writes its type and value and
/// gives its end, or says why there is none.
final class FieldValue {
    static final int ABSENT = -1;
    static final int INTEGER_RANGE = -2;
    static final int UNSIGNED_RANGE = -3;
    static final int STRING_TOO_LONG = -4;

    /// A point, the digits that fit around it, and a whole word behind them.
    static final int DECIMAL_READ_BYTES = 4 * Long.BYTES;

    /// Beyond this a power of ten makes any digits zero or infinite.
    private static final int EXPONENT_MAX = 100_000;

    private static final int EXPONENT_DIGITS_MAX = 5;

    /// Four letters as they lie in the low half of a word.
    static final int TRUE_LOWER = 'e' << 24 | 'u' << 16 | 'r' << 8 | 't';

    private static final int TRUE_TITLE = TRUE_LOWER ^ 0x20;
    private static final int TRUE_UPPER = TRUE_LOWER ^ 0x20202020;
    static final int FALS_LOWER = 's' << 24 | 'l' << 16 | 'a' << 8 | 'f';
    private static final int FALS_TITLE = FALS_LOWER ^ 0x20;
    private static final int FALS_UPPER = FALS_LOWER ^ 0x20202020;

    private FieldValue() {}

    /// @param at where the value begins
    /// @param to where the text ends
    /// @param index where to write in `types` and `values`, see [LineTokens]
    /// @return the end of the value, or one of the negative constants
    static int parse(
            byte[] bytes,
            int at,
            int to,
            int stringBytesMax,
            ByteScanner scanner,
            byte[] types,
            long[] values,
            int index) {
        if (at >= to) {
            return ABSENT;
        }
        byte first = bytes[at];
        if (first <= '9' && first >= '-') {
            return number(bytes, at, to, types, values, index);
        }
        if (first == '"') {
            return string(bytes, at, to, stringBytesMax, scanner, types, values, index);
        }
        return bool(bytes, at, to, types, values, index);
    }

    private static int number(
            byte[] bytes, int from, int to, byte[] types, long[] values, int index) {
        boolean negative = bytes[from] == '-';
        int digitsFrom = negative ? from + 1 : from;
        int at = Digits.end(bytes, digitsFrom, to);
        if (at == digitsFrom) {
            return ABSENT;
        }
        long magnitude = Digits.append(0, bytes, digitsFrom, at, to);
        byte suffix = at < to ? bytes[at] : 0;
        if (suffix == 'i') {
            if (!Longs.fitsSigned(bytes, digitsFrom, at, magnitude, negative)) {
                return INTEGER_RANGE;
            }
            types[index] = LineTokens.INTEGER;
            values[index] = negative ? -magnitude : magnitude;
            return at + 1;
        }
        if (suffix == 'u' && !negative) {
            if (!Longs.fitsUnsigned(bytes, digitsFrom, at)) {
                return UNSIGNED_RANGE;
            }
            types[index] = LineTokens.UNSIGNED;
            values[index] = magnitude;
            return at + 1;
        }
        types[index] = LineTokens.FLOAT;
        int end = floating(bytes, digitsFrom, at, to, magnitude, values, index);
        if (negative) {
            values[index] ^= Long.MIN_VALUE;
        }
        return end;
    }

    /// A float written as most are: up to seven digits, a point, more digits, no sign or exponent.
    /// Its end is looked for first, so that the value behind it need not wait for this one.
    ///
    /// [#DECIMAL_READ_BYTES] must be there from `from` on.
    ///
    /// @param word the first eight bytes
    /// @param others its bytes that are no digits
    /// @param digits how many digits it begins with, at least 1; then comes a point
    /// @return the end of the value, or -1 if it is none of these
    static int decimal(
            byte[] bytes, int from, long word, long others, int digits, long[] values, int index) {
        long othersBehindPoint = others & others - 1;
        int end;
        int scale;
        long magnitude;
        if (othersBehindPoint != 0) {
            int length = Digits.first(othersBehindPoint);
            end = from + length;
            scale = length - digits - 1;
            if (scale == 0) {
                return -1;
            }
            long beforePoint = (1L << (digits << 3)) - 1;
            long joined = word & beforePoint | word >>> Byte.SIZE & ~beforePoint;
            magnitude = Digits.value(joined, length - 1);
        } else {
            end = from + Long.BYTES;
            long next = Digits.others(Digits.word(bytes, end));
            if (next == 0) {
                end += Long.BYTES;
                next = Digits.others(Digits.word(bytes, end));
            }
            end += Digits.first(next);
            int at = from + digits + 1;
            scale = end - at;
            if (scale == 0 || next == 0 || digits + scale > Digits.UNSIGNED_DIGITS_SAFE) {
                return -1;
            }
            magnitude = Digits.value(word, digits);
            for (; at < end - Long.BYTES; at += Long.BYTES) {
                magnitude = Digits.append(magnitude, Digits.word(bytes, at), Long.BYTES);
            }
            magnitude = Digits.append(magnitude, Digits.word(bytes, at), end - at);
        }
        if ((bytes[end] | 0x20) == 'e') {
            return -1;
        }
        double value = Doubles.scaled(magnitude, -scale);
        values[index] = Double.doubleToRawLongBits(value);
        return Double.isNaN(value) ? -1 : end;
    }

    /// Reads the rest of a float, of which the digits before the point are known, and writes its
    /// bits.
    ///
    /// @param integerTo where the digits before the point end
    /// @param integerMagnitude what they say, if they are few enough
    private static int floating(
            byte[] bytes,
            int digitsFrom,
            int integerTo,
            int to,
            long integerMagnitude,
            long[] values,
            int index) {
        long magnitude = integerMagnitude;
        boolean zero = bytes[digitsFrom] == '0' && integerTo == digitsFrom + 1;
        int digits = zero ? 0 : integerTo - digitsFrom;
        int at = integerTo;
        int exponent = 0;
        if (at < to && bytes[at] == '.') {
            int fractionFrom = at + 1;
            int fractionTo = Digits.end(bytes, fractionFrom, to);
            if (fractionTo > fractionFrom) {
                magnitude = Digits.append(magnitude, bytes, fractionFrom, fractionTo, to);
                exponent = fractionFrom - fractionTo;
                digits -= exponent;
                at = fractionTo;
            }
        }
        if (at < to && (bytes[at] | 0x20) == 'e') {
            int exponentFrom = at + 1;
            boolean negative = false;
            if (exponentFrom < to && (bytes[exponentFrom] == '-' || bytes[exponentFrom] == '+')) {
                negative = bytes[exponentFrom] == '-';
                exponentFrom++;
            }
            int exponentTo = Digits.end(bytes, exponentFrom, to);
            if (exponentTo > exponentFrom) {
                int power =
                        exponentTo - exponentFrom <= EXPONENT_DIGITS_MAX
                                ? (int) Digits.append(0, bytes, exponentFrom, exponentTo, to)
                                : EXPONENT_MAX;
                exponent += negative ? -power : power;
                at = exponentTo;
                if (power == EXPONENT_MAX) {
                    digits = Integer.MAX_VALUE;
                }
            }
        }
        double value = Double.NaN;
        if (digits <= Digits.UNSIGNED_DIGITS_SAFE) {
            value = Doubles.scaled(magnitude, exponent);
        }
        if (Double.isNaN(value)) {
            value = Doubles.parse(bytes, digitsFrom, at);
        }
        values[index] = Double.doubleToRawLongBits(value);
        return at;
    }

    private static int string(
            byte[] bytes,
            int quote,
            int to,
            int stringBytesMax,
            ByteScanner scanner,
            byte[] types,
            long[] values,
            int index) {
        int found = scanner.stringEnd(bytes, quote + 1, to);
        int end = found < 0 ? ~found : found;
        if (end == to) {
            return ABSENT;
        }
        if (end - quote - 1 > stringBytesMax
                && end - quote - 1 - escapes(bytes, quote + 1, end) > stringBytesMax) {
            return STRING_TOO_LONG;
        }
        types[index] = found < 0 ? LineTokens.STRING_ESCAPED : LineTokens.STRING;
        values[index] = LineTokens.span(quote + 1, end);
        return end + 1;
    }

    /// How many backslashes of a string are not part of what it says.
    private static int escapes(byte[] bytes, int from, int to) {
        int escapes = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                at++;
                escapes += bytes[at] == '"' || bytes[at] == '\\' ? 1 : 0;
            }
        }
        return escapes;
    }

    private static int bool(byte[] bytes, int at, int to, byte[] types, long[] values, int index) {
        long word = Digits.word(bytes, at, to);
        byte first = (byte) word;
        boolean value = first == 't' || first == 'T';
        if (!value && first != 'f' && first != 'F') {
            return ABSENT;
        }
        types[index] = LineTokens.BOOLEAN;
        values[index] = value ? 1 : 0;
        byte fifth = (byte) (word >>> Integer.SIZE);
        return at
                + switch ((int) word) {
                    case TRUE_LOWER, TRUE_TITLE, TRUE_UPPER -> 4;
                    case FALS_LOWER, FALS_TITLE -> fifth == 'e' ? 5 : 1;
                    case FALS_UPPER -> fifth == 'E' ? 5 : 1;
                    default -> 1;
                };
    }
}
