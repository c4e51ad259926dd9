package dev.tidalite.query.internal.operator.union;

import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

/// One batch that is already there.
public final class RowsOperator implements Operator {
    private @Nullable Batch batch;

    public RowsOperator(Batch batch) {
        this.batch = batch.rowCount() == 0 ? null : batch;
    }

    @Override
    public @Nullable Batch next() {
        Batch next = batch;
        batch = null;
        return next;
    }

    @Override
    public void close() {
        batch = null;
    }
}
