package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/// Answers [NewestBins]: computes the last few bins, and if they do not give enough rows, more. All
/// rows of older bins come behind those that are put out, so that whoever sorts them has enough.
final class NewestBinsOperator implements Operator {
    /// By how much the stretch of time grows where there was nothing.
    private static final long GROWTH = 64;

    private final ExecutionContext context;
    private final NewestBins query;
    private final long wantedRows;
    private final ScanSpec spec;
    private final ScanObserver observer;
    private final Function<PhysicalPlan, Operator> compiler;
    private final MemoryAccount memory;
    private boolean done;

    /// @param wantedRows how many rows of the newest bins are enough
    /// @param spec what the query's scan would read
    /// @param observer is told what the search for the newest time reads of files
    NewestBinsOperator(
            ExecutionContext context,
            NewestBins query,
            long wantedRows,
            ScanSpec spec,
            ScanObserver observer,
            Function<PhysicalPlan, Operator> compiler) {
        this.context = context;
        this.query = query;
        this.wantedRows = wantedRows;
        this.spec = spec;
        this.observer = observer;
        this.compiler = compiler;
        this.memory = new MemoryAccount(context);
    }

    @Override
    public @Nullable Batch next() {
        if (done) {
            return null;
        }
        done = true;
        return compute();
    }

    private Batch compute() {
        TimeRange range = spec.timeRange();
        boolean isKnown = !range.isEmpty() && range.endNs() == Long.MAX_VALUE;
        long newestNs = isKnown ? newestNs() : range.endNs();
        for (long binCount = wantedRows; ; binCount *= GROWTH) {
            long startNs = query.startNs(newestNs, binCount);
            if (startNs <= spec.timeRange().startNs() || binCount > Long.MAX_VALUE / GROWTH) {
                return rows(query.input());
            }
            Batch rows = rows(query.from(startNs));
            if (rows.rowCount() >= wantedRows) {
                return rows;
            }
            if (rows.rowCount() > 0) {
                // there may be no more bins than these: looking a third time would not pay
                return rows(query.input());
            }
            if (!isKnown) {
                // the range ends behind the last row
                isKnown = true;
                newestNs = newestNs();
                binCount = Math.max(1, wantedRows / GROWTH);
            }
        }
    }

    /// No row is newer than this.
    private long newestNs() {
        TimeRange range = spec.timeRange();
        ScanSpec newest =
                new ScanSpec(
                        spec.table(),
                        List.of("time"),
                        range,
                        spec.predicates(),
                        ScanSpec.Order.TIME_DESCENDING);
        try (BatchCursor cursor = context.snapshot().split(newest, 1, observer).getFirst().open()) {
            TableBatch batch = cursor.next();
            return batch != null && batch.vector(0) instanceof LongVector times
                    ? times.values()[0]
                    : range.startNs();
        }
    }

    private Batch rows(PhysicalPlan plan) {
        return BatchBuffer.drain(compiler.apply(plan), plan.columns(), context, memory);
    }

    @Override
    public void close() {
        done = true;
        memory.close();
    }
}
