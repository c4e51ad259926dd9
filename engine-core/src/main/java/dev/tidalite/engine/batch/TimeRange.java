package dev.tidalite.engine.batch;

/// A range of time, both ends inclusive so that the full 64 bits can be said.
///
/// @param startNs first nanosecond inside
/// @param endNs last nanosecond inside; a range with `endNs < startNs` is empty
public record TimeRange(long startNs, long endNs) {
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
    public static final TimeRange NONE = new TimeRange(Long.MAX_VALUE, Long.MIN_VALUE);

    public boolean isEmpty() {
        return endNs < startNs;
    }

    public boolean contains(long timeNs) {
        return timeNs >= startNs && timeNs <= endNs;
    }

    public boolean overlaps(TimeRange other) {
        return !isEmpty() && !other.isEmpty() && startNs <= other.endNs && other.startNs <= endNs;
    }

    public TimeRange intersect(TimeRange other) {
        return new TimeRange(Math.max(startNs, other.startNs), Math.min(endNs, other.endNs));
    }

    /// The smallest range that covers both; an empty range covers nothing and adds nothing.
    public TimeRange union(TimeRange other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        return new TimeRange(Math.min(startNs, other.startNs), Math.max(endNs, other.endNs));
    }
}
