package dev.tidalite.query.internal.function.time;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Interval;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;

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

    /// The start of the bin of a time.
    public long bin(long timeNs) {
        if (isFixed()) {
            return timeNs - Math.floorMod(timeNs - originNs, nanos);
        }
        if (zone == null) {
            return wallBin(timeNs);
        }
        long bin = Calendar.toInstant(wallBin(Calendar.toLocal(timeNs, zone)), zone);
        // where clocks are put back, the wall clock's bin may start after the instant
        return bin <= timeNs ? bin : timeNs;
    }

    /// The start of the bin after the one that starts at a time.
    public long next(long binNs) {
        if (isFixed()) {
            return binNs + nanos;
        }
        if (zone == null) {
            return wallNext(binNs);
        }
        long next = Calendar.toInstant(wallNext(Calendar.toLocal(binNs, zone)), zone);
        return next > binNs ? next : binNs + nanos;
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
        long start = 0;
        long end = 0; // exclusive; start == end knows no bin
        for (int row = 0; row < rowCount; row++) {
            long time = times[row];
            if (time < start || time >= end) {
                start = bin(time);
                end = end(start);
            }
            out[row] = start;
        }
    }
}
