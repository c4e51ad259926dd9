package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.Fill;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.function.time.Calendar;
import dev.tidalite.query.internal.function.time.DateBin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fills gaps in time. Takes in everything, then puts out one series after the other.
public final class GapFillOperator implements Operator {
    /// Rows one query may add at most: a grid of a nanosecond over years must not take a process
    /// down.
    private static final int ROWS_MAX = 100_000_000;

    private final ExecutionContext context;
    private final Operator input;
    private final PhysicalPlan.GapFill plan;
    private final MemoryAccount memory;

    /// What one series takes when its gaps are filled.
    private final MemoryAccount filling;

    private final DateBin grid;
    private final long lo;
    private final long hi;
    private final boolean fromFirstRow;
    private final boolean unbounded;
    private @Nullable SeriesRows series;
    private int nextSeries;
    private boolean ended;

    public GapFillOperator(ExecutionContext context, Operator input, PhysicalPlan.GapFill plan) {
        this.context = context;
        this.input = input;
        this.plan = plan;
        this.memory = new MemoryAccount(context);
        this.filling = new MemoryAccount(context);
        ExprCompiler compiler = new ExprCompiler(context);
        this.grid = grid(plan, context);
        Expr first = plan.lo();
        Object from = first == null ? null : compiler.constant(first);
        Object to = compiler.constant(plan.hi());
        this.fromFirstRow = first == null;
        this.unbounded = (first != null && !(from instanceof Long)) || !(to instanceof Long);
        this.lo = from instanceof Long at ? grid.bin(at) : 0;
        this.hi = to instanceof Long at ? at : 0;
    }

    static DateBin grid(PhysicalPlan.GapFill plan, ExecutionContext context) {
        Expr at = plan.origin();
        Object value = at == null ? null : new ExprCompiler(context).constant(at);
        long origin = value instanceof Long time ? time : 0;
        String zone = plan.zone();
        return DateBin.of(plan.step(), origin, zone == null ? null : Calendar.zone(zone));
    }

    @Override
    public @Nullable Batch next() {
        SeriesRows all = series;
        if (all == null) {
            Batch rows = BatchBuffer.drain(input, plan.input().columns(), context, memory);
            all = SeriesRows.of(rows, plan.seriesColumns(), plan.timeColumn(), false);
            series = all;
            if (rows.rowCount() == 0 && plan.seriesColumns().isEmpty() && plan.fillEmpty()) {
                ended = true;
                return nonEmpty(fill(rows, 0, 0));
            }
        }
        while (!ended && nextSeries < all.seriesCount()) {
            context.check();
            int current = nextSeries++;
            Batch filled = fill(all.rows(), all.start(current), all.ends()[current]);
            if (filled.rowCount() > 0) {
                return filled;
            }
        }
        return null;
    }

    private static @Nullable Batch nonEmpty(Batch batch) {
        return batch.rowCount() == 0 ? null : batch;
    }

    /// Rows `[from, to)` are one series; the result has them and the missing ones.
    private Batch fill(Batch rows, int from, int to) {
        int[] sources = new int[Math.max(16, (to - from) * 2)]; // -1: an added row
        long[] times = new long[sources.length];
        int count = 0;
        Column.Longs timeColumn =
                (Column.Longs) Columns.flatten(rows.column(plan.timeColumn()), rows.rowCount());
        int row = from;
        long time = fromFirstRow && from < to ? timeColumn.values()[from] : lo;
        boolean gridEnded = unbounded || time > hi;
        while (row < to || !gridEnded) {
            if (count == sources.length) {
                sources = Arrays.copyOf(sources, count * 2);
                times = Arrays.copyOf(times, count * 2);
                requireRoom(count);
            }
            boolean isNull = row < to && !timeColumn.isValid(row);
            long rowTime = row < to ? timeColumn.values()[row] : Long.MAX_VALUE;
            if (row < to && (gridEnded || isNull || rowTime <= time)) {
                sources[count] = row++;
                times[count] = rowTime;
                if (rowTime != time || gridEnded || isNull) {
                    count++;
                    continue;
                }
            } else {
                sources[count] = -1;
                times[count] = time;
            }
            count++;
            long following = grid.next(time);
            gridEnded = following > hi || following <= time;
            time = following;
        }
        return columns(rows, from, sources, times, count);
    }

    private void requireRoom(int rows) {
        context.check();
        if (rows > ROWS_MAX) {
            throw new QueryException(
                    Code.RESOURCE, "gap filling makes more than " + ROWS_MAX + " rows of a series");
        }
        // Arrays double, and each column of the series is as long as they are.
        filling.set(2L * rows * (Integer.BYTES + Long.BYTES * (1L + plan.columns().size())));
    }

