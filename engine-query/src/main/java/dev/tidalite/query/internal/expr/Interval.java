package dev.tidalite.query.internal.expr;

/// A span of calendar time. The three parts are independent: a month is no number of days and a day
/// no number of nanoseconds until it is added to a timestamp.
public record Interval(int months, int days, long nanos) {
    public static final Interval ZERO = new Interval(0, 0, 0);

    public static Interval ofNanos(long nanos) {
        return new Interval(0, 0, nanos);
    }

    public Interval negated() {
        return new Interval(
                Math.negateExact(months), Math.negateExact(days), Math.negateExact(nanos));
    }

    public Interval plus(Interval other) {
        return new Interval(
                Math.addExact(months, other.months),
                Math.addExact(days, other.days),
                Math.addExact(nanos, other.nanos));
    }

    /// Days and nanoseconds as nanoseconds; a day has 24 hours.
    ///
    /// @throws ArithmeticException if that is beyond 64 bits
    public long fixedNanos() {
        return Math.addExact(Math.multiplyExact((long) days, 86_400_000_000_000L), nanos);
    }
}
