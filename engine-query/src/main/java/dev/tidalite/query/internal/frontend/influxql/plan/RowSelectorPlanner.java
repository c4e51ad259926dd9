package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.SortKey;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Plans `top`, `bottom` and `sample`: they number the rows of each series or window and keep the
/// first ones, with the times that these have.
final class RowSelectorPlanner {
    private final Shape shape;
    private final Windows windows;

    RowSelectorPlanner(Shape shape, Windows windows) {
        this.shape = shape;
        this.windows = windows;
    }

    /// @param oneEach whether of the rows with the same tags named in the call only one counts
    SeriesRows plan(Rows rows, boolean oneEach) {
        Expression.Call call = Objects.requireNonNull(Analysis.wholeCall(shape.columns()));
        Expression field = call.arguments().get(0);
        Expr value = new Scalars(rows).value(field);
        List<Expr> partition = new ArrayList<>();
        for (String tag : shape.groupTags()) {
            partition.add(rows.tagOrNull(tag));
        }
        if (shape.hasWindows()) {
            partition.add(windows.startOf(rows.time()));
        }
        List<SortKey> order = order(call.name(), value, rows.time());
        Rows best = rows;
        List<Expr> tags = new ArrayList<>();
        for (Expression argument : call.arguments().subList(1, call.arguments().size() - 1)) {
            if (!(argument instanceof Expression.VarRef(String tag, Expression.Cast ignored))) {
                throw Failures.invalid("only fields or tags are allowed in " + call.name() + "()");
            }
            tags.add(rows.tagOrNull(tag));
        }
        if (!tags.isEmpty() && oneEach) {
            List<Expr> each = new ArrayList<>(partition);
            each.addAll(tags);
            best = first(numbered(best, "row_number", each, order), 1);
        }
        best = first(numbered(best, "row_number", partition, order), Calls.rowCount(call));

        Rows.Projection projection = MeasurementPlanner.withTimeAndTags(best, best.time(), shape);
        Map<Expression, Expr> known = Map.of(call, new Scalars(best).value(field));
        MeasurementPlanner.addOutputs(projection, best, known, shape);
        projection.keep(best.roles().size() - 1);
        return new SeriesRows(projection.build(), shape.groupTags().size(), shape.columns().size());
    }

    private static List<SortKey> order(String function, Expr value, Expr time) {
        return switch (function) {
            case "top" -> List.of(new SortKey(value, true, false), new SortKey(time, false, false));
            case "bottom" ->
                    List.of(new SortKey(value, false, false), new SortKey(time, false, false));
            default -> List.of(new SortKey(Exprs.call("random", DataType.FLOAT64), false, false));
        };
    }

    /// The rows with one more column, their number in the partition.
    static Rows numbered(Rows rows, String function, List<Expr> partition, List<SortKey> order) {
        List<PlanColumn> columns = new ArrayList<>(rows.plan().columns());
        columns.add(new PlanColumn("#", DataType.INT64));
        List<ColumnRole> roles = new ArrayList<>(rows.roles());
        roles.add(ColumnRole.FIELD);
        PhysicalPlan window =
                new PhysicalPlan.Window(
                        rows.plan(),
                        partition,
                        order,
                        List.of(MeasurementPlanner.windowCall(function, DataType.INT64)),
                        columns);
        return new Rows(rows.measurement(), window, roles, rows.ofTable());
    }

    private static Rows first(Rows numbered, long count) {
        Expr number = numbered.ref(numbered.roles().size() - 1);
        return numbered.filtered(Exprs.test("<=", number, Exprs.of(count)));
    }
}
