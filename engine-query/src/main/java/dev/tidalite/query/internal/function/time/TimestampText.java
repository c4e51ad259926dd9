package dev.tidalite.query.internal.function.time;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/// Timestamps read and written: RFC 3339, the same with a space or without a zone, a date alone.
public final class TimestampText {
    private TimestampText() {}

    /// @return nanoseconds since 1970; a text without a zone is taken as it stands
    /// @throws QueryException if it is no timestamp or beyond 64 bits of nanoseconds
    public static long parse(String text) {
        OptionalLong time = tryParse(text);
        if (time.isEmpty()) {
            throw new QueryException(
                    Code.INVALID,
                    "Error parsing timestamp from '" + text + "': error parsing timestamp");
        }
        return time.getAsLong();
    }

    /// As [#parse], empty if it is none.
    public static OptionalLong tryParse(String input) {
        String text = input.strip();
        Cursor cursor = new Cursor(text);
        int sign = cursor.accept('-') ? -1 : 1;
        int year = cursor.digits(4, 6);
        if (year < 0 || !cursor.accept('-')) {
            return OptionalLong.empty();
        }
        int month = cursor.digits(1, 2);
        if (!cursor.accept('-')) {
            return OptionalLong.empty();
        }
        int day = cursor.digits(1, 2);
        try {
            LocalDate date = LocalDate.of(sign * year, month, day);
            if (cursor.atEnd()) {
                return OptionalLong.of(Calendar.nanos(date.atStartOfDay()));
            }
            if (!cursor.accept('T') && !cursor.accept('t') && !cursor.accept(' ')) {
                return OptionalLong.empty();
            }
            return timeOfDay(cursor, date);
        } catch (java.time.DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong timeOfDay(Cursor cursor, LocalDate date) {
        int hour = cursor.digits(1, 2);
        if (hour < 0 || !cursor.accept(':')) {
            return OptionalLong.empty();
        }
        int minute = cursor.digits(2, 2);
        int second = 0;
        int nano = 0;
        if (cursor.accept(':')) {
            second = cursor.digits(2, 2);
            if (cursor.accept('.') || cursor.accept(',')) {
                nano = cursor.fraction();
            }
        }
        if (minute < 0 || second < 0 || nano < 0) {
            return OptionalLong.empty();
        }
        boolean leap = second == 60;
        LocalDateTime local = date.atTime(hour, minute, leap ? 59 : second, nano);
        long time = Calendar.nanos(local);
        if (leap) {
            time = Math.addExact(time, Calendar.SECOND);
        }
        if (cursor.atEnd()) {
            return OptionalLong.of(time);
        }
        String zone = cursor.rest().strip();
        if (zone.equalsIgnoreCase("z") || zone.equalsIgnoreCase("utc")) {
            return OptionalLong.of(time);
        }
        ZoneId id = ZoneId.of(zone);
        if (id instanceof ZoneOffset offset) {
            return OptionalLong.of(
                    Math.subtractExact(time, offset.getTotalSeconds() * Calendar.SECOND));
        }
        return OptionalLong.of(Calendar.toInstant(time, id));
    }

    /// `2020-01-01T00:00:00` with 0, 3, 6 or 9 digits of a fraction; with a zone its offset or `Z`.
    public static String format(long timeNs, @Nullable String zoneName) {
        if (zoneName == null) {
            return format(new StringBuilder(29), timeNs, 'T').toString();
        }
        ZoneId zone = Calendar.zone(zoneName);
        ZoneOffset offset = Calendar.offset(timeNs, zone);
        StringBuilder text =
                format(
                        new StringBuilder(35),
                        timeNs + offset.getTotalSeconds() * Calendar.SECOND,
                        'T');
        return text.append(offset.getId()).toString();
    }

    private static StringBuilder format(StringBuilder text, long timeNs, char between) {
        LocalDateTime time = Calendar.dateTime(timeNs);
        int year = time.getYear();
        pad(text, year, 4).append('-');
        pad(text, time.getMonthValue(), 2).append('-');
        pad(text, time.getDayOfMonth(), 2).append(between);
        return timeOfDay(text, time.toLocalTime().toNanoOfDay());
    }

    /// `00:00:00` with 0, 3, 6 or 9 digits of a fraction.
    public static StringBuilder timeOfDay(StringBuilder text, long nanoOfDay) {
        pad(text, (int) (nanoOfDay / Calendar.HOUR), 2).append(':');
        pad(text, (int) (nanoOfDay / Calendar.MINUTE % 60), 2).append(':');
        pad(text, (int) (nanoOfDay / Calendar.SECOND % 60), 2);
        int nano = (int) (nanoOfDay % Calendar.SECOND);
        if (nano != 0) {
            text.append('.');
            if (nano % 1_000_000 == 0) {
                pad(text, nano / 1_000_000, 3);
            } else if (nano % 1_000 == 0) {
                pad(text, nano / 1_000, 6);
            } else {
                pad(text, nano, 9);
            }
        }
        return text;
    }

    private static StringBuilder pad(StringBuilder text, int value, int width) {
        String digits = Integer.toString(Math.abs(value));
        if (value < 0) {
            text.append('-');
        }
        for (int i = digits.length(); i < width; i++) {
            text.append('0');
        }
        return text.append(digits);
    }

    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        String rest() {
            return text.substring(at);
        }

        boolean accept(char wanted) {
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        /// A number of that many digits, or -1.
        int digits(int min, int max) {
            int value = 0;
            int count = 0;
            while (count < max && !atEnd() && isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at) - '0';
                at++;
                count++;
            }
            return count < min ? -1 : value;
        }

        /// The digits of a fraction as nanoseconds; those beyond nine are cut off; -1 if there are
        /// none.
        int fraction() {
            int value = 0;
            int count = 0;
            while (!atEnd() && isDigit(text.charAt(at))) {
                if (count < 9) {
                    value = value * 10 + text.charAt(at) - '0';
                }
                at++;
                count++;
            }
            for (int i = count; i < 9; i++) {
                value *= 10;
            }
            return count == 0 ? -1 : value;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
