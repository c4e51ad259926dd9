package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.Parts;
import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// GROUP BY by hashing. Each thread groups the parts that it gets; what they found is merged at the
/// end. Everything is kept in memory: there is no spilling, a query that needs more than its limit
/// ends with a RESOURCE error.
public final class AggregateOperator implements Operator {
    private final ExecutionContext context;
    private final AggregateSpec spec;
    private final Parts input;
    private @Nullable List<Batch> results;
    private int nextIndex;

    public AggregateOperator(ExecutionContext context, AggregateSpec spec, Parts input) {
        this.context = context;
        this.spec = spec;
        this.input = input;
    }

    @Override
    public @Nullable Batch next() {
        List<Batch> all = results;
        if (all == null) {
            all = compute();
            results = all;
        }
        while (nextIndex < all.size()) {
            Batch batch = all.get(nextIndex++);
            if (batch.rowCount() > 0) {
                return batch;
            }
        }
        return null;
    }

    private List<Batch> compute() {
        List<Worker> workers =
                input.run(
                        spec.isMergeable() ? context.threads() : 1,
                        () -> new Worker(context, spec),
                        Worker::take);
        Worker first = workers.getFirst();
        for (Worker other : workers.subList(1, workers.size())) {
            first.merge(other);
        }
        List<Batch> batches = new ArrayList<>();
        for (AggregateState state : first.states) {
            batches.add(state.result(context.functions()));
        }
        workers.forEach(Worker::close);
        return batches;
    }

    @Override
    public void close() {
        results = List.of();
        input.close();
    }

    /// The state of one thread.
    private static final class Worker {
        private final MemoryAccount memory;
        private final List<AggregateState> states = new ArrayList<>();

        Worker(ExecutionContext context, AggregateSpec spec) {
            memory = new MemoryAccount(context);
            for (List<Integer> set : spec.groupingSets()) {
                states.add(new AggregateState(spec, set, new ExprCompiler(context)));
            }
        }

        void take(Batch batch) {
            long bytes = 0;
            for (AggregateState state : states) {
                state.update(batch);
                bytes += state.memoryBytes();
            }
            memory.set(bytes);
        }

        void merge(Worker other) {
            for (int i = 0; i < states.size(); i++) {
                states.get(i).merge(other.states.get(i));
            }
        }

        void close() {
            memory.close();
        }
    }
}
