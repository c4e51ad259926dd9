package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.Casts;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The values of one column of one series in the order of time, nulls left out; or what a function
/// made of them.
///
/// @param rows the series' row of each point; -1 for a point that no row had
/// @param times of each point
/// @param doubles the values as floats
/// @param longs the values if they are integers, else null
/// @param others the values if they are no numbers, else null
/// @param type of the column; UINT64 says how to read `longs`
record Points(
        int[] rows,
        long[] times,
        double[] doubles,
        long @Nullable [] longs,
        @Nullable Object @Nullable [] others,
        DataType type) {
    int count() {
        return times.length;
    }

    /// @param from where the series begins in the column
    static Points of(Column column, int from, long[] seriesTimes) {
        int count = 0;
        int[] rows = new int[seriesTimes.length];
        for (int row = 0; row < rows.length; row++) {
            if (column.isValid(from + row)) {
                rows[count++] = row;
            }
        }
        rows = Arrays.copyOf(rows, count);
        long[] times = new long[count];
        double[] doubles = new double[count];
        long[] longs = column.type().isLong() ? new long[count] : null;
        @Nullable Object[] others =
                longs == null && !column.type().isFloat() ? new Object[count] : null;
        for (int i = 0; i < count; i++) {
            times[i] = seriesTimes[rows[i]];
            Object value = Columns.get(column, from + rows[i]);
            if (value instanceof Long number) {
                doubles[i] = column.type() == DataType.UINT64 ? Casts.toDouble(number) : number;
                if (longs != null) {
                    longs[i] = number;
                }
            } else if (value instanceof Double number) {
                doubles[i] = number;
            } else if (others != null) {
                others[i] = value;
            }
        }
        return new Points(rows, times, doubles, longs, others, column.type());
    }

    static Points ofDoubles(int[] rows, long[] times, double[] values, int count) {
        return new Points(
                Arrays.copyOf(rows, count),
                Arrays.copyOf(times, count),
                Arrays.copyOf(values, count),
                null,
                null,
                DataType.FLOAT64);
    }

    static Points ofLongs(int[] rows, long[] times, long[] values, int count, DataType type) {
        return new Points(
                Arrays.copyOf(rows, count),
                Arrays.copyOf(times, count),
                new double[count],
                Arrays.copyOf(values, count),
                null,
                type);
    }

    /// These points, without their rows, before others of the same column.
    Points then(Points others) {
        int[] allRows = new int[count() + others.count()];
        Arrays.fill(allRows, 0, count(), -1);
        System.arraycopy(others.rows, 0, allRows, count(), others.count());
        long[] allTimes = Arrays.copyOf(times, allRows.length);
        System.arraycopy(others.times, 0, allTimes, count(), others.count());
        double[] allDoubles = Arrays.copyOf(doubles, allRows.length);
        System.arraycopy(others.doubles, 0, allDoubles, count(), others.count());
        long[] allLongs = longs == null ? null : Arrays.copyOf(longs, allRows.length);
        if (allLongs != null && others.longs != null) {
            System.arraycopy(others.longs, 0, allLongs, count(), others.count());
        }
        @Nullable Object[] all =
                this.others == null ? null : Arrays.copyOf(this.others, allRows.length);
        if (all != null && others.others != null) {
            System.arraycopy(others.others, 0, all, count(), others.count());
        }
        return new Points(allRows, allTimes, allDoubles, allLongs, all, type);
    }

    /// The points from one index to before another.
    Points slice(int from, int to) {
        return new Points(
                Arrays.copyOfRange(rows, from, to),
                Arrays.copyOfRange(times, from, to),
                Arrays.copyOfRange(doubles, from, to),
                longs == null ? null : Arrays.copyOfRange(longs, from, to),
                others == null ? null : Arrays.copyOfRange(others, from, to),
                type);
    }

    /// A point's value as one of a type.
    @Nullable Object value(int index, DataType wanted) {
        Object value =
                others != null
                        ? others[index]
                        : longs != null ? (Object) longs[index] : (Object) doubles[index];
        return Casts.cast(value, type, wanted, /* safe= */ true);
    }
}
