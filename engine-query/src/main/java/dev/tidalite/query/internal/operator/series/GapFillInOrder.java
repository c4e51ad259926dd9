package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
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
import dev.tidalite.query.internal.function.time.DateBin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fills gaps in the time of one series whose rows come ascending by time. Holds one batch and the
/// values of the last row.
public final class GapFillInOrder implements Operator {
    private final ExecutionContext context;
    private final Operator input;
    private final PhysicalPlan.GapFill plan;
    private final DateBin grid;
    private final @Nullable Long lo;
    private final @Nullable Long hi;
    private final int[] sources = new int[Batch.ROWS]; // -1: an added row
    private final long[] times = new long[Batch.ROWS];

    /// Per column what the rows that are added get in it: the series, or the last value.
    private final List<Column> last = new ArrayList<>();

    private @Nullable Batch batch;
    private int nextRow;
    private boolean inputEnded;
    private boolean gridEnded;
    private long gridTime;

    /// @param plan without linear fills, and not to be filled where there is no row at all
    public GapFillInOrder(ExecutionContext context, Operator input, PhysicalPlan.GapFill plan) {
        this.context = context;
        this.input = input;
        this.plan = plan;
        this.grid = GapFillOperator.grid(plan, context);
        ExprCompiler compiler = new ExprCompiler(context);
        Expr from = plan.lo();
        this.lo = from != null && compiler.constant(from) instanceof Long at ? at : null;
        this.hi = compiler.constant(plan.hi()) instanceof Long at ? at : null;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.check();
            if (!inputEnded && (batch == null || nextRow == batch.rowCount())) {
                read();
            }
            Batch filled = fill();
            if (filled.rowCount() > 0) {
                return filled;
            }
            if (inputEnded) {
                return null;
            }
        }
    }

    private void read() {
        boolean first = batch == null;
        Batch rows = input.next();
        nextRow = 0;
        if (rows == null) {
            inputEnded = true;
            gridEnded |= first;
            batch = new Batch(List.of(), 0);
            return;
        }
        batch = rows;
        if (first) {
            for (int i = 0; i < plan.columns().size(); i++) {
                boolean series = plan.seriesColumns().contains(i);
                DataType type = plan.columns().get(i).type();
                last.add(series ? one(rows.column(i), 0) : new Column.Constant(type, null));
            }
            gridTime = plan.lo() == null ? timeOf(rows, 0) : lo == null ? 0 : grid.bin(lo);
            gridEnded = hi == null || (plan.lo() != null && lo == null) || gridTime > hi;
        }
    }

    private long timeOf(Batch rows, int row) {
        return Columns.get(rows.column(plan.timeColumn()), row) instanceof Long time
                ? time
                : Long.MIN_VALUE;
    }

    private static Column one(Column column, int row) {
        return Columns.gather(column, new int[] {row}, 1);
    }

    /// Rows up to the end of the batch, or behind the last one up to the end of the grid.
    private Batch fill() {
        Batch rows = batch == null ? new Batch(List.of(), 0) : batch;
        int count = 0;
        while (count < times.length && (nextRow < rows.rowCount() || (inputEnded && !gridEnded))) {
            long rowTime = nextRow < rows.rowCount() ? timeOf(rows, nextRow) : Long.MAX_VALUE;
            boolean there = nextRow < rows.rowCount() && (gridEnded || rowTime <= gridTime);
            sources[count] = there ? nextRow++ : -1;
            times[count] = there ? rowTime : gridTime;
            if (!gridEnded && times[count] == gridTime) {
                long following = grid.next(gridTime);
                gridEnded = following <= gridTime || hi == null || following > hi;
                gridTime = following;
            }
            count++;
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < plan.columns().size() && count > 0; i++) {
            columns.add(column(rows, i, count));
        }
        return new Batch(columns, count);
    }

    private Column column(Batch rows, int index, int count) {
        DataType type = plan.columns().get(index).type();
        if (index == plan.timeColumn()) {
            return new Column.Longs(type, Arrays.copyOf(times, count), null);
        }
        if (plan.seriesColumns().contains(index)) {
            return Columns.gather(last.get(index), new int[count], count);
        }
        Fill fill = plan.fills().get(index);
        Object constant = null;
        if (fill instanceof Fill.WithValue(Expr value)) {
            Object given = new ExprCompiler(context).constant(value);
            constant = Casts.cast(given, value.type(), type, false);
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        Column before = last.get(index);
        int beforeRow = 0;
        for (int i = 0; i < count; i++) {
            int source = sources[i];
            boolean known = source >= 0 && rows.column(index).isValid(source);
            if (fill instanceof Fill.WithPrevious(boolean overNulls)) {
                if (known || (source >= 0 && !overNulls)) {
                    before = rows.column(index);
                    beforeRow = source;
                }
                builder.append(before, beforeRow, beforeRow + 1);
            } else if (source >= 0) {
                builder.append(rows.column(index), source, source + 1);
            } else {
                builder.append(constant);
            }
        }
        if (fill instanceof Fill.WithPrevious) {
            last.set(index, one(before, beforeRow));
        }
        return builder.build();
    }

    @Override
    public void close() {
        inputEnded = true;
        gridEnded = true;
        batch = new Batch(List.of(), 0);
        nextRow = 0;
        input.close();
    }
}
