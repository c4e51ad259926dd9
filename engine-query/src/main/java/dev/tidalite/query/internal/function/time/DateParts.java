package dev.tidalite.query.internal.function.time;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Interval;

import org.jspecify.annotations.Nullable;

import java.text.ParsePosition;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.WeekFields;
import java.util.Locale;

/// Timestamps taken apart, and written and read by `%Y-%m-%d` formats.
public final class DateParts {
    private DateParts() {}

    /// `date_part`, seconds and smaller parts with their fractions.
    public static double of(String part, long timeNs) {
        LocalDateTime time = Calendar.dateTime(timeNs);
        double seconds = Math.floorMod(timeNs, Calendar.MINUTE) / 1e9;
        return switch (part) {
            case "year" -> time.getYear();
            case "quarter" -> (time.getMonthValue() + 2) / 3;
            case "month" -> time.getMonthValue();
            case "week" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "isoyear" -> time.get(IsoFields.WEEK_BASED_YEAR);
            case "day" -> time.getDayOfMonth();
            case "dow" -> time.getDayOfWeek().getValue() % 7;
            case "isodow" -> time.getDayOfWeek().getValue();
            case "doy" -> time.getDayOfYear();
            case "hour" -> time.getHour();
            case "minute" -> time.getMinute();
            case "second" -> seconds;
            case "millisecond", "milliseconds" -> seconds * 1e3;
            case "microsecond", "microseconds" -> seconds * 1e6;
            case "nanosecond", "nanoseconds" -> Math.floorMod(timeNs, Calendar.MINUTE);
            case "epoch" -> timeNs / 1e9;
            default -> throw unsupported(part);
        };
    }

    public static double of(String part, Interval interval) {
        long nanos = interval.nanos();
        return switch (part) {
            case "year" -> interval.months() / 12;
            case "month" -> interval.months() % 12;
            case "day" -> interval.days();
            case "hour" -> nanos / Calendar.HOUR;
            case "minute" -> nanos / Calendar.MINUTE % 60;
            case "second" -> nanos % Calendar.MINUTE / 1e9;
            case "millisecond", "milliseconds" -> nanos % Calendar.MINUTE / 1e6;
            case "microsecond", "microseconds" -> nanos % Calendar.MINUTE / 1e3;
            case "nanosecond", "nanoseconds" -> nanos % Calendar.MINUTE;
            case "epoch" -> (interval.months() * 30.0 + interval.days()) * 86_400 + nanos / 1e9;
            default -> throw unsupported(part);
        };
    }

    private static QueryException unsupported(String part) {
        return new QueryException(Code.INVALID, "Date part '" + part + "' not supported");
    }

    /// The grid that `date_trunc` of a unit cuts to, or null if it is none of fixed steps or
    /// months.
    public static @Nullable DateBin binOfTrunc(String unit) {
        long nanos = Calendar.unitNanos(unit);
        if (nanos > 0) {
            return new DateBin(0, nanos, 0, null);
        }
        return switch (unit) {
            case "week" -> new DateBin(0, 7 * Calendar.DAY, 4 * Calendar.DAY, null);
            case "month" -> new DateBin(1, 0, 0, null);
            case "quarter" -> new DateBin(3, 0, 0, null);
            case "year" -> new DateBin(12, 0, 0, null);
            default -> null;
        };
    }

    public static String format(long timeNs, String format) {
        try {
            return formatter(format)
                    .format(Calendar.dateTime(timeNs).atOffset(java.time.ZoneOffset.UTC));
        } catch (java.time.DateTimeException e) {
            throw new QueryException(Code.INVALID, "cannot format by '" + format + "'", e);
        }
    }

