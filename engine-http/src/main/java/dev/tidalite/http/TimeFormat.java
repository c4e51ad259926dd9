package dev.tidalite.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.Optional;

/// How a v1 query answers times: as RFC 3339 text with 0, 3, 6 or 9 digits of the second, or as a
/// whole number of some unit since 1970.
///
/// @param unitNs nanoseconds of the unit; 0 for text
record TimeFormat(long unitNs) {
    static final TimeFormat TEXT = new TimeFormat(0);
    static final TimeFormat NANOSECONDS = new TimeFormat(1);

    private static final long SECOND_NS = 1_000_000_000L;

    /// The words of the parameter `epoch`. `n` is what clients of v1 say.
    private static final Map<String, Long> UNITS =
            Map.of(
                    "ns",
                    1L,
                    "n",
                    1L,
                    "u",
                    1_000L,
                    "µ",
                    1_000L,
                    "ms",
                    1_000_000L,
                    "s",
                    SECOND_NS,
                    "m",
                    60 * SECOND_NS,
                    "h",
                    3_600 * SECOND_NS,
                    "d",
                    86_400 * SECOND_NS,
                    "w",
                    604_800 * SECOND_NS);

    private static final DateTimeFormatter SECONDS =
            new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss").toFormatter();

    /// @throws ApiException if the word is no unit
    static TimeFormat of(Optional<String> epoch) {
        if (epoch.isEmpty() || epoch.get().isEmpty()) {
            return TEXT;
        }
        Long unitNs = UNITS.get(epoch.get());
        if (unitNs == null) {
            throw ApiException.invalid(
                    "invalid epoch '" + epoch.get() + "', expected one of ns, u, ms, s, m, h");
        }
        return new TimeFormat(unitNs);
    }

    boolean isText() {
        return unitNs == 0;
    }

    /// The number of units, cut towards zero.
    long number(long timeNs) {
        return timeNs / unitNs;
    }

    /// The text of a time in a zone: `Z` for UTC, else the offset.
    static String text(long timeNs, ZoneId zone) {
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(timeNs, SECOND_NS), Math.floorMod(timeNs, SECOND_NS));
        ZonedDateTime time = instant.atZone(zone);
        LocalDateTime local = time.toLocalDateTime();
        StringBuilder text = new StringBuilder(SECONDS.format(local));
        int nanos = Math.floorMod(timeNs, (int) SECOND_NS);
        if (nanos != 0) {
            int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
            text.append('.').append(String.format("%09d", nanos), 0, digits);
        }
        ZoneOffset offset = time.getOffset();
        return text.append(offset.getId()).toString();
    }
}
