package dev.tidalite.bench.report;

import java.util.Set;

/// Which of two values of a unit is the better one.
enum Direction {
    MORE,
    LESS,
    /// The figure describes the run; there is no better or worse.
    NEITHER;

    private static final Set<String> COSTS =
            Set.of("ns", "us", "ms", "s", "MB", "MiB", "written/on disk");

    static Direction of(String unit) {
        if (unit.endsWith("/s") || unit.equals("ops/ms")) {
            return MORE;
        }
        boolean each = unit.endsWith("/op") || unit.endsWith("/row") || unit.endsWith("/series");
        return each || COSTS.contains(unit) ? LESS : NEITHER;
    }

    /// In words, for a reader; empty for [#NEITHER].
    String words() {
        return switch (this) {
            case MORE -> "more is better";
            case LESS -> "less is better";
            case NEITHER -> "";
        };
    }
}
