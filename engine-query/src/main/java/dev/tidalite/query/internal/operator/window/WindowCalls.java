package dev.tidalite.query.internal.operator.window;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.FrameBoundKind;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.aggregate.Accumulator;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Computes the calls of a window over sorted partitions.
final class WindowCalls {
    private final ExecutionContext context;
    private final ExprCompiler compiler;
    private final PhysicalPlan.Window plan;
    private final WindowOperator.Partitions partitions;

    WindowCalls(
            ExecutionContext context,
            PhysicalPlan.Window plan,
            WindowOperator.Partitions partitions) {
        this.context = context;
        this.compiler = new ExprCompiler(context);
        this.plan = plan;
        this.partitions = partitions;
    }

    Column compute(PhysicalPlan.WindowCall call) {
        int rowCount = partitions.rows().rowCount();
        Column column =
                switch (call.function()) {
                    case "row_number", "rank", "dense_rank", "ntile" -> integers(call);
                    case "percent_rank", "cume_dist" -> shares(call);
                    case "lag", "lead" -> neighbours(call);
                    case "first_value", "last_value", "nth_value" -> taken(call);
                    default -> aggregated(call);
                };
        return Casts.cast(column, call.type(), false, rowCount, context.functions());
    }

    private Column integers(PhysicalPlan.WindowCall call) {
        int rowCount = partitions.rows().rowCount();
        long[] out = new long[rowCount];
        long tiles = call.function().equals("ntile") ? argument(call, 0, 1) : 0;
        if (call.function().equals("ntile") && tiles < 1) {
            throw new QueryException(Code.INVALID, "NTILE requires a positive integer");
        }
        for (int partition = 0; partition < partitions.ends().length; partition++) {
            int from = partitions.start(partition);
            int to = partitions.ends()[partition];
            long rank = 1;
            long dense = 1;
            for (int row = from; row < to; row++) {
                if (row > from && partitions.peerEnds()[row - 1] == row) {
                    rank = row - from + 1L;
                    dense++;
                }
                out[row] =
                        switch (call.function()) {
                            case "row_number" -> row - from + 1L;
                            case "rank" -> rank;
                            case "dense_rank" -> dense;
                            default -> tile(row - from, to - from, tiles);
                        };
            }
        }
        return new Column.Longs(call.type().isInteger() ? call.type() : DataType.INT64, out, null);
    }

    /// The first tiles get one row more where rows do not divide evenly.
    private static long tile(long row, long rows, long tiles) {
        long size = rows / tiles;
        long larger = rows % tiles;
        long inLarger = larger * (size + 1);
        return row < inLarger ? row / (size + 1) + 1 : larger + (row - inLarger) / size + 1;
    }

    private Column shares(PhysicalPlan.WindowCall call) {
        double[] out = new double[partitions.rows().rowCount()];
        boolean percent = call.function().equals("percent_rank");
        for (int partition = 0; partition < partitions.ends().length; partition++) {
            int from = partitions.start(partition);
            int to = partitions.ends()[partition];
            int rank = 0;
            for (int row = from; row < to; row++) {
                if (row > from && partitions.peerEnds()[row - 1] == row) {
                    rank = row - from;
                }
                int peers = partitions.peerEnds()[row] - from;
                out[row] =
                        percent
                                ? to - from == 1 ? 0 : (double) rank / (to - from - 1)
                                : (double) peers / (to - from);
            }
        }
        return new Column.Doubles(DataType.FLOAT64, out, null);
    }

    private long argument(PhysicalPlan.WindowCall call, int index, long otherwise) {
        if (call.args().size() <= index) {
            return otherwise;
        }
        Object value = compiler.constant(call.args().get(index));
        return value instanceof Long number ? number : otherwise;
    }

    /// `lag(x, offset, default)` and `lead`.
    private Column neighbours(PhysicalPlan.WindowCall call) {
        int rowCount = partitions.rows().rowCount();
        Column values =
                compiler.compile(call.args().get(0), call.type()).evaluate(partitions.rows());
        long offset = argument(call, 1, 1) * (call.function().equals("lag") ? -1 : 1);
        Object otherwise = null;
        if (call.args().size() > 2) {
            Expr expression = call.args().get(2);
            otherwise =
                    Casts.cast(
                            compiler.constant(expression), expression.type(), call.type(), false);
        }
        ColumnBuilder builder = ColumnBuilder.of(call.type());
        for (int partition = 0; partition < partitions.ends().length; partition++) {
            int from = partitions.start(partition);
            int to = partitions.ends()[partition];
            for (int row = from; row < to; row++) {
                long at =
                        call.ignoreNulls()
                                ? skipNulls(values, row, offset, from, to)
                                : row + offset;
                if (at < from || at >= to) {
                    builder.append(otherwise);
                } else {
                    builder.append(values, (int) at, (int) at + 1);
                }
            }
        }
        assert builder.size() == rowCount;
        return builder.build();
    }

