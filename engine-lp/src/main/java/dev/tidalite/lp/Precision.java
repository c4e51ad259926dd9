package dev.tidalite.lp;

/// The unit of a line's timestamp.
public enum Precision {
    NANOSECONDS(1L),
    MICROSECONDS(1_000L),
    MILLISECONDS(1_000_000L),
    SECONDS(1_000_000_000L),
    MINUTES(60_000_000_000L),
    HOURS(3_600_000_000_000L);

    private final long nanoseconds;

    Precision(long nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /// How many nanoseconds one unit has.
    public long nanoseconds() {
        return nanoseconds;
    }
}
