package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

import java.util.ArrayList;
import java.util.List;

/// The first and the last time that the conditions of a query let through, both inclusive, as
/// constant expressions.
record TimeBounds(Expr lo, Expr hi) {
    private static final Expr NANOSECOND = new Expr.Literal(Interval.ofNanos(1), DataType.INTERVAL);

    /// @param input what is below the projection that bins the time
    /// @param column of the time in `input`
    /// @throws QueryException if there is no bound on either side
    static TimeBounds of(RelNode input, int column) {
        List<Expr> lower = new ArrayList<>();
        List<Expr> upper = new ArrayList<>();
        RelNode rel = input;
        int time = column;
        while (true) {
            if (rel instanceof Filter filter) {
                for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
                    collect(condition, time, lower, upper);
                }
                rel = filter.getInput();
            } else if (rel instanceof Project project
                    && project.getProjects().get(time) instanceof RexInputRef ref) {
                time = ref.getIndex();
                rel = project.getInput();
            } else if (rel instanceof Sort sort) {
                rel = sort.getInput();
            } else {
                break;
            }
        }
        if (lower.isEmpty() || upper.isEmpty()) {
            String missing =
                    lower.isEmpty() && upper.isEmpty()
                            ? "both upper and lower time bounds"
                            : lower.isEmpty() ? "lower time bound" : "upper time bound";
            throw new QueryException(
                    QueryException.Code.INVALID, "gap-filling query is missing " + missing);
        }
        return new TimeBounds(one("greatest", lower), one("least", upper));
    }

    private static Expr one(String function, List<Expr> bounds) {
        return bounds.size() == 1 ? bounds.getFirst() : Operators.call(function, bounds);
    }

    private static void collect(RexNode condition, int time, List<Expr> lower, List<Expr> upper) {
        if (!(condition instanceof RexCall call) || call.getOperands().size() != 2) {
            return;
        }
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        SqlKind kind = call.getKind();
        if (isTime(right, time)) {
            RexNode other = left;
            left = right;
            right = other;
            kind = kind.reverse();
        }
        if (!isTime(left, time) || !RexUtil.isConstant(right)) {
            return;
        }
        Expr bound =
                RexTranslation.cast(
                        new RexTranslation(field -> field).of(right), DataType.TIMESTAMP, false);
        switch (kind) {
            case EQUALS -> {
                lower.add(bound);
                upper.add(bound);
            }
            case GREATER_THAN_OR_EQUAL -> lower.add(bound);
            case GREATER_THAN -> lower.add(Operators.call("+", List.of(bound, NANOSECOND)));
            case LESS_THAN_OR_EQUAL -> upper.add(bound);
            case LESS_THAN -> upper.add(Operators.call("-", List.of(bound, NANOSECOND)));
            default -> {}
        }
    }

    private static boolean isTime(RexNode node, int time) {
        return node instanceof RexInputRef ref && ref.getIndex() == time;
    }
}
