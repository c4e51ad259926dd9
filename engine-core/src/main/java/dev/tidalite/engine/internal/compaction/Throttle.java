package dev.tidalite.engine.internal.compaction;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;

/// A [Pace] of so many values a second, over any stretch of a tenth of a second or more. For one
/// working thread; anybody may cancel.
public final class Throttle implements Pace {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// How far the work may run ahead, and how long it sleeps at most before it looks up.
    private static final long SLACK_NS = NANOS_PER_SECOND / 10;

    private final double nsPerValue;
    private volatile boolean cancelled;

    /// When the work done so far may be done, by [System#nanoTime].
    private long dueNs = System.nanoTime();

    /// @param valuesPerSecond positive
    public Throttle(long valuesPerSecond) {
        if (valuesPerSecond <= 0) {
            throw new IllegalArgumentException(valuesPerSecond + " values a second");
        }
        this.nsPerValue = (double) NANOS_PER_SECOND / valuesPerSecond;
    }

    /// Ends the work at its next step, for good.
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void await(long valueCount) {
        dueNs = Math.max(dueNs, System.nanoTime() - SLACK_NS) + (long) (valueCount * nsPerValue);
        long aheadNs = dueNs - System.nanoTime();
        while (aheadNs > 0 && !cancelled) {
            LockSupport.parkNanos(Math.min(aheadNs, SLACK_NS));
            if (Thread.currentThread().isInterrupted()) {
                break; // whoever interrupts wants it done, not slept over
            }
            aheadNs = dueNs - System.nanoTime();
        }
        if (cancelled) {
            throw new CancellationException("compaction was cancelled");
        }
    }
}
