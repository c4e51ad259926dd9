package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.TimeRange;

import java.time.Duration;

/// Cuts time into partitions of equal length, counted from 1970-01-01T00:00:00Z. No segment holds
/// rows of two of them.
///
/// @param lengthNs positive
public record Partitions(long lengthNs) {
    public Partitions {
        if (lengthNs <= 0) {
            throw new IllegalArgumentException("partitions of " + lengthNs + " ns");
        }
    }

    public static Partitions of(Duration length) {
        return new Partitions(length.toNanos());
    }

    /// The number of the partition that a time is in; 0 for the one that begins with 1970.
    public long number(long timeNs) {
        return Math.floorDiv(timeNs, lengthNs);
    }

    /// The times of a partition.
    public TimeRange range(long number) {
        // the first partition begins before the first nanosecond there is, the last one ends late
        long first = number(Long.MIN_VALUE);
        long last = number(Long.MAX_VALUE);
        long startNs = number <= first ? Long.MIN_VALUE : number * lengthNs;
        long endNs = number >= last ? Long.MAX_VALUE : (number + 1) * lengthNs - 1;
        return new TimeRange(startNs, endNs);
    }
}
