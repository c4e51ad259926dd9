package dev.tidalite.lp.internal.number;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Decimal floats, always correctly rounded: the result is the one of [Double#parseDouble].
///
/// Two short cuts, each of which knows when it is sure. If the digits and the power of ten are both
/// exact in 53 bits, one rounding remains, that of the multiplication or division, and IEEE makes
/// it right (W. Clinger, "How to Read Floating Point Numbers Accurately", 1990). Else the digits
/// are multiplied by the leading 128 bits of the power of ten (M. Mushtak and D. Lemire, "Fast
/// Number Parsing Without Fallback", 2023; D. Lemire, "Number Parsing at a Gigabyte per Second",
/// 2021).
public final class Doubles {
    /// The powers of ten that a double holds exactly.
    private static final double[] EXACT_POWERS = new double[23];

    /// The powers of ten that the second short cut covers; the JDK does the others.
    static final int EXPONENT_MAX = 64;

    /// For each power of five from minus to plus [#EXPONENT_MAX] its leading 128 bits, the highest
    /// of them set, as two longs.
    private static final long[] POWERS_OF_FIVE = new long[2 * (2 * EXPONENT_MAX + 1)];

    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1_023;
    private static final int EXPONENT_LIMIT = 0x7FF;

    /// Two bits more than a mantissa with its hidden bit: one for rounding, one for normalising.
    private static final int PRECISION_BITS = MANTISSA_BITS + 3;

    static {
        for (int i = 0; i < EXACT_POWERS.length; i++) {
            EXACT_POWERS[i] = Double.parseDouble("1e" + i);
        }
        for (int exponent = -EXPONENT_MAX; exponent <= EXPONENT_MAX; exponent++) {
            BigInteger bits = leadingBitsOfPowerOfFive(exponent);
            int index = 2 * (exponent + EXPONENT_MAX);
            POWERS_OF_FIVE[index] = bits.shiftRight(Long.SIZE).longValue();
            POWERS_OF_FIVE[index + 1] = bits.longValue();
        }
    }

    private Doubles() {}

    /// Positive powers are cut off, negative ones rounded up.
    private static BigInteger leadingBitsOfPowerOfFive(int exponent) {
        BigInteger power = BigInteger.valueOf(5).pow(Math.abs(exponent));
        int wanted = 2 * Long.SIZE;
        if (exponent >= 0) {
            return power.shiftLeft(wanted).shiftRight(power.bitLength());
        }
        int shift = power.bitLength() + wanted - 1;
        return BigInteger.ONE.shiftLeft(shift).divide(power).add(BigInteger.ONE);
    }

    /// `magnitude` times ten to the `exponent`, or NaN if no short cut gives it for certain.
    ///
    /// @param magnitude 64 bits unsigned
    public static double scaled(long magnitude, int exponent) {
        if (magnitude >>> MANTISSA_BITS + 1 == 0) {
            if (exponent == 0) {
                return magnitude;
            }
            if (exponent < 0 && exponent > -EXACT_POWERS.length) {
                return magnitude / EXACT_POWERS[-exponent];
            }
            if (exponent > 0 && exponent < EXACT_POWERS.length) {
                return magnitude * EXACT_POWERS[exponent];
            }
        }
        return exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX || magnitude == 0
                ? Double.NaN
                : byWideProduct(magnitude, exponent);
    }

    private static double byWideProduct(long magnitude, int exponent) {
        int shift = Long.numberOfLeadingZeros(magnitude);
        long digits = magnitude << shift;
        int index = 2 * (exponent + EXPONENT_MAX);
        long high = Math.unsignedMultiplyHigh(digits, POWERS_OF_FIVE[index]);
        long low = digits * POWERS_OF_FIVE[index];
        long precisionMask = -1L >>> PRECISION_BITS;
        if ((high & precisionMask) == precisionMask) {
            // The bits below could carry into those that count.
            long more = Math.unsignedMultiplyHigh(digits, POWERS_OF_FIVE[index + 1]);
            low += more;
            if (Long.compareUnsigned(low, more) < 0) {
                high++;
            }
            if (low == -1L) {
                return Double.NaN;
            }
        }
        int upper = (int) (high >>> Long.SIZE - 1);
        int dropped = upper + Long.SIZE - PRECISION_BITS;
        long mantissa = high >>> dropped;
        // floor(exponent * log2(10)) + 63, exact in this range
        int binaryExponent = (217_706 * exponent >> 16) + 63 + upper - shift + EXPONENT_BIAS;
        if (binaryExponent <= 0 || binaryExponent >= EXPONENT_LIMIT - 1) {
            return Double.NaN;
        }
        if (Long.compareUnsigned(low, 1) <= 0
                && (mantissa & 3) == 1
                && mantissa << dropped == high) {
            if (exponent < -4 || exponent > 23) {
                return Double.NaN;
            }
            // Exactly in the middle: to the even neighbour.
            mantissa &= ~1L;
        }
        mantissa = mantissa + (mantissa & 1) >>> 1;
        if (mantissa >>> MANTISSA_BITS + 1 != 0) {
            mantissa = 1L << MANTISSA_BITS;
            binaryExponent++;
        }
        long bits = mantissa & (1L << MANTISSA_BITS) - 1;
        return Double.longBitsToDouble((long) binaryExponent << MANTISSA_BITS | bits);
    }

    /// Any float of the grammar, by the JDK.
    public static double parse(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
}
