package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.internal.exec.SeriesFunction;

/// A running figure of technical analysis: each value in gives a value out, which means something
/// after a number of values.
///
/// Source of the definitions: the reducers of InfluxDB 1.x and the indicator library it uses.
interface Indicator {
    double add(double value);

    /// How many values come before the first meaningful one.
    int warmCount();

    /// Whether a value that came out is a result.
    default boolean isResult(double value) {
        return true;
    }

    /// @param warmUp how averages begin
    static Indicator of(SeriesFunction function, int period, WarmUp warmUp) {
        return switch (function) {
            case EXPONENTIAL_MOVING_AVERAGE -> new Average(period, warmUp);
            case DOUBLE_EXPONENTIAL_MOVING_AVERAGE -> new Nested(period, warmUp, 2);
            case TRIPLE_EXPONENTIAL_MOVING_AVERAGE -> new Nested(period, warmUp, 3);
            case TRIPLE_EXPONENTIAL_DERIVATIVE -> new Rate(period, warmUp);
            case RELATIVE_STRENGTH_INDEX -> new Strength(period, warmUp, false);
            case CHANDE_MOMENTUM_OSCILLATOR ->
                    warmUp == WarmUp.NONE
                            ? new Momentum(period)
                            : new Strength(period, warmUp, true);
            case KAUFMANS_EFFICIENCY_RATIO -> new Efficiency(period);
            case KAUFMANS_ADAPTIVE_MOVING_AVERAGE -> new Adaptive(period);
            default -> throw new IllegalArgumentException(function + " is no indicator");
        };
    }

    /// How an average begins, as long as it has seen fewer values than its period.
    enum WarmUp {
        /// With the weight that a period of as many values would have.
        EXPONENTIAL,
        /// As the plain mean.
        SIMPLE,
        /// There is no average, but sums of the last values.
        NONE
    }

    /// Exponential moving average with the weight 2 / (period + 1).
    final class Average implements Indicator {
        private final int period;
        private final boolean simple;
        private final double weight;
        private double last;
        private int count;

        Average(int period, WarmUp warmUp) {
            this(period, warmUp, 2.0 / (period + 1));
        }

        Average(int period, WarmUp warmUp, double weight) {
            this.period = period;
            this.simple = warmUp == WarmUp.SIMPLE;
            this.weight = weight;
        }

        boolean isWarm() {
            return count >= period;
        }

        /// Whether its values may be averaged again.
        boolean feedsNext() {
            return isWarm() || !simple;
        }

        @Override
        public double add(double value) {
            if (count == 0) {
                last = value;
            } else if (isWarm()) {
                last += (value - last) * weight;
            } else if (simple) {
                last = (last * count + value) / (count + 1);
            } else {
                last += (value - last) * 2 / (count + 2);
            }
            count = Math.min(count + 1, Integer.MAX_VALUE - 1);
            return last;
        }

        @Override
        public int warmCount() {
            return period - 1;
        }
    }

    /// Averages of averages: 2a - b, or 3a - 3b + c.
    final class Nested implements Indicator {
        private final Average[] averages;
        private final boolean simple;

        Nested(int period, WarmUp warmUp, int depth) {
            this.simple = warmUp == WarmUp.SIMPLE;
            averages = new Average[depth];
            for (int i = 0; i < depth; i++) {
                averages[i] = new Average(period, warmUp);
            }
        }

        @Override
        public double add(double value) {
            double[] results = new double[averages.length];
            results[0] = averages[0].add(value);
            for (int i = 1; i < averages.length; i++) {
                results[i] =
                        averages[i - 1].feedsNext()
                                ? averages[i].add(results[i - 1])
                                : results[i - 1];
            }
            return averages.length == 2
                    ? 2 * results[0] - results[1]
                    : 3 * results[0] - 3 * results[1] + results[2];
        }

        @Override
        public int warmCount() {
            int one = averages[0].warmCount();
            return simple ? one * averages.length : one;
        }
    }

