package dev.tidalite.query.internal.frontend.influxql.ast;

import java.util.OptionalLong;

/// Durations as InfluxQL writes them: `1h30m`, `90s`, `10u`.
public final class Durations {
    private static final String[] UNITS = {"w", "d", "h", "m", "s", "ms", "u", "ns"};
    private static final long[] UNIT_NS = {
        604_800_000_000_000L,
        86_400_000_000_000L,
        3_600_000_000_000L,
        60_000_000_000L,
        1_000_000_000L,
        1_000_000L,
        1_000L,
        1L
    };

    private Durations() {}

    /// The shortest text of one unit.
    ///
    /// @param ns may be negative
    public static String format(long ns) {
        if (ns == 0) {
            return "0s";
        }
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (ns % UNIT_NS[unit] == 0) {
                return ns / UNIT_NS[unit] + UNITS[unit];
            }
        }
        throw new AssertionError(ns);
    }

    /// Reads whole numbers with units one after the other.
    ///
    /// @return nanoseconds; empty if the text is not a duration or does not fit into 64 bits
    public static OptionalLong parse(String text) {
        long sum = 0;
        int at = 0;
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        while (at < text.length()) {
            int digits = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            int unit = at;
            while (at < text.length() && !Character.isDigit(text.charAt(at))) {
                at++;
            }
            long unitNs = unitNs(text.substring(unit, at));
            if (unit == digits || unitNs == 0) {
                return OptionalLong.empty();
            }
            try {
                long count = Long.parseLong(text.substring(digits, unit));
                sum = Math.addExact(sum, Math.multiplyExact(count, unitNs));
            } catch (ArithmeticException | NumberFormatException tooLarge) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(sum);
    }

    private static long unitNs(String unit) {
        return switch (unit) {
            case "w" -> UNIT_NS[0];
            case "d" -> UNIT_NS[1];
            case "h" -> UNIT_NS[2];
            case "m" -> UNIT_NS[3];
            case "s" -> UNIT_NS[4];
            case "ms" -> UNIT_NS[5];
            case "u", "µ", "us", "µs" -> UNIT_NS[6];
            case "ns" -> 1;
            default -> 0;
        };
    }
}
