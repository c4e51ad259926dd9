package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.DataType;

import java.util.List;

/// EXPLAIN and EXPLAIN ANALYZE.
final class Explanation {
    private Explanation() {}

    static Batch of(PhysicalPlan.Explain explain, ExecutionContext context) {
        if (!explain.analyze()) {
            return row("physical_plan", PlanText.of(explain.input()));
        }
        PlanMeter meter = new PlanMeter();
        try (Operator root = new PlanCompiler(context, meter).compile(explain.input())) {
            while (root.next() != null) {
                context.check();
            }
        }
        String text =
                PlanText.of(
                        explain.input(),
                        plan -> {
                            PlanMeter.Counts counts = meter.of(plan);
                            return "  rows=%d batches=%d time=%.3fms"
                                    .formatted(
                                            counts.rows().sum(),
                                            counts.batches().sum(),
                                            counts.nanos().sum() / 1e6);
                        });
        return row("Plan with Metrics", text);
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
