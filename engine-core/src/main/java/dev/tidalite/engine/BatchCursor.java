package dev.tidalite.engine;

import dev.tidalite.engine.batch.TableBatch;

import org.jspecify.annotations.Nullable;

/// Walks over the batches of a scan. Used by one thread at a time; owned, and closed, by whoever
/// opened it, before its [Snapshot] is closed.
public interface BatchCursor extends AutoCloseable {
    /// The next batch, never an empty one, or null at the end. What the last call returned may be
    /// overwritten by this one.
    ///
    /// @throws EngineException.Corrupt if a file does not hold what it should
    /// @throws EngineException if a file cannot be read
    @Nullable TableBatch next();

    @Override
    void close();
}
