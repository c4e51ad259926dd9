package dev.tidalite.lp.internal.number;

/// Ranges of 64-bit integers given as digits.
public final class Longs {
    private static final String UNSIGNED_MAX = "18446744073709551615";

    private Longs() {}

    /// Whether the digits of `[from, to)` fit into 64 bits unsigned. There is at least one.
    public static boolean fitsUnsigned(byte[] bytes, int from, int to) {
        int first = withoutZeros(bytes, from, to);
        int digits = to - first;
        if (digits != UNSIGNED_MAX.length()) {
            return digits < UNSIGNED_MAX.length();
        }
        for (int i = 0; i < digits; i++) {
            int difference = bytes[first + i] - UNSIGNED_MAX.charAt(i);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return true;
    }

    /// Whether the digits of `[from, to)`, negated or not, fit into 64 bits signed.
    public static boolean fitsSigned(byte[] bytes, int from, int to, boolean negative) {
        if (to - from < Digits.UNSIGNED_DIGITS_SAFE) {
            return true;
        }
        if (!fitsUnsigned(bytes, from, to)) {
            return false;
        }
        long magnitude = Digits.unsigned(bytes, from, to);
        return magnitude >= 0 || negative && magnitude == Long.MIN_VALUE;
    }

    private static int withoutZeros(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to - 1 && bytes[at] == '0') {
            at++;
        }
        return at;
    }
}
