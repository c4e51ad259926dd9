package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.LittleEndian;

/// Statistics of numbers and truth values.
final class NumberBounds {
    private NumberBounds() {}

    static Bounds signed(long[] values, int from, int to, long nullCount) {
        if (from == to) {
            return none(nullCount);
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        return of(min, max, nullCount);
    }

    static Bounds unsigned(long[] values, int from, int to, long nullCount) {
        if (from == to) {
            return none(nullCount);
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            long shifted = values[i] + Long.MIN_VALUE; // orders as the unsigned value does
            min = Math.min(min, shifted);
            max = Math.max(max, shifted);
        }
        return of(min + Long.MIN_VALUE, max + Long.MIN_VALUE, nullCount);
    }

    /// Nothing is said of values with a NaN among them, because programs disagree on where NaN
    /// sorts. A zero is written as the one further out, because -0.0 and 0.0 are equal to some.
    static Bounds doubles(double[] values, int from, int to, long nullCount) {
        if (from == to) {
            return none(nullCount);
        }
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            min = Math.min(min, values[i]); // NaN if one is
            max = Math.max(max, values[i]);
        }
        if (Double.isNaN(min)) {
            return none(nullCount);
        }
        return of(
                Double.doubleToRawLongBits(min == 0 ? -0.0 : min),
                Double.doubleToRawLongBits(max == 0 ? 0.0 : max),
                nullCount);
    }

    static Bounds booleans(boolean[] values, int from, int to, long nullCount) {
        if (from == to) {
            return none(nullCount);
        }
        boolean all = true;
        boolean any = false;
        for (int i = from; i < to; i++) {
            all &= values[i];
            any |= values[i];
        }
        return new Bounds(
                new byte[] {(byte) (all ? 1 : 0)},
                new byte[] {(byte) (any ? 1 : 0)},
                nullCount,
                true);
    }

    static Bounds none(long nullCount) {
        return new Bounds(null, null, nullCount, false);
    }

    private static Bounds of(long min, long max, long nullCount) {
        return new Bounds(LittleEndian.bytes(min), LittleEndian.bytes(max), nullCount, true);
    }
}
