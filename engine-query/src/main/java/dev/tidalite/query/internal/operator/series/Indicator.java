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

    /// @param simple whether averages warm up as plain means
    static Indicator of(SeriesFunction function, int period, boolean simple) {
        return switch (function) {
            case EXPONENTIAL_MOVING_AVERAGE -> new Average(period, simple);
            case DOUBLE_EXPONENTIAL_MOVING_AVERAGE -> new Nested(period, simple, 2);
            case TRIPLE_EXPONENTIAL_MOVING_AVERAGE -> new Nested(period, simple, 3);
            case TRIPLE_EXPONENTIAL_DERIVATIVE -> new Rate(period, simple);
            case RELATIVE_STRENGTH_INDEX -> new Strength(period, simple);
            case CHANDE_MOMENTUM_OSCILLATOR -> new Momentum(period);
            case KAUFMANS_EFFICIENCY_RATIO -> new Efficiency(period);
            case KAUFMANS_ADAPTIVE_MOVING_AVERAGE -> new Adaptive(period);
            default -> throw new IllegalArgumentException(function + " is no indicator");
        };
    }

    /// Exponential moving average with the weight 2 / (period + 1).
    final class Average implements Indicator {
        private final int period;
        private final boolean simple;
        private final double weight;
        private double last;
        private int count;

        Average(int period, boolean simple) {
            this(period, simple, 2.0 / (period + 1));
        }

        Average(int period, boolean simple, double weight) {
            this.period = period;
            this.simple = simple;
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
            } else if (simple && !isWarm()) {
                last = (last * count + value) / (count + 1);
            } else {
                last = value * weight + last * (1 - weight);
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

        Nested(int period, boolean simple, int depth) {
            this.simple = simple;
            averages = new Average[depth];
            for (int i = 0; i < depth; i++) {
                averages[i] = new Average(period, simple);
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
        private int count;

        Rate(int period, boolean simple) {
            this.simple = simple;
            first = new Average(period, simple);
            second = new Average(period, simple);
            third = new Average(period, simple);
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
            count++;
            boolean cold = simple && count <= warmCount();
            return cold || Double.isInfinite(rate) ? 0 : rate;
        }

        @Override
        public int warmCount() {
            int one = first.warmCount();
            return (simple ? one * 3 : one) + 1;
        }
    }

    /// How strong rises are beside falls, from 0 to 100.
    final class Strength implements Indicator {
        private final Average rises;
        private final Average falls;
        private double last;

        Strength(int period, boolean simple) {
            rises = new Average(period, simple, 1.0 / period);
            falls = new Average(period, simple, 1.0 / period);
        }

        @Override
        public double add(double value) {
            double rise = rises.add(Math.max(0, value - last));
            double fall = falls.add(Math.max(0, last - value));
            last = value;
            return 100 - 100 / (1 + rise / fall);
        }

        @Override
        public int warmCount() {
            return rises.warmCount() + 1;
        }
    }

    /// The last values, the oldest first.
    final class Ring {
        private final double[] values;
        private int size;
        private int next;

        Ring(int capacity) {
            values = new double[capacity];
        }

        void add(double value) {
            values[next] = value;
            next = (next + 1) % values.length;
            size = Math.min(size + 1, values.length);
        }

        int size() {
            return size;
        }

        double get(int index) {
            return values[Math.floorMod(next - size + index, values.length)];
        }
    }

    /// Rises less falls by rises plus falls, of the last changes, in percent.
    final class Momentum implements Indicator {
        private final int period;
        private final Ring values;

        Momentum(int period) {
            this.period = period;
            values = new Ring(period + 1);
        }

        @Override
        public double add(double value) {
            values.add(value);
            double rises = 0;
            double falls = 0;
            for (int i = 1; i < values.size(); i++) {
                double change = values.get(i) - values.get(i - 1);
                rises += Math.max(0, change);
                falls += Math.max(0, -change);
            }
            return 100 * (rises - falls) / (rises + falls);
        }

        @Override
        public int warmCount() {
            return period;
        }
    }

    /// How straight the way of the last values was, from 0 to 1.
    final class Efficiency implements Indicator {
        private final int period;
        private final Ring values;

        Efficiency(int period) {
            this.period = period;
            values = new Ring(period + 1);
        }

        @Override
        public double add(double value) {
            values.add(value);
            double way = 0;
            for (int i = 1; i < values.size(); i++) {
                way += Math.abs(values.get(i) - values.get(i - 1));
            }
            return Math.abs(value - values.get(0)) / way;
        }

        @Override
        public int warmCount() {
            return period;
        }
    }

    /// A moving average that follows fast where the way is straight.
    final class Adaptive implements Indicator {
        private static final double FAST = 2.0 / 3;
        private static final double SLOW = 2.0 / 31;

        private final Efficiency efficiency;
        private double last;
        private boolean started;

        Adaptive(int period) {
            efficiency = new Efficiency(period);
        }

        @Override
        public double add(double value) {
            double ratio = efficiency.add(value);
            if (!started) {
                started = true;
                last = value;
                return value;
            }
            double straight = Double.isNaN(ratio) ? 0 : ratio;
            double root = straight * (FAST - SLOW) + SLOW;
            last += root * root * (value - last);
            return last;
        }

        @Override
        public int warmCount() {
            return efficiency.warmCount();
        }
    }
}
