package dev.tidalite.query.internal.function.time;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Interval;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Timestamps and intervals added up. A timestamp is nanoseconds since 1970 in a `long`.
public final class Calendar {
    public static final long SECOND = 1_000_000_000L;
    public static final long MINUTE = 60 * SECOND;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;

    private Calendar() {}

    /// A timestamp plus an interval in either order, or two intervals.
    public static Object plus(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Interval a && right instanceof Interval b) {
            return exact(() -> a.plus(b));
        }
        return left instanceof Interval a ? plus((Long) right, a) : plus((Long) left, right);
    }

    private static Object plus(@Nullable Long time, @Nullable Object interval) {
        if (time == null || interval == null) {
            throw new IllegalArgumentException("null operand");
        }
        return plus(time.longValue(), (Interval) interval, 1);
    }

    /// A timestamp or an interval minus an interval; or two timestamps, whose difference is an
    /// interval of nanoseconds.
    public static Object minus(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return exact(() -> Interval.ofNanos(Math.subtractExact(a, b)));
        }
        if (left instanceof Interval a && right instanceof Interval b) {
            return exact(() -> a.plus(b.negated()));
        }
        if (left instanceof Long time && right instanceof Interval interval) {
            return plus(time, interval, -1);
        }
        throw new IllegalArgumentException("null operand");
    }

    /// An interval multiplied with, or divided by, a number; fractions of months and days are
    /// carried to the next smaller part, a month having 30 days.
    public static Object times(@Nullable Object span, @Nullable Object by, boolean divide) {
        if (!(span instanceof Interval interval) || by == null) {
            throw new IllegalArgumentException("null operand");
        }
        double factor = divide ? 1 / (Double) by : (Double) by;
        double months = interval.months() * factor;
        double days = interval.days() * factor + (months - (long) months) * 30;
        double nanos = interval.nanos() * factor + (days - (long) days) * DAY;
        return exact(() ->
                new Interval(
                        Math.toIntExact((long) months),
                        Math.toIntExact((long) days),
                        Math.round(nanos)));
    }

    /// Months first, keeping to the last day of a shorter month, then days, then nanoseconds.
    ///
    /// @param sign 1 or -1
    public static long plus(long timeNs, Interval interval, int sign) {
        return exact(() -> {
            long time = timeNs;
            if (interval.months() != 0) {
                time = plusMonths(time, (long) sign * interval.months());
            }
            long days = Math.multiplyExact((long) sign * interval.days(), DAY);
            long nanos = Math.multiplyExact((long) sign, interval.nanos());
            return Math.addExact(Math.addExact(time, days), nanos);
        });
    }

    static long plusMonths(long timeNs, long months) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(timeNs, DAY)).plusMonths(months);
        return Math.addExact(Math.multiplyExact(day.toEpochDay(), DAY), Math.floorMod(timeNs, DAY));
    }

    public static LocalDateTime dateTime(long timeNs) {
        return LocalDateTime.of(
                LocalDate.ofEpochDay(Math.floorDiv(timeNs, DAY)),
                LocalTime.ofNanoOfDay(Math.floorMod(timeNs, DAY)));
    }

    /// @throws ArithmeticException if that is beyond 64 bits of nanoseconds
    public static long nanos(LocalDateTime time) {
        // seconds towards the past, so that times before 1970 do not overflow on the way
        long days = time.toLocalDate().toEpochDay();
        long ofDay = time.toLocalTime().toNanoOfDay();
        return days >= 0
                ? Math.addExact(Math.multiplyExact(days, DAY), ofDay)
                : Math.addExact(Math.multiplyExact(days + 1, DAY), ofDay - DAY);
    }

    /// What clocks in a zone show at an instant, as nanoseconds since 1970-01-01T00:00:00 of that
    /// wall clock.
    public static long toLocal(long instantNs, ZoneId zone) {
        return instantNs + offset(instantNs, zone).getTotalSeconds() * SECOND;
    }

    /// The instant at which clocks in a zone show a time; of two the earlier, of none the one that
    /// would have been without the gap.
    public static long toInstant(long localNs, ZoneId zone) {
        LocalDateTime local = dateTime(localNs);
        ZoneOffset offset = local.atZone(zone).getOffset();
        return localNs - offset.getTotalSeconds() * SECOND;
    }

    public static ZoneOffset offset(long instantNs, ZoneId zone) {
        java.time.Instant instant =
                java.time.Instant.ofEpochSecond(Math.floorDiv(instantNs, SECOND));
        return zone.getRules().getOffset(instant);
    }

    public static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (java.time.DateTimeException e) {
            throw new QueryException(
                    Code.INVALID, "Invalid timezone \"" + name + "\": " + e.getMessage(), e);
        }
    }

    /// Cuts to a unit such as `day` or `week` (from Monday).
    public static long truncate(String unit, long timeNs) {
        return switch (unit) {
            case "nanosecond", "nanoseconds" -> timeNs;
            case "microsecond", "microseconds" -> floor(timeNs, 1_000);
            case "millisecond", "milliseconds" -> floor(timeNs, 1_000_000);
            case "second" -> floor(timeNs, SECOND);
            case "minute" -> floor(timeNs, MINUTE);
            case "hour" -> floor(timeNs, HOUR);
            case "day" -> floor(timeNs, DAY);
            case "week" -> floor(timeNs - 4 * DAY, 7 * DAY) + 4 * DAY;
            case "month" -> nanos(month(timeNs).atStartOfDay());
            case "quarter" -> {
                LocalDate month = month(timeNs);
                yield nanos(
                        month.withMonth((month.getMonthValue() - 1) / 3 * 3 + 1).atStartOfDay());
            }
            case "year" -> nanos(month(timeNs).withMonth(1).atStartOfDay());
            default ->
                    throw new QueryException(
                            Code.INVALID, "Unsupported date_trunc granularity: " + unit);
        };
    }

    /// The fixed length of a unit that [#truncate] takes, or 0 if it has none.
    static long unitNanos(String unit) {
        return switch (unit) {
            case "microsecond", "microseconds" -> 1_000;
            case "millisecond", "milliseconds" -> 1_000_000;
            case "second" -> SECOND;
            case "minute" -> MINUTE;
            case "hour" -> HOUR;
            case "day" -> DAY;
            default -> 0;
        };
    }

    private static LocalDate month(long timeNs) {
        return LocalDate.ofEpochDay(Math.floorDiv(timeNs, DAY)).withDayOfMonth(1);
    }

    static long floor(long value, long step) {
        return value - Math.floorMod(value, step);
    }

    /// Whole months from one timestamp to another, towards the past.
    static long monthsBetween(long fromNs, long toNs) {
        LocalDateTime from = dateTime(fromNs);
        LocalDateTime to = dateTime(toNs);
        long months = ChronoUnit.MONTHS.between(from.toLocalDate(), to.toLocalDate());
        while (from.plusMonths(months).isAfter(to)) {
            months--;
        }
        while (!from.plusMonths(months + 1).isAfter(to)) {
            months++;
        }
        return months;
    }

    private interface Computation<T> {
        T get();
    }

    private static <T> T exact(Computation<T> computation) {
        try {
            return computation.get();
        } catch (ArithmeticException | java.time.DateTimeException e) {
            throw new QueryException(
                    Code.INVALID, "timestamp or interval is out of range: " + e.getMessage(), e);
        }
    }
}
