package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/// A record that has its place in the order of writes, and may not be durable yet. One thread may
/// wait on it.
public final class Ticket {
    private final SequenceNumber sequence;
    private volatile boolean done;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread waiter;

    Ticket(SequenceNumber sequence) {
        this.sequence = sequence;
    }

    /// The record's place.
    public SequenceNumber sequence() {
        return sequence;
    }

    /// Whether [#await] would return, or throw, at once.
    public boolean isDone() {
        return done;
    }

    /// Waits until the record is as durable as the log's [dev.tidalite.engine.Durability] says. An
    /// interrupt does not end the waiting, since the record will be written all the same; the
    /// thread stays interrupted.
    ///
    /// @throws EngineException.ReadOnly if that failed: the record may or may not be there after
    ///     the next opening
    public void await() {
        waiter = Thread.currentThread();
        boolean interrupted = false;
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        @Nullable Throwable cause = failure;
        if (cause != null) {
            throw readOnly(cause);
        }
    }

    static EngineException.ReadOnly readOnly(Throwable cause) {
        return new EngineException.ReadOnly(
                "the log takes no writes until the engine is opened again: " + cause.getMessage(),
                cause);
    }

    void complete(@Nullable Throwable cause) {
        failure = cause;
        done = true;
        LockSupport.unpark(waiter);
    }
}
