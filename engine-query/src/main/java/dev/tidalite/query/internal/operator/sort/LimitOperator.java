package dev.tidalite.query.internal.operator.sort;

import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Columns;

import org.jspecify.annotations.Nullable;

/// Some of the rows in the order in which they come.
public final class LimitOperator implements Operator {
    private final Operator input;
    private long toSkip;
    private long toFetch;

    public LimitOperator(Operator input, long offset, long fetch) {
        this.input = input;
        this.toSkip = offset;
        this.toFetch = fetch;
    }

    @Override
    public @Nullable Batch next() {
        while (toFetch > 0) {
            Batch batch = input.next();
            if (batch == null) {
                return null;
            }
            int from = (int) Math.min(toSkip, batch.rowCount());
            toSkip -= from;
            int to = from + (int) Math.min(batch.rowCount() - from, toFetch);
            if (to > from) {
                toFetch -= to - from;
                return Columns.slice(batch, from, to);
            }
        }
        return null;
    }

    @Override
    public void close() {
        input.close();
    }
}
