package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.SeriesFunction;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Computes along the time of each series. Takes in everything, then puts out one series after the
/// other.
///
/// Calls that give a value per row stay beside their rows; once a call makes rows of its own
/// (integrals, forecasts), all results are put together by time.
public final class SeriesOperator implements Operator {
    private final ExecutionContext context;
    private final Operator input;
    private final PhysicalPlan.SeriesTransform plan;
    private final MemoryAccount memory;
    private final List<@Nullable Object[]> arguments = new ArrayList<>();
    private final boolean makesRows;
    private @Nullable SeriesRows series;
    private int nextSeries;

    public SeriesOperator(
            ExecutionContext context, Operator input, PhysicalPlan.SeriesTransform plan) {
        this.context = context;
        this.input = input;
        this.plan = plan;
        this.memory = new MemoryAccount(context);
        ExprCompiler compiler = new ExprCompiler(context);
        boolean makes = false;
        for (PhysicalPlan.SeriesCall call : plan.calls()) {
            arguments.add(call.args().stream().map(compiler::constant).toArray());
            makes |=
                    switch (call.function()) {
                        case INTEGRAL, HOLT_WINTERS, HOLT_WINTERS_WITH_FIT -> true;
                        default -> false;
                    };
        }
        this.makesRows = makes;
    }

    @Override
    public @Nullable Batch next() {
        SeriesRows all = series;
        if (all == null) {
            Batch rows = BatchBuffer.drain(input, plan.input().columns(), context, memory);
            all = SeriesRows.of(rows, plan.seriesColumns(), plan.timeColumn(), plan.descending());
            series = all;
        }
        while (nextSeries < all.seriesCount()) {
            context.check();
            int current = nextSeries++;
            Batch transformed = transform(all.rows(), all.start(current), all.ends()[current]);
            if (transformed.rowCount() > 0) {
                return transformed;
            }
        }
        return null;
    }

