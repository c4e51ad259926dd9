package dev.tidalite.query.internal.function.time;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Interval;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/// A grid of times and the bins between them: bin of `t` is the last grid time not after `t`.
///
/// @param months 0 for a grid of fixed steps
/// @param nanos the step if `months` is 0
/// @param originNs a time on the grid
/// @param zone the wall clock that the grid follows, or null
public record DateBin(int months, long nanos, long originNs, @Nullable ZoneId zone) {
    /// @param step of months only or of days and nanoseconds only
    public static DateBin of(Interval step, long originNs, @Nullable ZoneId zone) {
        if (step.months() != 0 && (step.days() != 0 || step.nanos() != 0)) {
            throw new QueryException(
                    Code.INVALID,
                    "DATE_BIN stride does not support combination of month, day and nanosecond"
                            + " intervals");
        }
        long nanos;
        try {
            nanos = step.fixedNanos();
        } catch (ArithmeticException e) {
            throw new QueryException(Code.INVALID, "DATE_BIN stride is out of range", e);
        }
        if (step.months() == 0 && nanos == 0) {
            throw new QueryException(Code.INVALID, "DATE_BIN stride must be non-zero");
        }
        if (step.months() < 0 || nanos < 0) {
            throw new QueryException(Code.INVALID, "DATE_BIN stride must be positive");
        }
        return new DateBin(step.months(), nanos, originNs, zone);
    }

    /// Whether every bin has the same length in nanoseconds.
    public boolean isFixed() {
        return months == 0 && zone == null;
    }

    /// The start of the bin of a time. Where the wall clock is put back, what it shows twice is in
    /// two bins, unless bins are longer than that: then they begin at the earlier of both times. Of
    /// longer bins, a start that the clock skips is as long after midnight as it would be
    /// otherwise; of others, as long before the time as the clock says.
    public long bin(long timeNs) {
        if (isFixed()) {
            return timeNs - Math.floorMod(timeNs - originNs, nanos);
        }
        if (zone == null) {
            return wallBin(timeNs);
        }
        ZoneOffset offset = Calendar.offset(timeNs, zone);
        return toInstant(wallBin(timeNs + nanosOf(offset)), zone, offset);
    }

    /// @param shown the offset of a time near by; tells two instants apart
    private long toInstant(long wallNs, ZoneId at, ZoneOffset shown) {
        ZoneOffsetTransition change = at.getRules().getTransition(Calendar.dateTime(wallNs));
        if (change == null) {
            return Calendar.toInstant(wallNs, at);
        }
        return wallNs - nanosOf(isFiner(change) ? shown : change.getOffsetBefore());
    }

    /// Whether bins are not longer than what the clock skips or shows twice.
    private boolean isFiner(ZoneOffsetTransition change) {
        return months == 0 && nanos <= Math.abs(change.getDuration().toNanos());
    }

    private static long nanosOf(ZoneOffset offset) {
        return offset.getTotalSeconds() * 1_000_000_000L;
    }

    /// The start of the bin after the one that starts at a time.
    public long next(long binNs) {
        if (isFixed()) {
            return binNs + nanos;
        }
        if (zone == null) {
            return wallNext(binNs);
        }
        ZoneOffset offset = Calendar.offset(binNs, zone);
        long next = toInstant(wallNext(wallBin(binNs + nanosOf(offset))), zone, offset);
        if (next <= binNs) {
            return binNs + nanos;
        }
        ZoneOffsetTransition change = zone.getRules().nextTransition(instant(binNs));
        if (change == null || !change.isOverlap() || !isFiner(change)) {
            return next;
        }
        long again = Calendar.nanos(change.getDateTimeAfter());
        long wall = wallBin(again);
        long first = (wall < again ? wallNext(wall) : wall) - nanosOf(change.getOffsetAfter());
        return first > binNs ? Math.min(first, next) : next;
    }

    private static Instant instant(long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, 1_000_000_000L));
    }

    /// Where the bin of a time ends, exclusive; the last bin of all time ends at the last time.
    public long end(long timeNs) {
        long start = bin(timeNs);
        long end = next(start);
        return end < start ? Long.MAX_VALUE : end;
    }

    private long wallBin(long timeNs) {
        if (months == 0) {
            return timeNs - Math.floorMod(timeNs - originNs, nanos);
        }
        long between = Calendar.monthsBetween(originNs, timeNs);
        return Calendar.plusMonths(originNs, Math.floorDiv(between, months) * (long) months);
    }

    private long wallNext(long binNs) {
        if (months == 0) {
            return binNs + nanos;
        }
        // from the origin, so that a grid on the 31st comes back to it after a short month
        long between = Calendar.monthsBetween(originNs, binNs);
        return Calendar.plusMonths(originNs, between + months);
    }

    /// The bins of times; keeps the last bin instead of dividing, since times mostly come in order.
    public void bin(long[] times, int rowCount, long[] out) {
        long bin = 0;
        long start = 0;
        long end = 0; // exclusive; start == end knows no bin
        for (int row = 0; row < rowCount; row++) {
            long time = times[row];
            if (time < start || time >= end) {
                bin = bin(time);
                start = zone == null ? bin : Math.max(bin, changeNs(time, zone));
                end = zone == null ? end(bin) : Math.min(end(time), nextChangeNs(time, zone));
            }
            out[row] = bin;
        }
    }

    /// When the clock was last changed up to a time.
    private static long changeNs(long timeNs, ZoneId zone) {
        ZoneOffsetTransition change =
                zone.getRules().previousTransition(instant(timeNs).plusSeconds(1));
        return change == null ? Long.MIN_VALUE : toNanos(change, Long.MIN_VALUE);
    }

    private static long nextChangeNs(long timeNs, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(instant(timeNs));
        return change == null ? Long.MAX_VALUE : toNanos(change, Long.MAX_VALUE);
    }

    private static long toNanos(ZoneOffsetTransition change, long otherwise) {
        try {
            return Math.multiplyExact(change.toEpochSecond(), 1_000_000_000L);
        } catch (ArithmeticException beyond) {
            return otherwise;
        }
    }
}
