package dev.tidalite.lp.internal.number;

/// Ranges of 64-bit integers given as digits.
public final class Longs {
    private static final String UNSIGNED_MAX = "18446744073709551615";

    private Longs() {}

    /// Whether the digits of `[from, to)` fit into 64 bits unsigned. There is at least one.
    public static boolean fitsUnsigned(byte[] bytes, int from, int to) {
        return to - from <= Digits.UNSIGNED_DIGITS_SAFE || manyFitUnsigned(bytes, from, to);
    }

    private static boolean manyFitUnsigned(byte[] bytes, int from, int to) {
        int first = from;
        while (first < to - 1 && bytes[first] == '0') {
            first++;
        }
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
    ///
    /// @param magnitude what these digits make, wrapped at 64 bits
    public static boolean fitsSigned(
            byte[] bytes, int from, int to, long magnitude, boolean negative) {
        return fitsUnsigned(bytes, from, to)
                && (magnitude >= 0 || negative && magnitude == Long.MIN_VALUE);
    }
}
