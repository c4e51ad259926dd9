package dev.tidalite.lp.internal.number;

import java.nio.charset.StandardCharsets;

/// Decimal floats, always correctly rounded: the result is the one of [Double#parseDouble].
public final class Doubles {
    /// The powers of ten that a double holds exactly.
    private static final double[] EXACT_POWERS = new double[23];

    static {
        for (int i = 0; i < EXACT_POWERS.length; i++) {
            EXACT_POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private Doubles() {}

    /// `magnitude` times ten to the `exponent`, or NaN if no short cut gives it for certain.
    ///
    /// When both the digits and the power of ten are exact in 53 bits, one rounding remains, that
    /// of the multiplication or division, and IEEE makes it right (W. Clinger, "How to Read
    /// Floating Point Numbers Accurately", 1990).
    public static double scaled(long magnitude, int exponent) {
        if (magnitude >>> 53 == 0) {
            if (exponent <= 0 && exponent > -EXACT_POWERS.length) {
                return magnitude / EXACT_POWERS[-exponent];
            }
            if (exponent > 0 && exponent < EXACT_POWERS.length) {
                return magnitude * EXACT_POWERS[exponent];
            }
        }
        return Double.NaN;
    }

    /// Any float of the grammar, by the JDK.
    public static double parse(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
}
