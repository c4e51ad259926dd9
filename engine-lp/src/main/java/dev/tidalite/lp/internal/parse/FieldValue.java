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

    /// Beyond this a power of ten makes any digits zero or infinite.
    private static final int EXPONENT_MAX = 100_000;

    private static final int EXPONENT_DIGITS_MAX = 5;

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

    /// Reads the rest of a float, of which the digits before the point are known, and writes its
    /// bits.
    ///
    /// @param integerTo where the digits before the point end
    /// @param integerMagnitude what they say, if they are few enough
    static int floating(
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
        int escapes = 0;
        int at = scanner.stringStop(bytes, quote + 1, to);
        while (at < to && bytes[at] == '\\') {
            int next = at + 1 < to ? bytes[at + 1] : 0;
            if (next == '"' || next == '\\') {
                escapes++;
                at++;
            }
            at = scanner.stringStop(bytes, at + 1, to);
        }
        if (at == to) {
            return ABSENT;
        }
        if (at - quote - 1 - escapes > stringBytesMax) {
            return STRING_TOO_LONG;
        }
        types[index] = escapes == 0 ? LineTokens.STRING : LineTokens.STRING_ESCAPED;
        values[index] = LineTokens.span(quote + 1, at);
        return at + 1;
    }

    private static int bool(byte[] bytes, int at, int to, byte[] types, long[] values, int index) {
        byte first = bytes[at];
        boolean value = first == 't' || first == 'T';
        if (!value && first != 'f' && first != 'F') {
            return ABSENT;
        }
        types[index] = LineTokens.BOOLEAN;
        values[index] = value ? 1 : 0;
        boolean upper = first == 'T' || first == 'F';
        if (value) {
            if (startsWith(bytes, at, to, upper ? "True" : "true")
                    || upper && startsWith(bytes, at, to, "TRUE")) {
                return at + 4;
            }
        } else if (startsWith(bytes, at, to, upper ? "False" : "false")
                || upper && startsWith(bytes, at, to, "FALSE")) {
            return at + 5;
        }
        return at + 1;
    }

    private static boolean startsWith(byte[] bytes, int at, int to, String word) {
        if (to - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
