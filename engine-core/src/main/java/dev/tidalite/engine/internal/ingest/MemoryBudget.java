package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.memtable.Memtables;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the memory of all memtables below a limit: asks for a flush in good time, lets writers
/// wait when the flush cannot keep up, and refuses them when waiting did not help. Safe for many
/// threads.
public final class MemoryBudget {
    private final Memtables memtables;
    private final long sealBytes;
    private final long limitBytes;
    private final int waitMs;
    private final Runnable flushWanted;
    private final LongAdder waitedNs = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();

    /// @param sealBytes when the active memtables take so much, they are to be sealed and flushed
    /// @param limitBytes above this, writers wait
    /// @param waitMs for so long at most
    /// @param flushWanted told whenever the active memtables are due; must be quick
    public MemoryBudget(
            Memtables memtables,
            long sealBytes,
            long limitBytes,
            int waitMs,
            Runnable flushWanted) {
        this.memtables = memtables;
        this.sealBytes = sealBytes;
        this.limitBytes = limitBytes;
        this.waitMs = waitMs;
        this.flushWanted = flushWanted;
    }

    /// Whether the active memtables should be sealed.
    public boolean isSealDue() {
        return memtables.active().heapBytes() >= sealBytes || memtables.heapBytes() >= limitBytes;
    }

    /// Whether writers wait, or soon will.
    public boolean isTight() {
        return memtables.heapBytes() >= limitBytes - limitBytes / 8;
    }

    /// Called before a write.
    ///
    /// @throws EngineException.Overloaded if there is still no room after the wait, or if the
    ///     thread was interrupted meanwhile
    void awaitRoom() {
        if (isSealDue()) {
            flushWanted.run();
        }
        if (memtables.heapBytes() < limitBytes) {
            return;
        }
        long startNs = System.nanoTime();
        long leftNs = TimeUnit.MILLISECONDS.toNanos(waitMs);
        lock.lock();
        try {
            while (memtables.heapBytes() >= limitBytes) {
                if (leftNs <= 0) {
                    throw new EngineException.Overloaded(
                            "rows in memory take %d bytes, the limit is %d; retry later"
                                    .formatted(memtables.heapBytes(), limitBytes));
                }
                leftNs = freed.awaitNanos(leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Overloaded("interrupted while waiting for memory");
        } finally {
            lock.unlock();
            waitedNs.add(System.nanoTime() - startNs);
        }
    }

    /// Called when memtables were let go.
    public void freed() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How long writers have waited for memory, all together.
    public long waitedNs() {
        return waitedNs.sum();
    }
}
