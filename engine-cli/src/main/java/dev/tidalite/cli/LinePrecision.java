package dev.tidalite.cli;

import dev.tidalite.lp.Precision;

import java.util.Locale;
import java.util.Optional;

/// The unit of the times in lines, as the command line and the v3 interface call it.
enum LinePrecision {
    NS("nanosecond", Precision.NANOSECONDS),
    US("microsecond", Precision.MICROSECONDS),
    MS("millisecond", Precision.MILLISECONDS),
    S("second", Precision.SECONDS),
    M("minute", Precision.MINUTES),
    H("hour", Precision.HOURS),
    /// Guessed line by line, by the size of the number.
    AUTO("auto");

    private final String word;
    private final Optional<Precision> unit;

    LinePrecision(String word, Precision unit) {
        this.word = word;
        this.unit = Optional.of(unit);
    }

    LinePrecision(String word) {
        this.word = word;
        this.unit = Optional.empty();
    }

    /// What the v3 interface calls it.
    String word() {
        return word;
    }

    /// Empty if it is guessed.
    Optional<Precision> unit() {
        return unit;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
