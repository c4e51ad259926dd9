package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

/// Where the values of a column of a plan over one scan come from.
sealed interface Lineage {
    /// A column of the scan as it is.
    record OfScan(int column) implements Lineage {}

    /// One value for all rows.
    record Constant() implements Lineage {}

    /// Anything else.
    record Computed() implements Lineage {}

    static Lineage of(PhysicalPlan plan, int column) {
        return switch (plan) {
            case PhysicalPlan.Scan _ -> new OfScan(column);
            case PhysicalPlan.Filter filter -> of(filter.input(), column);
            case PhysicalPlan.Distinct distinct -> of(distinct.input(), column);
            case PhysicalPlan.Project project ->
                    of(project.input(), project.expressions().get(column));
            case PhysicalPlan.Aggregate aggregate ->
                    column < aggregate.keys().size()
                            ? of(aggregate.input(), aggregate.keys().get(column))
                            : new Computed();
            case PhysicalPlan.GapFill fill ->
                    fill.seriesColumns().contains(column)
                            ? of(fill.input(), column)
                            : new Computed();
            case PhysicalPlan.SeriesTransform transform ->
                    column < transform.seriesColumns().size()
                            ? of(transform.input(), transform.seriesColumns().get(column))
                            : new Computed();
            default -> new Computed();
        };
    }

    private static Lineage of(PhysicalPlan input, Expr value) {
        return switch (value) {
            case Expr.ColumnRef(int column, DataType _) -> of(input, column);
            case Expr.Literal _ -> new Constant();
            default -> new Computed();
        };
    }
}
