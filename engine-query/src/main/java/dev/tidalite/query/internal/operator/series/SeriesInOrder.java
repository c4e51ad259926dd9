package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.SeriesFunction;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Computes local functions along the time of one series whose rows come in order: batch by batch,
/// with those points of the batches before that the functions still look at.
public final class SeriesInOrder implements Operator {
    private final ExecutionContext context;
    private final Operator input;
    private final PhysicalPlan.SeriesTransform plan;
    private final List<@Nullable Object[]> arguments = new ArrayList<>();

    /// Per call the points of before; null for none.
    private final @Nullable Points[] before;

    /// @param plan of functions that are local
    public SeriesInOrder(
            ExecutionContext context, Operator input, PhysicalPlan.SeriesTransform plan) {
        this.context = context;
        this.input = input;
        this.plan = plan;
        ExprCompiler compiler = new ExprCompiler(context);
        for (PhysicalPlan.SeriesCall call : plan.calls()) {
            arguments.add(call.args().stream().map(compiler::constant).toArray());
        }
        this.before = new Points[plan.calls().size()];
    }

    @Override
    public @Nullable Batch next() {
        for (Batch rows = input.next(); rows != null; rows = input.next()) {
            context.check();
            Batch transformed = transform(rows);
            if (transformed.rowCount() > 0) {
                return transformed;
            }
        }
        return null;
    }

    private Batch transform(Batch rows) {
        Column time = Columns.flatten(rows.column(plan.timeColumn()), rows.rowCount());
        long[] times = Arrays.copyOf(((Column.Longs) time).values(), rows.rowCount());
        List<Column> values = new ArrayList<>();
        for (int i = 0; i < plan.calls().size(); i++) {
            values.add(value(i, rows, times));
        }
        int[] kept = SeriesOperator.keptRows(values, times.length, plan.dropEmptyRows());
        List<Column> columns = new ArrayList<>();
        for (int column : plan.seriesColumns()) {
            columns.add(Columns.gather(rows.column(column), kept, kept.length));
        }
        columns.add(Columns.gather(time, kept, kept.length));
        for (Column value : values) {
            columns.add(Columns.gather(value, kept, kept.length));
        }
        return new Batch(columns, kept.length);
    }

    private Column value(int index, Batch rows, long[] times) {
        PhysicalPlan.SeriesCall call = plan.calls().get(index);
        Points here = Points.of(rows.column(call.column()), 0, times);
        Points known = before[index];
        Points points = known == null ? here : known.then(here);
        Points results = SeriesOperator.computed(call, arguments.get(index), points);
        before[index] = kept(call, arguments.get(index), points, results);
        int first = 0;
        while (first < results.count() && results.rows()[first] < 0) {
            first++;
        }
        Points fresh = results.slice(first, results.count());
        return SeriesOperator.aligned(fresh, times, /* makesRows= */ false, call.type());
    }

    /// The points that the function looks at when it sees the next ones.
    private static Points kept(
            PhysicalPlan.SeriesCall call, @Nullable Object[] args, Points points, Points results) {
        int count = points.count();
        return switch (call.function()) {
            case IDENTITY -> points.slice(count, count);
            case CUMULATIVE_SUM -> results.slice(Math.max(0, count - 1), count);
            case MOVING_AVERAGE -> {
                int size = args[0] instanceof Long n ? Math.toIntExact(n) : 1;
                yield points.slice(Math.max(0, count - size + 1), count);
            }
            default -> {
                // of several points of one time the first counts
                int first = Math.max(0, count - 1);
                boolean once = call.function() != SeriesFunction.ELAPSED;
                while (once && first > 0 && points.times()[first - 1] == points.times()[first]) {
                    first--;
                }
                yield points.slice(first, Math.min(count, first + 1));
            }
        };
    }

    @Override
    public void close() {
        input.close();
    }
}
