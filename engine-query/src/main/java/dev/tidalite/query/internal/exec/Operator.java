package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

/// Makes batches, mostly of the batches of others. Owns its inputs and closes them. Used by one
/// thread at a time.
public interface Operator extends AutoCloseable {
    /// The next batch, never an empty one, or null at the end. What the last call returned is not
    /// to be used any more.
    @Nullable Batch next();

    /// Closing twice does nothing.
    @Override
    void close();
}
