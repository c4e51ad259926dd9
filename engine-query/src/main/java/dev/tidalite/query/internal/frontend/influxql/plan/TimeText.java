package dev.tidalite.query.internal.frontend.influxql.plan;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as InfluxQL writes them: RFC 3339, or a date with or without a time of day.
final class TimeText {
    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{4})-(\\d{1,2})-(\\d{1,2})"
                            + "(?:[T ](\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,9})\\d*)?"
                            + "(Z|[+-]\\d{2}:\\d{2})?)?");

    private TimeText() {}

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    ///
    /// @param zone for texts that name none
    static long parse(String text, ZoneId zone) {
        Matcher parts = TIME.matcher(text.trim());
        if (!parts.matches()) {
            throw Failures.invalid("invalid timestamp string");
        }
        try {
            return parse(parts, zone);
        } catch (DateTimeException e) {
            throw Failures.invalid("invalid timestamp string");
        } catch (ArithmeticException e) {
            throw Failures.invalid("timestamp out of range");
        }
    }

    private static long parse(Matcher parts, ZoneId zone) {
        boolean dateOnly = parts.group(4) == null;
        LocalDateTime local =
                LocalDateTime.of(
                        number(parts, 1),
                        number(parts, 2),
                        number(parts, 3),
                        dateOnly ? 0 : number(parts, 4),
                        dateOnly ? 0 : number(parts, 5),
                        dateOnly ? 0 : number(parts, 6));
        String fraction = parts.group(7);
        String offset = parts.group(8);
        ZoneId in = offset == null ? zone : ZoneOffset.of(offset);
        Instant instant = local.atZone(in).toInstant();
        long nanos =
                fraction == null ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
        long seconds = instant.getEpochSecond();
        if (seconds < 0 && nanos > 0) {
            return Math.addExact(
                    Math.multiplyExact(seconds + 1, 1_000_000_000L), nanos - 1_000_000_000L);
        }
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), nanos);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
