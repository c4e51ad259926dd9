package dev.tidalite.engine.internal.compaction;

import java.util.concurrent.CancellationException;

/// Holds back work that has time, so that what has none goes on at its speed. Called often, for
/// small pieces of work.
@FunctionalInterface
public interface Pace {
    /// No limit, never cancelled.
    Pace FREE = values -> {};

    /// Waits until some work may be done.
    ///
    /// @param valueCount values of columns that are about to be read
    /// @throws CancellationException if the work is no longer wanted
    void await(long valueCount);
}
