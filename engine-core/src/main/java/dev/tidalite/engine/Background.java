package dev.tidalite.engine;

import dev.tidalite.engine.internal.compaction.Compaction;
import dev.tidalite.engine.internal.compaction.CompactionReport;
import dev.tidalite.engine.internal.retention.Retention;
import dev.tidalite.engine.internal.runtime.Clock;
import dev.tidalite.engine.internal.runtime.Threads;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// What an engine does by itself: a thread that flushes, and one that merges segments and drops
/// those that have expired. A failure is logged and tried again, later.
final class Background {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private static final int RETRY_MS = 1_000;
    private static final int IDLE_MS = 30_000;
    private static final int TIGHT_MS = 5;

    private final EngineCore core;
    private final Compaction compaction;
    private final Retention retention;
    private final Clock clock;
    private final Semaphore flushWanted = new Semaphore(0);
    private final Semaphore compactionWanted = new Semaphore(0);
    private final Thread flusher = Threads.named("tidalite-flush", this::flushAgainAndAgain);
    private final Thread compactor = Threads.named("tidalite-compact", this::compactAgainAndAgain);
    private volatile boolean closing;

    /// The compactor's own: see [#restSequence()].
    private long restSequence;

    private long lastSeenSequence;
    private long restSinceNs = System.nanoTime();

    private final LongAdder compactionCount = new LongAdder();
    private final LongAdder compactedBytes = new LongAdder();

    Background(EngineCore core, Compaction compaction, Retention retention, Clock clock) {
        this.core = core;
        this.compaction = compaction;
        this.retention = retention;
        this.clock = clock;
    }

    void start() {
        flusher.start();
        compactor.start();
        wakeFlush();
        wakeCompaction();
    }

    /// Asks for a look at whether something is to be flushed. Quick.
    void wakeFlush() {
        wake(flushWanted);
    }

    /// Asks for a look at whether segments are to be merged or dropped. Quick.
    void wakeCompaction() {
        wake(compactionWanted);
    }

    private static void wake(Semaphore wanted) {
        if (wanted.availablePermits() == 0) {
            wanted.release();
        }
    }

    long compactionCount() {
        return compactionCount.sum();
    }

    long compactedBytes() {
        return compactedBytes.sum();
    }

    /// Ends both threads; work that is under way is finished, or given up if it can be.
    void close() {
        closing = true;
        flushWanted.release();
        compactionWanted.release();
        Threads.join(flusher);
        Threads.join(compactor);
    }

    private void flushAgainAndAgain() {
        boolean failed = false;
        while (!closing) {
            failed = await(flushWanted, failed) && !attempt("flush", core::flushIfDue);
        }
    }

    private void compactAgainAndAgain() {
        boolean failed = false;
        while (!closing) {
            await(compactionWanted, failed);
            failed = !closing && !attempt("compaction", this::compactAll);
        }
    }

    /// @return false if nobody asked
    private static boolean await(Semaphore wanted, boolean retry) {
        try {
            boolean asked = wanted.tryAcquire(retry ? RETRY_MS : IDLE_MS, TimeUnit.MILLISECONDS);
            wanted.drainPermits();
            return asked || retry;
        } catch (InterruptedException e) {
            return false; // nobody interrupts these threads
        }
    }

    /// @return whether it worked
    private boolean attempt(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (CancellationException e) {
            return true;
        } catch (RuntimeException | OutOfMemoryError e) { // there may be memory again, later
            LOG.log(System.Logger.Level.WARNING, what + " failed: " + e.getMessage(), e);
            return false;
        }
    }

    private void compactAll() {
        retention.run(clock.wallNs());
        while (!closing) {
            Optional<CompactionReport> done = compaction.runOnce(restSequence(), this::pace);
            if (done.isEmpty()) {
                return;
            }
            compactionCount.increment();
            compactedBytes.add(done.get().writtenBytes());
        }
    }

    /// Partitions that took no row since the last look are at rest.
    private long restSequence() {
        long now = core.lastSequence();
        if (clock.elapsedNs() - restSinceNs > TimeUnit.MILLISECONDS.toNanos(IDLE_MS)) {
            restSequence = lastSeenSequence;
            lastSeenSequence = now;
            restSinceNs = clock.elapsedNs();
        }
        return restSequence;
    }

    /// Lets writers have the machine as long as they wait for memory.
    private void pace(long valueCount) {
        while (core.isMemoryTight() && !closing) {
            try {
                TimeUnit.MILLISECONDS.sleep(TIGHT_MS);
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted");
            }
        }
        if (closing) {
            throw new CancellationException("the engine is being closed");
        }
    }
}
