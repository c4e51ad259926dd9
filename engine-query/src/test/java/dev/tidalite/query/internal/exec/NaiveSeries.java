package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.time.DateBin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The part of [NaiveExecutor] that works along the time of series.
final class NaiveSeries {
    private final NaiveExecutor executor;

    NaiveSeries(NaiveExecutor executor) {
        this.executor = executor;
    }

    private List<NaiveExecutor.Group> series(
            PhysicalPlan input, List<Integer> columns, int timeColumn) {
        List<Expr> keys = new ArrayList<>();
        for (int column : columns) {
            keys.add(new Expr.ColumnRef(column, input.columns().get(column).type()));
        }
        List<NaiveExecutor.Group> groups = executor.groups(executor.run(input), keys);
        groups.forEach(g -> g.rows.sort(Comparator.comparingLong(row -> time(row, timeColumn))));
        return groups;
    }

    List<@Nullable Object[]> gapFill(PhysicalPlan.GapFill fill) {
        List<@Nullable Object[]> result = new ArrayList<>();
        DateBin grid = NaiveExecutor.grid(fill);
        int time = fill.timeColumn();
        for (NaiveExecutor.Group group : series(fill.input(), fill.seriesColumns(), time)) {
            Map<Long, @Nullable Object[]> rows = new TreeMap<>();
            group.rows.forEach(row -> rows.put(time(row, time), row));
            long first =
                    fill.lo() == null
                            ? time(group.rows.getFirst(), time)
                            : executor.number(fill.lo());
            long last = executor.number(fill.hi());
            List<@Nullable Object[]> all = new ArrayList<>();
            List<Boolean> added = new ArrayList<>();
            for (long at = grid.bin(first); at <= last; at = grid.next(at)) {
                @Nullable Object[] row = rows.remove(at);
                added.add(row == null);
                if (row == null) {
                    row = new Object[fill.columns().size()];
                    row[time] = at;
                    for (int column : fill.seriesColumns()) {
                        row[column] = group.rows.get(0)[column];
                    }
                }
                all.add(row.clone());
            }
            for (int column = 0; column < fill.fills().size(); column++) {
                if (column != time && !fill.seriesColumns().contains(column)) {
                    fill(
                            all,
                            added,
                            column,
                            fill.fills().get(column),
                            time,
                            fill.columns().get(column).type());
                }
            }
            result.addAll(all);
        }
        return result;
    }

    private void fill(
            List<@Nullable Object[]> rows,
            List<Boolean> added,
            int column,
            PhysicalPlan.Fill fill,
            int time,
            DataType type) {
        Object previous = null;
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row)[column];
            switch (fill) {
                case PhysicalPlan.Fill.WithNull() -> {}
                case PhysicalPlan.Fill.WithPrevious(boolean overNulls) -> {
                    if (value == null && (overNulls || added.get(row))) {
                        rows.get(row)[column] = previous;
                    }
                    previous = rows.get(row)[column];
                }
                case PhysicalPlan.Fill.WithValue(Expr constant) -> {
                    if (added.get(row)) {
                        rows.get(row)[column] = executor.value(constant, new Object[0]);
                    }
                }
                case PhysicalPlan.Fill.WithLinear() -> {
                    if (value == null) {
                        interpolate(rows, row, column, time, type);
                    }
                }
            }
        }
    }

    private static void interpolate(
            List<@Nullable Object[]> rows, int at, int column, int time, DataType type) {
        int after = at;
        while (after < rows.size() && rows.get(after)[column] == null) {
            after++;
        }
        if (at == 0 || after == rows.size() || rows.get(at - 1)[column] == null) {
            return;
        }
        @Nullable Object[] left = rows.get(at - 1);
        @Nullable Object[] right = rows.get(after);
        double from = number(left, column);
        double to = number(right, column);
        long start = time(left, time);
        for (int row = at; row < after; row++) {
            double share =
                    (double) (time(rows.get(row), time) - start) / (time(right, time) - start);
            double value = from + (to - from) * share;
            rows.get(row)[column] = type.isFloat() ? (Object) value : (Object) (long) value;
        }
    }

    private static long time(@Nullable Object[] row, int column) {
        return (Long) Objects.requireNonNull(row[column]);
    }

    private static double number(@Nullable Object[] row, int column) {
        return ((Number) Objects.requireNonNull(row[column])).doubleValue();
    }

    List<@Nullable Object[]> transform(PhysicalPlan.SeriesTransform transform) {
        List<@Nullable Object[]> result = new ArrayList<>();
        int time = transform.timeColumn();
        int keys = transform.seriesColumns().size();
        for (NaiveExecutor.Group group :
                series(transform.input(), transform.seriesColumns(), time)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (@Nullable Object[] row : group.rows) {
                @Nullable Object[] made = new Object[transform.columns().size()];
                for (int key = 0; key < keys; key++) {
                    made[key] = row[transform.seriesColumns().get(key)];
                }
                made[keys] = row[time];
                rows.add(made);
            }
            for (int call = 0; call < transform.calls().size(); call++) {
                compute(group.rows, rows, transform.calls().get(call), time, keys + 1 + call);
            }
            int first = keys + 1;
            rows.removeIf(row ->
                    transform.dropEmptyRows()
                            && Arrays.stream(row, first, row.length).allMatch(v -> v == null));
            result.addAll(rows);
        }
        return result;
    }

    private void compute(
            List<@Nullable Object[]> in,
            List<@Nullable Object[]> out,
            PhysicalPlan.SeriesCall call,
            int time,
            int target) {
        List<Number> seen = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        double sum = 0;
        for (int row = 0; row < in.size(); row++) {
            Object input = in.get(row)[call.column()];
            if (input == null) {
                continue;
            }
            Object value = null;
            long at = (Long) in.get(row)[time];
            int count = seen.size();
            Number number = input instanceof Number n ? n : 0;
            double now = number.doubleValue();
            double before = count == 0 ? 0 : seen.get(count - 1).doubleValue();
            long unit = call.args().isEmpty() ? 1 : executor.number(call.args().get(0));
            sum += now;
            if (call.function() == SeriesFunction.IDENTITY) {
                value = input;
            } else if (call.function() == SeriesFunction.CUMULATIVE_SUM) {
                value = typed(sum, call.type());
            } else if (call.function() == SeriesFunction.MOVING_AVERAGE) {
                List<Number> last = new ArrayList<>(seen);
                last.add(number);
                if (last.size() >= unit) {
                    value =
                            last.subList((int) (last.size() - unit), last.size()).stream()
                                    .mapToDouble(Number::doubleValue)
                                    .average()
                                    .orElseThrow();
                }
            } else if (count > 0) {
                long elapsed = at - times.get(count - 1);
                double difference = now - before;
                value =
                        switch (call.function()) {
                            case DIFFERENCE -> typed(difference, call.type());
                            case NON_NEGATIVE_DIFFERENCE ->
                                    difference < 0 ? null : typed(difference, call.type());
                            case DERIVATIVE -> difference / ((double) elapsed / unit);
                            case NON_NEGATIVE_DERIVATIVE ->
                                    difference < 0
                                            ? null
                                            : (Object) (difference / ((double) elapsed / unit));
                            case ELAPSED -> elapsed / unit;
                            default -> throw new IllegalArgumentException(call.toString());
                        };
            }
            seen.add(number);
            times.add(at);
            out.get(row)[target] = value;
        }
    }

    private static Object typed(double value, DataType type) {
        return type.isFloat() ? (Object) value : (Object) (long) value;
    }
}
