package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Counts rows, batches, time and what is read of each node of a plan. Safe for use by many
/// threads.
final class PlanMeter {
    private final IdentityHashMap<PhysicalPlan, Counts> counts = new IdentityHashMap<>();

    /// Per thread the time that metered operators took within the one that runs now.
    private final ThreadLocal<long[]> innerNanos = ThreadLocal.withInitial(() -> new long[1]);

    /// What a node put out and how long that took, over all threads.
    ///
    /// @param nanos the inputs' time included, where the same thread read them
    /// @param ownNanos not included
    private record Counts(
            LongAdder rows,
            LongAdder batches,
            LongAdder nanos,
            LongAdder ownNanos,
            ReadCounts reads) {
        Counts() {
            this(
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new ReadCounts());
        }
    }

    private synchronized Counts of(PhysicalPlan plan) {
        return counts.computeIfAbsent(plan, _ -> new Counts());
    }

    /// Counts what is run in place of a plan as the plan's own.
    ///
    /// @param derived of the same shape
    synchronized void share(PhysicalPlan derived, PhysicalPlan plan) {
        counts.put(derived, of(plan));
        List<PhysicalPlan> inputs = plan.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            share(derived.inputs().get(i), inputs.get(i));
        }
    }

    ScanObserver observer(PhysicalPlan.Scan scan) {
        return of(scan).reads;
    }

    /// The counts of a node as text, for the end of its line.
    String text(PhysicalPlan plan) {
        Counts count = of(plan);
        String text =
                "  rows=%d batches=%d time=%.3fms own=%.3fms"
                        .formatted(
                                count.rows.sum(),
                                count.batches.sum(),
                                count.nanos.sum() / 1e6,
                                count.ownNanos.sum() / 1e6);
        return plan instanceof PhysicalPlan.Scan ? text + " " + count.reads : text;
    }

    /// An operator that counts what it puts out, and the time that takes.
    Operator metered(PhysicalPlan plan, Operator operator) {
        Counts count = of(plan);
        return new Operator() {
            @Override
            public @Nullable Batch next() {
                long[] inner = innerNanos.get();
                long before = inner[0];
                inner[0] = 0;
                long start = System.nanoTime();
                Batch batch = operator.next();
                long nanos = System.nanoTime() - start;
                count.nanos.add(nanos);
                count.ownNanos.add(nanos - inner[0]);
                inner[0] = before + nanos;
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
