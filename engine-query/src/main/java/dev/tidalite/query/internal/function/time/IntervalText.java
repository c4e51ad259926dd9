package dev.tidalite.query.internal.function.time;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Interval;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Intervals read and written: `1 hour 30 minutes`, `-2 days`, `1.5 hours`, `1 mon`, `04:05:06`.
public final class IntervalText {
    private static final Pattern PART =
            Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d*)?|[+-]?\\.\\d+)\\s*([A-Za-zµ]+)?\\s*,?");
    private static final Pattern CLOCK =
            Pattern.compile("\\s*([+-]?)(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d{1,9})?))?\\s*");

    private IntervalText() {}

    /// @throws QueryException if it is no interval
    public static Interval parse(String text) {
        try {
            Interval sum = Interval.ZERO;
            int at = 0;
            boolean any = false;
            Matcher clock = CLOCK.matcher(text);
            Matcher part = PART.matcher(text);
            while (at < text.length()) {
                clock.region(at, text.length());
                part.region(at, text.length());
                if (clock.lookingAt()) {
                    sum = sum.plus(clock(clock));
                    at = clock.end();
                } else if (part.lookingAt()) {
                    String unit = part.group(2);
                    BigDecimal count = new BigDecimal(part.group(1));
                    sum = sum.plus(of(count, unit == null ? "second" : unit, text));
                    at = part.end();
                } else if (text.substring(at).isBlank()) {
                    break;
                } else {
                    throw invalid(text);
                }
                any = true;
            }
            if (!any) {
                throw invalid(text);
            }
            return sum;
        } catch (ArithmeticException e) {
            throw new QueryException(Code.INVALID, "interval '" + text + "' is out of range", e);
        }
    }

    private static QueryException invalid(String text) {
        return new QueryException(Code.INVALID, "Invalid input syntax for type interval: " + text);
    }

    private static Interval clock(Matcher clock) {
        BigDecimal seconds =
                new BigDecimal(clock.group(2))
                        .multiply(BigDecimal.valueOf(3600))
                        .add(new BigDecimal(clock.group(3)).multiply(BigDecimal.valueOf(60)));
        if (clock.group(4) != null) {
            seconds = seconds.add(new BigDecimal(clock.group(4)));
        }
        if (clock.group(1).equals("-")) {
            seconds = seconds.negate();
        }
        return Interval.ofNanos(nanos(seconds, Calendar.SECOND));
    }

    private static Interval of(BigDecimal count, String unit, String text) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "century", "centuries", "c" -> months(count, 1200);
            case "decade", "decades", "decs" -> months(count, 120);
            case "year", "years", "y", "yr", "yrs" -> months(count, 12);
            case "quarter", "quarters", "q" -> months(count, 3);
            case "month", "months", "mon", "mons" -> months(count, 1);
            case "week", "weeks", "w" -> days(count, 7);
            case "day", "days", "d" -> days(count, 1);
            case "hour", "hours", "h", "hr", "hrs" -> span(count, Calendar.HOUR);
            case "minute", "minutes", "m", "min", "mins" -> span(count, Calendar.MINUTE);
            case "second", "seconds", "s", "sec", "secs" -> span(count, Calendar.SECOND);
            case "millisecond", "milliseconds", "ms", "msec", "msecs", "millis" ->
                    span(count, 1_000_000);
            case "microsecond", "microseconds", "us", "µs", "usec", "usecs", "micros" ->
                    span(count, 1_000);
            case "nanosecond", "nanoseconds", "ns", "nanos" -> span(count, 1);
            default -> throw invalid(text);
        };
    }

    /// Fractions of a month become days, a month having 30 of them.
    private static Interval months(BigDecimal count, int each) {
        BigDecimal months = count.multiply(BigDecimal.valueOf(each));
        BigDecimal whole = new BigDecimal(months.toBigInteger());
        Interval rest = days(months.subtract(whole).multiply(BigDecimal.valueOf(30)), 1);
        return new Interval(whole.intValueExact(), rest.days(), rest.nanos());
    }

    private static Interval days(BigDecimal count, int each) {
        BigDecimal days = count.multiply(BigDecimal.valueOf(each));
        BigDecimal whole = new BigDecimal(days.toBigInteger());
        return new Interval(0, whole.intValueExact(), nanos(days.subtract(whole), Calendar.DAY));
    }

    private static Interval span(BigDecimal count, long each) {
        return Interval.ofNanos(nanos(count, each));
    }

    private static long nanos(BigDecimal count, long each) {
        return count.multiply(BigDecimal.valueOf(each)).toBigInteger().longValueExact();
    }

    /// As DataFusion prints it: `0 years 0 mons 1 days 2 hours 0 mins 0.000000000 secs`.
    public static String format(Interval interval) {
        long nanos = interval.nanos();
        String sign = nanos < 0 ? "-" : "";
        long hours = Math.abs(nanos / Calendar.HOUR);
        long minutes = Math.abs(nanos / Calendar.MINUTE % 60);
        long seconds = Math.abs(nanos / Calendar.SECOND % 60);
        long fraction = Math.abs(nanos % Calendar.SECOND);
        return "%d years %d mons %d days %s%d hours %s%d mins %s%d.%09d secs"
                .formatted(
                        interval.months() / 12,
                        interval.months() % 12,
                        interval.days(),
                        hours == 0 ? "" : sign,
                        hours,
                        minutes == 0 ? "" : sign,
                        minutes,
                        sign,
                        seconds,
                        fraction);
    }
}
