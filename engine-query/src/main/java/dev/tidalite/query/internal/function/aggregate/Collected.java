package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Values;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// Aggregates that keep every row of a group until the end: medians and percentiles, lists,
/// first and last in a given order, the most frequent value. Exact; memory grows with the rows.
final class Collected extends Accumulator {
    /// Makes the value of a group of its rows in the order in which they came; never empty.
    @FunctionalInterface
    interface Finish {
        @Nullable Object of(List<@Nullable Object[]> rows);
    }

    private final DataType result;
    private final boolean keepsNulls;
    private final Finish finish;
    private @Nullable List<@Nullable Object[]>[] groups = newGroups(0);
    private long rowCount;

    /// @param keepsNulls whether rows count whose first argument is null
    Collected(DataType result, boolean keepsNulls, Finish finish) {
        this.result = result;
        this.keepsNulls = keepsNulls;
        this.finish = finish;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<@Nullable Object[]>[] newGroups(int size) {
        return (List<@Nullable Object[]>[]) new List[size];
    }

    @Override
    public void reserve(int groupCount) {
        if (groupCount > groups.length) {
            groups = Arrays.copyOf(groups, capacity(groupCount, groups.length));
        }
    }

    @Override
    public void update(Column[] args, int[] rowGroups, int count) {
        for (int row = 0; row < count; row++) {
            updateRange(args, rowGroups[row], row, row + 1);
        }
    }

    @Override
    public void updateRange(Column[] args, int group, int from, int to) {
        List<@Nullable Object[]> rows = groups[group];
        if (rows == null) {
            rows = new ArrayList<>();
            groups[group] = rows;
        }
        for (int row = from; row < to; row++) {
            if (keepsNulls || args[0].isValid(row)) {
                @Nullable Object[] values = new Object[args.length];
                for (int i = 0; i < args.length; i++) {
                    values[i] = Columns.get(args[i], row);
                }
                rows.add(values);
                rowCount++;
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] to, int otherGroupCount) {
        Collected that = (Collected) other;
        for (int from = 0; from < otherGroupCount; from++) {
            List<@Nullable Object[]> more = that.groups[from];
            List<@Nullable Object[]> have = groups[to[from]];
            if (have == null) {
                groups[to[from]] = more;
            } else if (more != null) {
                have.addAll(more);
            }
        }
        rowCount += that.rowCount;
    }

    @Override
    public Column result(int groupCount) {
        ColumnBuilder builder = ColumnBuilder.of(result);
        for (int group = 0; group < groupCount; group++) {
            List<@Nullable Object[]> rows = groups[group];
            builder.append(rows == null || rows.isEmpty() ? null : finish.of(rows));
        }
        return builder.build();
    }

    @Override
    public long memoryBytes() {
        return 8L * groups.length + 64 * rowCount;
    }

    static Object list(List<@Nullable Object[]> rows) {
        @Nullable Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[0];
        }
        return values;
    }

    static Object joined(List<@Nullable Object[]> rows) {
        StringBuilder text = new StringBuilder();
        for (@Nullable Object[] row : rows) {
            if (!text.isEmpty()) {
                text.append(row[1] == null ? "" : row[1]);
            }
            text.append(row[0]);
        }
        return text.toString();
    }

    static @Nullable Object nth(List<@Nullable Object[]> rows) {
        long n = rows.get(0)[1] instanceof Long wanted ? wanted : 1;
        long index = n > 0 ? n - 1 : rows.size() + n;
        return index < 0 || index >= rows.size() ? null : rows.get((int) index)[0];
    }

    static @Nullable Object single(List<@Nullable Object[]> rows) {
        if (rows.size() > 1) {
            throw new QueryException(Code.INVALID, "Scalar subquery returned more than one row");
        }
        return rows.get(0)[0];
    }

    /// The middle value, or the mean of the two middle ones in the type of the values.
    static @Nullable Object median(List<@Nullable Object[]> rows, DataType type) {
        List<@Nullable Object> sorted = sorted(rows, type);
        int middle = sorted.size() / 2;
        Object upper = sorted.get(middle);
        Object lower = sorted.get(sorted.size() % 2 == 0 ? middle - 1 : middle);
        if (lower instanceof Double a && upper instanceof Double b) {
            return a.equals(b) ? a : a / 2 + b / 2 == (a + b) / 2 ? (a + b) / 2 : a / 2 + b / 2;
        }
        if (lower instanceof Long a && upper instanceof Long b) {
            return type == DataType.UINT64
                    ? a + Long.divideUnsigned(b - a, 2)
                    : (a & b) + ((a ^ b) >> 1) + mendTowardsZero(a, b);
        }
        return lower;
    }

    /// Integer means are cut towards zero.
    private static long mendTowardsZero(long a, long b) {
        boolean odd = ((a ^ b) & 1) != 0;
        boolean negative = (a & b) + ((a ^ b) >> 1) < 0;
        return odd && negative ? 1 : 0;
    }

    private static List<@Nullable Object> sorted(List<@Nullable Object[]> rows, DataType type) {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        for (@Nullable Object[] row : rows) {
            values.add(row[0]);
        }
        values.sort((a, b) -> Values.compare(a, b, type));
        return values;
    }

    /// Between the neighbours of the wanted fraction (second argument), on a line.
    static @Nullable Object percentile(List<@Nullable Object[]> rows, DataType type) {
        double fraction = fraction(rows.get(0)[1]);
        List<@Nullable Object> sorted = sorted(rows, type);
        double value = between(fraction, sorted.size(), i -> number(sorted.get(i), type));
        return type.isFloat() ? (Object) value : (Object) Math.round(value);
    }

    /// The value at a fraction of numbers in order, on a line between the neighbours.
    static double between(double fraction, int count, IntToDoubleFunction sorted) {
        double place = fraction * (count - 1);
        int below = (int) Math.floor(place);
        double low = sorted.applyAsDouble(below);
        double high = sorted.applyAsDouble(Math.min(below + 1, count - 1));
        return low == high ? low : low + (high - low) * (place - below);
    }

    /// As [#percentile], rows weighted by the second argument; the fraction is the third.
    static @Nullable Object weightedPercentile(List<@Nullable Object[]> rows, DataType type) {
        double fraction = fraction(rows.get(0)[2]);
        List<@Nullable Object[]> sorted = new ArrayList<>(rows);
        sorted.sort((a, b) -> Values.compare(a[0], b[0], type));
        double total = 0;
        for (@Nullable Object[] row : sorted) {
            total += row[1] instanceof Double weight ? weight : 0;
        }
        double sum = 0;
        for (@Nullable Object[] row : sorted) {
            sum += row[1] instanceof Double weight ? weight : 0;
            if (sum >= fraction * total) {
                return row[0];
            }
        }
        return sorted.get(sorted.size() - 1)[0];
    }

    static double fraction(@Nullable Object value) {
        if (!(value instanceof Double fraction) || !(fraction >= 0 && fraction <= 1)) {
            throw new QueryException(
                    Code.INVALID,
                    "Percentile value must be between 0.0 and 1.0 inclusive, "
                            + value
                            + " is invalid");
        }
        return fraction;
    }

    private static double number(@Nullable Object value, DataType type) {
        return value instanceof Double number
                ? number
                : value instanceof Long number
                        ? type == DataType.UINT64 && number < 0
                                ? (number >>> 1 | number & 1) * 2.0
                                : number
                        : Double.NaN;
    }

    /// The row at the nearest rank of a percentage (third argument), as `{value, time}`.
    static @Nullable Object nearestRank(List<@Nullable Object[]> rows, DataType type) {
        double percent = rows.get(0)[2] instanceof Double wanted ? wanted : 0;
        List<@Nullable Object[]> sorted = new ArrayList<>(rows);
        sorted.sort((a, b) -> {
            int byValue = Values.compare(a[0], b[0], type);
            return byValue != 0 ? byValue : Values.compare(a[1], b[1], DataType.INT64);
        });
        int index = (int) Math.floor(sorted.size() * percent / 100 + 0.5) - 1;
        if (index < 0 || index >= sorted.size()) {
            return null;
        }
        return new @Nullable Object[] {sorted.get(index)[0], sorted.get(index)[1]};
    }

    /// The most frequent value; of several the one that came first in time (second argument, if
    /// there is one).
    static @Nullable Object mode(List<@Nullable Object[]> rows) {
        Map<Object, long[]> counts = new HashMap<>(); // value -> {count, first time}
        for (int i = 0; i < rows.size(); i++) {
            @Nullable Object[] row = rows.get(i);
            long time = row.length > 1 && row[1] instanceof Long at ? at : i;
            long[] state =
                    counts.computeIfAbsent(
                            java.util.Objects.requireNonNull(row[0]),
                            _ -> new long[] {0, Long.MAX_VALUE});
            state[0]++;
            state[1] = Math.min(state[1], time);
        }
        Object best = null;
        long[] bestState = {0, 0};
        for (Map.Entry<Object, long[]> entry : counts.entrySet()) {
            long[] state = entry.getValue();
            if (state[0] > bestState[0] || (state[0] == bestState[0] && state[1] < bestState[1])) {
                best = entry.getKey();
                bestState = state;
            }
        }
        return best;
    }
}