    private Batch columns(Batch rows, int first, int[] sources, long[] times, int count) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < plan.columns().size(); i++) {
            Column column = rows.column(i);
            if (i == plan.timeColumn()) {
                columns.add(times(column, sources, times, count));
            } else if (plan.seriesColumns().contains(i)) {
                int[] same = new int[count];
                Arrays.fill(same, first);
                columns.add(Columns.gather(column, same, count));
            } else {
                columns.add(filled(plan.fills().get(i), column, sources, times, count));
            }
        }
        return new Batch(columns, count);
    }

    private static Column times(Column column, int[] sources, long[] times, int count) {
        for (int i = 0; i < count; i++) {
            if (sources[i] >= 0 && !column.isValid(sources[i])) {
                return Columns.gather(column, sources, count); // a null time: nothing was added
            }
        }
        return new Column.Longs(column.type(), Arrays.copyOf(times, count), null);
    }

    private Column filled(Fill fill, Column column, int[] sources, long[] times, int count) {
        return switch (fill) {
            case Fill.WithNull _ -> Columns.gather(column, sources, count);
            case Fill.WithPrevious(boolean overNulls) ->
                    Columns.gather(column, previous(column, sources, count, overNulls), count);
            case Fill.WithValue(Expr value) -> {
                Object constant = new ExprCompiler(context).constant(value);
                Object cast = Casts.cast(constant, value.type(), column.type(), false);
                ColumnBuilder builder = ColumnBuilder.of(column.type());
                for (int i = 0; i < count; i++) {
                    if (sources[i] < 0) {
                        builder.append(cast);
                    } else {
                        builder.append(column, sources[i], sources[i] + 1);
                    }
                }
                yield builder.build();
            }
            case Fill.WithLinear _ -> linear(column, sources, times, count);
        };
    }

    private static int[] previous(Column column, int[] sources, int count, boolean overNulls) {
        int[] from = new int[count];
        int last = -1;
        for (int i = 0; i < count; i++) {
            int source = sources[i];
            boolean replace = source < 0 || (overNulls && !column.isValid(source));
            from[i] = replace ? last : source;
            if (source >= 0 && column.isValid(source)) {
                last = source;
            } else if (source >= 0 && !overNulls) {
                last = source;
            }
        }
        return from;
    }

    /// Numbers, and the `value` of a selector's struct, on the line between their neighbours.
    private static Column linear(Column column, int[] sources, long[] times, int count) {
        ColumnBuilder builder = ColumnBuilder.of(column.type());
        int before = -1; // places in sources of the neighbours that have a value
        int after = -1;
        for (int i = 0; i < count; i++) {
            if (hasValue(column, sources[i])) {
                before = i;
                builder.append(column, sources[i], sources[i] + 1);
                continue;
            }
            if (after < i) {
                after = i + 1;
                while (after < count && !hasValue(column, sources[after])) {
                    after++;
                }
            }
            if (before < 0 || after >= count) {
                builder.append((Object) null);
                continue;
            }
            Object left = Columns.get(column, sources[before]);
            Object right = Columns.get(column, sources[after]);
            builder.append(
                    between(left, times[before], right, times[after], times[i], column.type()));
        }
        return builder.build();
    }

    private static boolean hasValue(Column column, int source) {
        return source >= 0 && column.isValid(source);
    }

    static @Nullable Object between(
            @Nullable Object left,
            long leftTime,
            @Nullable Object right,
            long rightTime,
            long time,
            DataType type) {
        double share = (double) (time - leftTime) / (rightTime - leftTime);
        if (left instanceof Double a && right instanceof Double b) {
            return a + (b - a) * share;
        }
        if (left instanceof Long a && right instanceof Long b) {
            if (type == DataType.UINT64) {
                double from = Casts.toDouble(a);
                double value = from + (Casts.toDouble(b) - from) * share;
                return Casts.cast(value, DataType.FLOAT64, DataType.UINT64, true);
            }
            // divided last: what is whole must not fall short of it
            return (long) (a + ((double) b - a) * (time - leftTime) / (rightTime - leftTime));
        }
        if (left instanceof Object[] a
                && right instanceof Object[] b
                && type instanceof DataType.Struct struct) {
            @Nullable Object[] values = new Object[a.length];
            DataType value = struct.fields().get(0).type();
            values[0] = between(a[0], leftTime, b[0], rightTime, time, value);
            if (values.length > 1) {
                values[1] = time;
            }
            return values;
        }
        return null;
    }

    @Override
    public void close() {
        ended = true;
        memory.close();
        filling.close();
        input.close();
    }
}