    /// The change of a threefold average in percent.
    final class Rate implements Indicator {
        private final Average first;
        private final Average second;
        private final Average third;
        private final boolean simple;
        private double last;

        Rate(int period, WarmUp warmUp) {
            this.simple = warmUp == WarmUp.SIMPLE;
            first = new Average(period, warmUp);
            second = new Average(period, warmUp);
            third = new Average(period, warmUp);
        }

        @Override
        public double add(double value) {
            double current = first.add(value);
            if (first.feedsNext()) {
                current = second.add(current);
                if (second.feedsNext()) {
                    current = third.add(current);
                }
            }
            double rate = (current / last - 1) * 100;
            last = current;
            return rate;
        }

        /// From zero there is no rate.
        @Override
        public boolean isResult(double value) {
            return !Double.isInfinite(value);
        }

        @Override
        public int warmCount() {
            int one = first.warmCount();
            return (simple ? one * 3 : one) + 1;
        }
    }

    /// How strong rises are beside falls: from 0 to 100, or their difference from -100 to 100.
    final class Strength implements Indicator {
        private final Average rises;
        private final Average falls;
        private final boolean difference;
        private double last;

        Strength(int period, WarmUp warmUp, boolean difference) {
            this.difference = difference;
            rises = new Average(period + 1, warmUp, 1.0 / period);
            falls = new Average(period + 1, warmUp, 1.0 / period);
        }

        @Override
        public double add(double value) {
            double rise = rises.add(Math.max(0, value - last));
            double fall = falls.add(Math.max(0, last - value));
            last = value;
            return difference
                    ? 100 * ((rise - fall) / (rise + fall))
                    : 100 - 100 / (1 + rise / fall);
        }

        @Override
        public int warmCount() {
            return rises.warmCount();
        }
    }

    /// Rises less falls by rises plus falls, of the last changes, in percent; 0 if there are none.
    final class Momentum implements Indicator {
        private final double[] changes;
        private double last;
        private int count;

        Momentum(int period) {
            changes = new double[period];
        }

        @Override
        public double add(double value) {
            if (count > 0) {
                changes[count % changes.length] = value - last;
            }
            count++;
            last = value;
            double rises = 0;
            double falls = 0;
            for (double change : changes) {
                rises += Math.max(0, change);
                falls += Math.max(0, -change);
            }
            return rises == 0 && falls == 0 ? 0 : 100 * ((rises - falls) / (rises + falls));
        }

        @Override
        public int warmCount() {
            return changes.length - 1;
        }
    }

    /// How straight the way of the last values was, from 0 to 1; it is as if zeros had been before
    /// the first one.
    final class Efficiency implements Indicator {
        private final double[] values;
        private final double[] steps;
        private double way;
        private int newest;

        Efficiency(int period) {
            values = new double[period];
            steps = new double[period];
        }

        @Override
        public double add(double value) {
            int oldest = newest + 1 == values.length ? 0 : newest + 1;
            double distance = Math.abs(value - values[oldest]);
            double step = Math.abs(value - newest());
            way += step - steps[oldest];
            values[oldest] = value;
            steps[oldest] = step;
            newest = oldest;
            return distance == 0 || way == 0 ? 0 : distance / way;
        }

        double newest() {
            return values[newest];
        }

        @Override
        public int warmCount() {
            return values.length;
        }
    }

    /// A moving average that follows fast where the way is straight.
    final class Adaptive implements Indicator {
        private static final double FAST = 2.0 / 3;
        private static final double SLOW = 2.0 / 31;

        private final Efficiency efficiency;
        private double last;
        private int count;

        Adaptive(int period) {
            efficiency = new Efficiency(period);
        }

        @Override
        public double add(double value) {
            if (count <= warmCount()) {
                count++;
                last = efficiency.newest(); // until then it starts from the value before
            }
            double root = efficiency.add(value) * (FAST - SLOW) + SLOW;
            last += root * root * (value - last);
            return last;
        }

        @Override
        public int warmCount() {
            return efficiency.warmCount();
        }
    }
}
