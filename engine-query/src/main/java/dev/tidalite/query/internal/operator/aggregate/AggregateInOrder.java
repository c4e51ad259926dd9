package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.Evaluator;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// GROUP BY of rows whose first key never comes back once it has changed: groups are put out when
/// their last row was seen.
public final class AggregateInOrder implements Operator {
    /// Rows after which groups that are complete are put out.
    private static final int ROWS_MIN = Batch.ROWS;

    private final ExecutionContext context;
    private final AggregateSpec spec;
    private final Operator input;
    private final Evaluator firstKey;
    private final MemoryAccount memory;
    private AggregateState state;
    private long rowCount;
    private @Nullable Object lastKey;
    private boolean ended;

    /// @param spec of one grouping set
    public AggregateInOrder(ExecutionContext context, AggregateSpec spec, Operator input) {
        this.context = context;
        this.spec = spec;
        this.input = input;
        this.firstKey = new ExprCompiler(context).compile(spec.keys().getFirst());
        this.memory = new MemoryAccount(context);
        this.state = newState();
    }

    private AggregateState newState() {
        rowCount = 0;
        return new AggregateState(spec, spec.groupingSets().getFirst(), new ExprCompiler(context));
    }

    @Override
    public @Nullable Batch next() {
        while (!ended) {
            context.check();
            Batch batch = input.next();
            if (batch == null) {
                ended = true;
                return rowCount == 0 ? null : state.result(context.functions());
            }
            int cut = cut(batch);
            if (cut < 0) {
                take(batch);
                continue;
            }
            if (cut > 0) {
                take(Columns.slice(batch, 0, cut));
            }
            Batch complete = state.result(context.functions());
            state = newState();
            take(Columns.slice(batch, cut, batch.rowCount()));
            return complete;
        }
        return null;
    }

    private void take(Batch rows) {
        state.update(rows);
        rowCount += rows.rowCount();
        memory.set(state.memoryBytes());
    }

    /// Up to which row groups are complete; -1 if there are none worth putting out.
    private int cut(Batch batch) {
        Column keys = firstKey.evaluate(batch);
        int start = batch.rowCount() - 1;
        Object last = Columns.get(keys, start);
        while (start > 0 && Objects.equals(Columns.get(keys, start - 1), last)) {
            start--;
        }
        boolean changed = start > 0 || !Objects.equals(last, lastKey);
        lastKey = last;
        return changed && rowCount + start >= ROWS_MIN ? start : -1;
    }

    @Override
    public void close() {
        ended = true;
        memory.close();
        input.close();
    }
}
