package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import java.util.List;
import java.util.function.Function;

/// EXPLAIN and EXPLAIN ANALYZE.
final class Explanation {
    private Explanation() {}

    static Batch of(PhysicalPlan.Explain explain, ExecutionContext context) {
        if (!explain.analyze()) {
            return row("physical_plan", text(explain, context, _ -> ""));
        }
        PlanMeter meter = new PlanMeter();
        try (Operator root = new PlanCompiler(context, meter).compile(explain.input())) {
            while (root.next() != null) {
                context.check();
            }
        }
        return row("Plan with Metrics", text(explain, context, meter::text));
    }

    private static String text(
            PhysicalPlan.Explain explain,
            ExecutionContext context,
            Function<PhysicalPlan, String> suffix) {
        ExprBinder binder = new ExprBinder(context);
        return PlanText.of(
                explain.input(),
                condition -> isKnown(condition, context) ? binder.bind(condition) : condition,
                suffix);
    }

    /// Whether all parameters have values; those of a plan that is run series by series have not.
    private static boolean isKnown(Expr expression, ExecutionContext context) {
        if (expression instanceof Expr.Parameter parameter) {
            return context.parameters().containsKey(parameter.name());
        }
        return Exprs.operands(expression).stream().allMatch(part -> isKnown(part, context));
    }

    private static Batch row(String kind, String text) {
        return new Batch(List.of(text(kind), text(text)), 1);
    }

    private static Column text(String value) {
        ColumnBuilder builder = ColumnBuilder.of(DataType.UTF8);
        builder.append((Object) value);
        return builder.build();
    }
}
