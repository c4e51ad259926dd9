package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.memtable.Memtables;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the memory of all memtables below a limit: asks for a flush in good time, lets writers
/// wait when the flush cannot keep up, and refuses them when waiting did not help. Safe for many
/// threads.
public final class MemoryBudget {
    /// As if 25 MB/s were left to a writer.
    private static final double DELAY_NS_PER_BYTE_MAX = 40;

    /// Less than this the system would not sleep.
    private static final long DELAY_NS_MIN = 50_000;

    private static final long DELAY_NS_MAX = 200_000_000;

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
        return memtables.active().heapBytes() >= dueBytes(seriesBytes())
                || memtables.heapBytes() >= limitBytes;
    }

    private long seriesBytes() {
        return memtables.active().registries().heapBytes();
    }

    /// What the series leave; never so little that every write would be flushed by itself.
    private long leftForRows(long seriesBytes) {
        return Math.max(limitBytes / 8, limitBytes - seriesBytes);
    }

    /// The less the series leave, the sooner rows are flushed.
    private long dueBytes(long seriesBytes) {
        return (long) ((double) leftForRows(seriesBytes) / limitBytes * sealBytes);
    }

    /// Whether writers wait, or soon will.
    public boolean isTight() {
        return memtables.heapBytes() >= limitBytes - limitBytes / 8;
    }

    /// Called before a write. The nearer the limit, the longer it takes, so that writers come down
    /// to the pace of the flush before they would have to stand still for the whole of one.
    ///
    /// @param requestBytes how large the write is
    /// @throws EngineException.Overloaded if there is still no room after the wait, or if the
    ///     thread was interrupted meanwhile
    void awaitRoom(long requestBytes) {
        if (isSealDue()) {
            flushWanted.run();
        }
        long usedBytes = memtables.heapBytes();
        if (usedBytes < limitBytes) {
            long delayNs = delayNs(usedBytes, requestBytes);
            if (delayNs > 0) {
                LockSupport.parkNanos(delayNs);
                waitedNs.add(delayNs);
            }
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

    /// Grows with the square of what is above the mark, up to [#DELAY_NS_PER_BYTE_MAX] at the
    /// limit.
    private long delayNs(long usedBytes, long requestBytes) {
        long seriesBytes = seriesBytes();
        long left = leftForRows(seriesBytes);
        long calm = (left + dueBytes(seriesBytes)) / 2;
        long rowBytes = usedBytes - seriesBytes;
        if (rowBytes <= calm || left <= calm) {
            return 0;
        }
        double share = Math.min(1, (double) (rowBytes - calm) / (left - calm));
        double delayNs = share * share * DELAY_NS_PER_BYTE_MAX * requestBytes;
        return delayNs < DELAY_NS_MIN ? 0 : (long) Math.min(delayNs, DELAY_NS_MAX);
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
