package dev.tidalite.engine.internal.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Makes writes visible one after the other in the order of the log, each as a whole.
///
/// Writers wait here for writers before them, never for readers: a reader that came across a change
/// looks again.
public final class PublishOrder {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private final Deque<Publication> pending = new ArrayDeque<>();

    /// Odd while something is being published.
    private final AtomicLong version = new AtomicLong();

    private volatile long lastSequence;

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
    void complete(Publication publication) {
        lock.lock();
        try {
            publication.ready = true;
            publishReady();
            while (!publication.done) {
                published.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Says that a write failed: it is never made visible.
    void abandon(Publication publication) {
        lock.lock();
        try {
            pending.remove(publication);
            publishReady();
        } finally {
            lock.unlock();
        }
    }

    private void publishReady() {
        Publication first = pending.peek();
        if (first == null || !first.ready) {
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
