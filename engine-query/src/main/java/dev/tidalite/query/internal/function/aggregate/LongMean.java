package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.Casts;

/// Means of integers, each taken as the nearest double.
final class LongMean extends NumberAccumulators.DoubleSums {
    /// So many numbers of so many bits have a sum that a double holds exactly.
    private static final int SMALL_ROWS = 1 << 13;

    private static final int SMALL_BITS = 40;

    private final boolean unsigned;

    LongMean(DataType type) {
        super(true);
        this.unsigned = type == DataType.UINT64;
    }

    private double value(long bits) {
        return unsigned ? Casts.toDouble(bits) : bits;
    }

    @Override
    public void update(Column[] args, int[] groups, int rowCount) {
        Column.Longs column = (Column.Longs) args[0];
        long[] values = column.values();
        long[] validity = column.validity();
        for (int row = 0; row < rowCount; row++) {
            if (Validity.isValid(validity, row)) {
                sums[groups[row]] += value(values[row]);
                counts[groups[row]]++;
            }
        }
    }

    @Override
    public void updateRange(Column[] args, int group, int from, int to) {
        Column.Longs column = (Column.Longs) args[0];
        long[] values = column.values();
        long[] validity = column.validity();
        if (validity == null && !unsigned) {
            sums[group] += sum(values, from, to);
            counts[group] += to - from;
            return;
        }
        for (int row = from; row < to; row++) {
            if (Validity.isValid(validity, row)) {
                sums[group] += value(values[row]);
                counts[group]++;
            }
        }
    }

    /// As if the numbers were added as doubles. Small ones are added as they are, which comes to
    /// the same and is many times faster.
    static double sum(long[] values, int from, int to) {
        long sum = 0;
        long used = 0;
        for (int row = from; row < to; row++) {
            sum += values[row];
            used |= values[row] ^ values[row] >> Long.SIZE - 1;
        }
        boolean isExact = used >>> SMALL_BITS == 0 && to - from <= SMALL_ROWS;
        return isExact ? sum : sumOfDoubles(values, from, to);
    }

    /// Four sums side by side, so that additions need not wait for each other.
    private static double sumOfDoubles(long[] values, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int row = from;
        for (; row + 3 < to; row += 4) {
            a += values[row];
            b += values[row + 1];
            c += values[row + 2];
            d += values[row + 3];
        }
        for (; row < to; row++) {
            a += values[row];
        }
        return (a + b) + (c + d);
    }
}