    private Batch transform(Batch rows, int from, int to) {
        long[] times = times(rows, from, to);
        List<Points> results = new ArrayList<>();
        for (int i = 0; i < plan.calls().size(); i++) {
            Points points = Points.of(rows.column(plan.calls().get(i).column()), from, times);
            results.add(computed(plan.calls().get(i), arguments.get(i), points));
        }
        long[] outTimes = makesRows ? allTimes(results) : times;
        List<Column> values = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            values.add(aligned(results.get(i), outTimes, makesRows, plan.calls().get(i).type()));
        }
        int[] kept = keptRows(values, outTimes.length, plan.dropEmptyRows());
        List<Column> columns = new ArrayList<>();
        int[] same = new int[kept.length];
        Arrays.fill(same, from);
        for (int column : plan.seriesColumns()) {
            columns.add(Columns.gather(rows.column(column), same, kept.length));
        }
        DataType timeType = rows.column(plan.timeColumn()).type();
        columns.add(Columns.gather(new Column.Longs(timeType, outTimes, null), kept, kept.length));
        for (Column value : values) {
            columns.add(Columns.gather(value, kept, kept.length));
        }
        return new Batch(columns, kept.length);
    }

    private long[] times(Batch rows, int from, int to) {
        Column column = Columns.flatten(rows.column(plan.timeColumn()), rows.rowCount());
        return Arrays.copyOfRange(((Column.Longs) column).values(), from, to);
    }

    /// What a function makes of the points of a series.
    static Points computed(PhysicalPlan.SeriesCall call, @Nullable Object[] args, Points points) {
        SeriesFunction function = call.function();
        return switch (function) {
            case IDENTITY -> points;
            case ELAPSED -> PointFunctions.elapsed(points, integer(args, 0));
            case DERIVATIVE -> PointFunctions.derivative(points, integer(args, 0), false);
            case NON_NEGATIVE_DERIVATIVE ->
                    PointFunctions.derivative(points, integer(args, 0), true);
            case DIFFERENCE -> PointFunctions.difference(points, false);
            case NON_NEGATIVE_DIFFERENCE -> PointFunctions.difference(points, true);
            case MOVING_AVERAGE -> PointFunctions.movingAverage(points, period(args));
            case CUMULATIVE_SUM -> PointFunctions.cumulativeSum(points);
            case INTEGRAL ->
                    args.length > 1
                            ? PointFunctions.integral(
                                    points, integer(args, 0), integer(args, 1), integer(args, 2))
                            : PointFunctions.integral(points, integer(args, 0));
            case EXPONENTIAL_MOVING_AVERAGE,
                    DOUBLE_EXPONENTIAL_MOVING_AVERAGE,
                    TRIPLE_EXPONENTIAL_MOVING_AVERAGE,
                    TRIPLE_EXPONENTIAL_DERIVATIVE,
                    RELATIVE_STRENGTH_INDEX,
                    CHANDE_MOMENTUM_OSCILLATOR ->
                    PointFunctions.indicator(
                            points,
                            Indicator.of(function, period(args), warmUp(args[2])),
                            integer(args, 1));
            case KAUFMANS_EFFICIENCY_RATIO, KAUFMANS_ADAPTIVE_MOVING_AVERAGE ->
                    PointFunctions.indicator(
                            points,
                            Indicator.of(function, period(args), Indicator.WarmUp.NONE),
                            integer(args, 1));
            case HOLT_WINTERS, HOLT_WINTERS_WITH_FIT ->
                    HoltWinters.forecast(
                            points,
                            integer(args, 0),
                            integer(args, 1),
                            integer(args, 2),
                            function == SeriesFunction.HOLT_WINTERS_WITH_FIT);
        };
    }

    private static Indicator.WarmUp warmUp(@Nullable Object argument) {
        return Indicator.WarmUp.valueOf(String.valueOf(argument).toUpperCase(Locale.ROOT));
    }

    /// How many values the function looks back; more than a series has are all the same.
    private static int period(@Nullable Object[] args) {
        return (int) Math.min(integer(args, 0), 1 << 30);
    }

    private static long integer(@Nullable Object[] args, int index) {
        if (args[index] instanceof Long value) {
            return value;
        }
        throw new IllegalArgumentException("argument " + index + " is not an integer");
    }

    private long[] allTimes(List<Points> results) {
        long[] all = new long[0];
        for (Points points : results) {
            int have = all.length;
            all = Arrays.copyOf(all, have + points.count());
            System.arraycopy(points.times(), 0, all, have, points.count());
        }
        all = Arrays.stream(all).sorted().distinct().toArray();
        for (int i = 0, j = all.length - 1; plan.descending() && i < j; i++, j--) {
            long swapped = all[i];
            all[i] = all[j];
            all[j] = swapped;
        }
        return all;
    }

    /// The points as a column over rows: by row where they came from rows, else by time.
    static Column aligned(Points points, long[] outTimes, boolean makesRows, DataType type) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        int next = 0;
        for (int row = 0; row < outTimes.length; row++) {
            boolean here =
                    next < points.count()
                            && (makesRows
                                    ? points.times()[next] == outTimes[row]
                                    : points.rows()[next] == row);
            builder.append(here ? points.value(next, type) : null);
            if (here) {
                next++;
                // of several points of one time the first counts
                while (makesRows
                        && next < points.count()
                        && points.times()[next] == outTimes[row]) {
                    next++;
                }
            }
        }
        return builder.build();
    }

    /// The rows that stay: all, or those that have a value.
    static int[] keptRows(List<Column> values, int rowCount, boolean dropEmptyRows) {
        int[] rows = new int[rowCount];
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            boolean any = !dropEmptyRows;
            for (Column value : values) {
                any |= value.isValid(row);
            }
            if (any) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    @Override
    public void close() {
        nextSeries = Integer.MAX_VALUE;
        memory.close();
        input.close();
    }
}
