package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts rows, batches and time of each node of a plan. Safe for use by many threads.
final class PlanMeter {
    private final IdentityHashMap<PhysicalPlan, Counts> counts = new IdentityHashMap<>();

    /// What a node put out, over all threads.
    record Counts(LongAdder rows, LongAdder batches, LongAdder nanos) {}

    synchronized Counts of(PhysicalPlan plan) {
        return counts.computeIfAbsent(
                plan, _ -> new Counts(new LongAdder(), new LongAdder(), new LongAdder()));
    }

    /// An operator that counts what it puts out, and the time that takes, its inputs' included.
    Operator metered(PhysicalPlan plan, Operator operator) {
        Counts count = of(plan);
        return new Operator() {
            @Override
            public @Nullable Batch next() {
                long start = System.nanoTime();
                Batch batch = operator.next();
                count.nanos.add(System.nanoTime() - start);
                if (batch != null) {
                    count.rows.add(batch.rowCount());
                    count.batches.increment();
                }
                return batch;
            }

            @Override
            public void close() {
                operator.close();
            }
        };
    }
}