    private static long skipNulls(Column values, int row, long offset, int from, int to) {
        int step = Long.signum(offset);
        long left = Math.abs(offset);
        long at = row;
        while (left > 0) {
            at += step;
            if (at < from || at >= to) {
                return -1;
            }
            left -= values.isValid((int) at) ? 1 : 0;
        }
        return at;
    }

    private Frames frames(PhysicalPlan.WindowCall call) {
        boolean one = plan.orderBy().size() == 1;
        @Nullable Column key =
                one
                        ? compiler.compile(plan.orderBy().get(0).expression())
                                .evaluate(partitions.rows())
                        : null;
        boolean descending = one && plan.orderBy().get(0).descending();
        return new Frames(
                call.frame(),
                !plan.orderBy().isEmpty(),
                partitions.peerEnds(),
                key,
                descending,
                compiler);
    }

    private Column taken(PhysicalPlan.WindowCall call) {
        Column values =
                compiler.compile(call.args().get(0), call.type()).evaluate(partitions.rows());
        long nth = argument(call, 1, 1);
        Frames frames = frames(call);
        int[] rows = new int[partitions.rows().rowCount()];
        for (int partition = 0; partition < partitions.ends().length; partition++) {
            int from = partitions.start(partition);
            int to = partitions.ends()[partition];
            for (int row = from; row < to; row++) {
                int start = frames.start(row, from, to);
                int end = frames.end(row, from, to);
                boolean last = call.function().equals("last_value");
                long wanted = call.function().equals("nth_value") ? nth : 1;
                rows[row] = take(values, start, end, wanted, last, call.ignoreNulls());
            }
        }
        return Columns.gather(Columns.flatten(values, rows.length), rows, rows.length);
    }

    /// @return -1 if there is no such row
    private static int take(
            Column values, int start, int end, long nth, boolean fromEnd, boolean ignoreNulls) {
        boolean backwards = fromEnd || nth < 0;
        long left = Math.abs(nth);
        for (int i = start; i < end; i++) {
            int row = backwards ? end - 1 - (i - start) : i;
            if (!ignoreNulls || values.isValid(row)) {
                left--;
                if (left == 0) {
                    return row;
                }
            }
        }
        return -1;
    }

    /// Any aggregate over the frame of each row. A frame that only grows is fed once, one that
    /// moves slides if the function can, others are fed anew for each row.
    private Column aggregated(PhysicalPlan.WindowCall call) {
        AggregateFunction function = FunctionRegistry.aggregate(call.function());
        TypeRule.Signature signature =
                function.resolve(call.args().stream().map(Expr::type).toList());
        int rowCount = partitions.rows().rowCount();
        Column[] args = new Column[call.args().size()];
        for (int i = 0; i < args.length; i++) {
            DataType type = signature.args().get(i);
            args[i] =
                    Columns.flatten(
                            compiler.compile(call.args().get(i), type).evaluate(partitions.rows()),
                            rowCount);
        }
        Frames frames = frames(call);
        boolean growing = call.frame().start().kind() == FrameBoundKind.UNBOUNDED_PRECEDING;
        if (!growing && args.length <= 1) {
            Column arg =
                    args.length == 0
                            ? new Column.Longs(DataType.INT64, new long[rowCount], null)
                            : args[0];
            SlidingAggregate sliding = SlidingAggregate.of(call.function(), arg, rowCount);
            if (sliding != null) {
                return slid(sliding, frames, signature.result());
            }
        }
        ColumnBuilder builder = ColumnBuilder.of(signature.result());
        for (int partition = 0; partition < partitions.ends().length; partition++) {
            context.check();
            int from = partitions.start(partition);
            int to = partitions.ends()[partition];
            Accumulator state = fresh(function, signature);
            int fed = from;
            Column value = null;
            for (int row = from; row < to; row++) {
                int end = frames.end(row, from, to);
                if (!growing) {
                    state = fresh(function, signature);
                    int start = frames.start(row, from, to);
                    state.updateRange(args, 0, start, Math.max(start, end));
                    value = state.result(1);
                } else if (end > fed || value == null) {
                    state.updateRange(args, 0, fed, end);
                    fed = end;
                    value = state.result(1);
                }
                builder.append(value, 0, 1);
            }
        }
        return builder.build();
    }

    private Column slid(SlidingAggregate sliding, Frames frames, DataType type) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int partition = 0; partition < partitions.ends().length; partition++) {
            context.check();
            int from = partitions.start(partition);
            int to = partitions.ends()[partition];
            sliding.restart(from);
            for (int row = from; row < to; row++) {
                int start = frames.start(row, from, to);
                builder.append(sliding.value(start, frames.end(row, from, to)));
            }
        }
        return builder.build();
    }

    private static Accumulator fresh(AggregateFunction function, TypeRule.Signature signature) {
        Accumulator accumulator =
                function.factory().create(List.copyOf(signature.args()), signature.result());
        accumulator.reserve(1);
        return accumulator;
    }
}
