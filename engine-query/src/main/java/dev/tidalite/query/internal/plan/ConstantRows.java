package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// VALUES with expressions comes from the parser as a union of one projection per row; here it
/// becomes rows again.
final class ConstantRows {
    private ConstantRows() {}

    /// One node for a union whose inputs are constants, if they all are.
    static Optional<PhysicalPlan> join(List<PhysicalPlan> inputs, List<PlanColumn> columns) {
        List<List<Expr>> rows = new ArrayList<>(inputs.size());
        for (PhysicalPlan input : inputs) {
            switch (input) {
                case PhysicalPlan.Values values -> rows.addAll(values.rows());
                case PhysicalPlan.Project project
                        when project.input() instanceof PhysicalPlan.Values values
                                && values.rows().size() == 1
                                && project.expressions().stream().noneMatch(ConstantRows::reads) ->
                        rows.add(project.expressions());
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new PhysicalPlan.Values(columns, rows));
    }

    /// Whether an expression looks at no column.
    static boolean isConstant(Expr expression) {
        return !reads(expression);
    }

    private static boolean reads(Expr expression) {
        return switch (expression) {
            case Expr.ColumnRef ignored -> true;
            case Expr.Literal ignored -> false;
            case Expr.Parameter ignored -> false;
            case Expr.Call call -> call.args().stream().anyMatch(ConstantRows::reads);
            case Expr.Cast cast -> reads(cast.operand());
            case Expr.FieldOf field -> reads(field.operand());
            case Expr.InList list ->
                    reads(list.operand()) || list.items().stream().anyMatch(ConstantRows::reads);
            case Expr.Case branches ->
                    reads(branches.orElse())
                            || branches.whens().stream()
                                    .anyMatch(w -> reads(w.condition()) || reads(w.value()));
        };
    }
}
