package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.time.IntervalText;

import java.util.Locale;
import java.util.Set;

/// Intervals in a query's text.
final class IntervalWords {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final Set<String> UNITS =
            Set.of(
                    ("nanosecond nanoseconds microsecond microseconds millisecond milliseconds"
                                    + " second seconds minute minutes hour hours day days week"
                                    + " weeks month months year years")
                            .split(" "));

    private IntervalWords() {}

    static boolean isUnit(String word) {
        return UNITS.contains(word.toLowerCase(Locale.ROOT));
    }

    /// The offset of a window frame, which Calcite wants as an interval literal of its own.
    static String frame(String text, Token token, String source) {
        Interval interval = IntervalText.parse(text);
        long nanos = interval.fixedNanos();
        if (interval.months() != 0 || nanos % NANOS_PER_MILLI != 0) {
            throw Positions.error(
                    QueryException.Code.UNSUPPORTED,
                    "A RANGE frame takes no months and no fractions of a millisecond",
                    source,
                    token.offset());
        }
        long millis = nanos / NANOS_PER_MILLI;
        return "INTERVAL '%d.%03d' SECOND(10, 3)".formatted(millis / 1000, millis % 1000);
    }
}
