package dev.tidalite.query.internal.exec;

/// What a [PhysicalPlan.SeriesTransform] computes. The arguments are named in brackets; durations
/// are nanoseconds as INT64.
public enum SeriesFunction {
    /// Passes the value through.
    IDENTITY,
    /// Difference per [unit] to the row before.
    DERIVATIVE,
    /// As [#DERIVATIVE], rows with a negative result left out.
    NON_NEGATIVE_DERIVATIVE,
    DIFFERENCE,
    NON_NEGATIVE_DIFFERENCE,
    /// Mean of the last [n] values.
    MOVING_AVERAGE,
    CUMULATIVE_SUM,
    /// Time since the row before in [unit]s.
    ELAPSED,
    /// Area under the curve in [unit]s, as one row per series; with [window, offset] one per
    /// window.
    INTEGRAL,
    /// [n, hold period, warm-up: the word of an `Indicator.WarmUp`]
    EXPONENTIAL_MOVING_AVERAGE,
    /// As [#EXPONENTIAL_MOVING_AVERAGE].
    DOUBLE_EXPONENTIAL_MOVING_AVERAGE,
    /// As [#EXPONENTIAL_MOVING_AVERAGE].
    TRIPLE_EXPONENTIAL_MOVING_AVERAGE,
    /// As [#EXPONENTIAL_MOVING_AVERAGE].
    TRIPLE_EXPONENTIAL_DERIVATIVE,
    /// As [#EXPONENTIAL_MOVING_AVERAGE].
    RELATIVE_STRENGTH_INDEX,
    /// As [#EXPONENTIAL_MOVING_AVERAGE].
    CHANDE_MOMENTUM_OSCILLATOR,
    /// [n, hold period]
    KAUFMANS_EFFICIENCY_RATIO,
    /// [n, hold period]
    KAUFMANS_ADAPTIVE_MOVING_AVERAGE,
    /// [n rows to predict, season length, interval in nanoseconds]; predicted rows are new rows.
    HOLT_WINTERS,
    /// As [#HOLT_WINTERS], with the fitted rows before the predicted ones.
    HOLT_WINTERS_WITH_FIT;

    /// Whether it needs few of the rows before, so that a series can be computed piece by piece.
    public boolean isLocal() {
        return switch (this) {
            case IDENTITY, DERIVATIVE, NON_NEGATIVE_DERIVATIVE -> true;
            case DIFFERENCE, NON_NEGATIVE_DIFFERENCE -> true;
            case MOVING_AVERAGE, CUMULATIVE_SUM, ELAPSED -> true;
            default -> false;
        };
    }
}
