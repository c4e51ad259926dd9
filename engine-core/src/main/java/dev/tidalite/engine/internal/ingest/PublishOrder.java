package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.EngineException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Makes writes visible one after the other in the order of the log, each as a whole.
///
/// Writers wait here for writers before them, never for readers: a reader that came across a change
/// looks again. Behind a write that failed nothing is ever made visible, so that what readers see
/// is always the beginning of the log.
public final class PublishOrder {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private final Deque<Publication> pending = new ArrayDeque<>();

    /// Odd while something is being published.
    private final AtomicLong version = new AtomicLong();

    private volatile long lastSequence;

    /// The first write that failed, and why.
    private long failedSequence = Long.MAX_VALUE;

    private @Nullable Throwable failure;

    /// What one write is going to make visible.
    abstract static class Publication {
        private final long sequence;
        private boolean ready;
        private boolean done;

        Publication(long sequence) {
            this.sequence = sequence;
        }

        /// Called once, when every write before this one is visible.
        abstract void publish();
    }

    /// Starts behind the writes that recovery brought back.
    public PublishOrder(long lastSequence) {
        this.lastSequence = lastSequence;
    }

    /// Called in the order of the log.
    void add(Publication publication) {
        lock.lock();
        try {
            pending.add(publication);
        } finally {
            lock.unlock();
        }
    }

    /// Says that a write is durable and in its place; returns when it is visible.
    ///
    /// @throws EngineException.ReadOnly if a write before it failed: it will be visible after the
    ///     next opening
    void complete(Publication publication) {
        lock.lock();
        try {
            publication.ready = true;
            publishReady();
            while (!publication.done) {
                Throwable cause = failure;
                if (cause != null && publication.sequence >= failedSequence) {
                    throw new EngineException.ReadOnly(
                            "a write before this one failed, so it is not visible until the engine"
                                    + " is opened again: "
                                    + cause,
                            cause);
                }
                published.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Says that a write failed: neither it nor any behind it is made visible.
    void abandon(Publication publication, Throwable cause) {
        lock.lock();
        try {
            fail(publication, cause);
        } finally {
            lock.unlock();
        }
    }

    private void fail(Publication publication, Throwable cause) {
        if (publication.sequence < failedSequence) {
            failedSequence = publication.sequence;
            failure = cause;
        }
        published.signalAll();
    }

    private void publishReady() {
        Publication first = pending.peek();
        if (first == null || !first.ready || first.sequence >= failedSequence) {
            return;
        }
        version.incrementAndGet();
        try {
            while (first != null && first.ready) {
                first.publish();
                first.done = true;
                lastSequence = first.sequence;
                pending.remove();
                first = pending.peek();
            }
        } catch (Throwable e) {
            fail(first, e);
            throw e;
        } finally {
            version.incrementAndGet();
            published.signalAll();
        }
    }

    /// The last write that is visible.
    public long lastSequence() {
        return lastSequence;
    }

    /// Reads what is visible at one moment between two writes.
    ///
    /// @param read may be called several times; takes from volatile state only
    public <T> T consistently(Supplier<T> read) {
        while (true) {
            long before = version.get();
            if ((before & 1) == 0) {
                T result = read.get();
                if (version.get() == before) {
                    return result;
                }
            }
            Thread.onSpinWait();
        }
    }
}