    /// @return nanoseconds since 1970, or null if the text is not of that form
    public static @Nullable Long parse(String text, String format) {
        ParsePosition position = new ParsePosition(0);
        TemporalAccessor parsed;
        try {
            parsed = formatter(format).parseUnresolved(text, position);
            if (parsed == null
                    || position.getErrorIndex() >= 0
                    || position.getIndex() < text.length()) {
                return null;
            }
            parsed = formatter(format).parse(text);
        } catch (java.time.DateTimeException e) {
            return null;
        }
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            long seconds = parsed.getLong(ChronoField.INSTANT_SECONDS);
            return seconds * Calendar.SECOND + parsed.get(ChronoField.NANO_OF_SECOND);
        }
        LocalDate date = parsed.query(java.time.temporal.TemporalQueries.localDate());
        LocalTime time = parsed.query(java.time.temporal.TemporalQueries.localTime());
        return date == null
                ? null
                : Calendar.nanos(date.atTime(time == null ? LocalTime.MIDNIGHT : time));
    }

    private static DateTimeFormatter formatter(String format) {
        DateTimeFormatterBuilder builder =
                new DateTimeFormatterBuilder().parseCaseInsensitive().parseLenient();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                builder.appendLiteral(c);
                continue;
            }
            c = format.charAt(++i);
            if (c == '.' && i + 1 < format.length()) {
                // %.f, %.3f
                boolean counted = Character.isDigit(format.charAt(i + 1));
                int digits = counted ? format.charAt(i + 1) - '0' : 9;
                i += counted ? 2 : 1;
                builder.appendFraction(
                        ChronoField.NANO_OF_SECOND, counted ? digits : 0, digits, true);
                continue;
            }
            if (c == '-' && i + 1 < format.length()) {
                append(builder, format.charAt(++i), true, format);
            } else {
                append(builder, c, false, format);
            }
        }
        return builder.toFormatter(Locale.ROOT);
    }

    private static void append(
            DateTimeFormatterBuilder builder, char c, boolean unpadded, String format) {
        switch (c) {
            case 'Y' -> builder.appendPattern("uuuu");
            case 'y' -> builder.appendPattern("uu");
            case 'm' -> builder.appendPattern(unpadded ? "M" : "MM");
            case 'd' -> builder.appendPattern(unpadded ? "d" : "dd");
            case 'e' -> builder.appendPattern("ppd");
            case 'b', 'h' -> builder.appendPattern("MMM");
            case 'B' -> builder.appendPattern("MMMM");
            case 'a' -> builder.appendPattern("EEE");
            case 'A' -> builder.appendPattern("EEEE");
            case 'j' -> builder.appendPattern(unpadded ? "D" : "DDD");
            case 'H' -> builder.appendPattern(unpadded ? "H" : "HH");
            case 'I' -> builder.appendPattern(unpadded ? "h" : "hh");
            case 'M' -> builder.appendPattern(unpadded ? "m" : "mm");
            case 'S' -> builder.appendPattern(unpadded ? "s" : "ss");
            case 'f' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 9, 9, false);
            case 'p' -> builder.appendPattern("a");
            case 'u' -> builder.appendValue(WeekFields.ISO.dayOfWeek());
            case 'V' -> builder.appendValue(WeekFields.ISO.weekOfWeekBasedYear(), 2);
            case 'F' -> builder.appendPattern("uuuu-MM-dd");
            case 'D' -> builder.appendPattern("MM/dd/uu");
            case 'T' -> builder.appendPattern("HH:mm:ss");
            case 'R' -> builder.appendPattern("HH:mm");
            case 'c' -> builder.appendPattern("EEE MMM ppd HH:mm:ss uuuu");
            case '+' ->
                    builder.appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                            .appendOffset("+HH:MM", "+00:00");
            case 'z' -> builder.appendOffset("+HHMM", "+0000");
            case 'Z' -> builder.appendOffset("+HH:MM", "Z");
            case 's' -> builder.appendValue(ChronoField.INSTANT_SECONDS);
            case '%' -> builder.appendLiteral('%');
            default ->
                    throw new QueryException(
                            Code.INVALID, "unknown '%" + c + "' in format '" + format + "'");
        }
    }
}
