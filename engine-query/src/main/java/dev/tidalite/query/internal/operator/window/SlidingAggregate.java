package dev.tidalite.query.internal.operator.window;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.Casts;

import org.jspecify.annotations.Nullable;

/// A count, sum, mean, minimum or maximum over frames that move forward, in time that does not
/// depend on how long they are: the rows of a frame are those before a middle, of which the value
/// from each row on is known, and those behind it, of which one value is kept. Where the frame has
/// left the middle behind, its end becomes the middle.
///
/// Source: Tangwongsan, Hirzel and Schneider, "Optimal and General Out-of-Order Sliding-Window
/// Aggregation", 2019, section 2 (two stacks).
abstract sealed class SlidingAggregate {
    private final Column column;
    private final int[] countFrom;
    private int middle;
    private int end;
    private int countBehind;

    SlidingAggregate(Column column, int rowCount) {
        this.column = column;
        this.countFrom = new int[rowCount + 1];
    }

    /// @param column the argument, flat; for `count(*)` any column without nulls
    /// @return null if this is none of these functions, or not of numbers
    static @Nullable SlidingAggregate of(String function, Column column, int rowCount) {
        boolean counts = function.equals("count");
        return switch (column) {
            case Column.Doubles doubles when !counts ->
                    switch (function) {
                        case "sum", "avg", "min", "max" ->
                                new OfDoubles(function, doubles, doubles.values(), rowCount);
                        default -> null;
                    };
            case Column.Longs longs when function.equals("avg") -> {
                double[] values = new double[rowCount];
                for (int row = 0; row < rowCount; row++) {
                    long bits = longs.values()[row];
                    values[row] = longs.type() == DataType.UINT64 ? Casts.toDouble(bits) : bits;
                }
                yield new OfDoubles(function, longs, values, rowCount);
            }
            case Column.Longs longs ->
                    switch (function) {
                        case "count", "sum", "min", "max" ->
                                new OfLongs(function, longs, longs.values(), rowCount);
                        default -> null;
                    };
            default -> counts ? new OfLongs(function, column, new long[rowCount], rowCount) : null;
        };
    }

    /// Begins at a row, with no row in the frame.
    void restart(int row) {
        middle = row;
        end = row;
        countBehind = 0;
        clearBehind();
    }

    /// The value of the frame `[frameStart, frameEnd)`, neither of which may move back.
    ///
    /// @return null if no row of it has a value
    @Nullable Object value(int frameStart, int frameEnd) {
        if (frameStart >= frameEnd) {
            return isCount() ? 0L : null;
        }
        if (frameStart > end) {
            restart(frameStart);
        }
        while (end < frameEnd) {
            if (column.isValid(end)) {
                addBehind(end);
                countBehind++;
            }
            end++;
        }
        if (frameStart >= middle) {
            turn(frameStart);
        }
        int count = countFrom[frameStart] + countBehind;
        return count == 0 && !isCount() ? null : result(frameStart, count);
    }

    /// Makes the end the middle.
    private void turn(int frameStart) {
        middle = end;
        countFrom[end] = 0;
        clearFrom(end);
        for (int row = end - 1; row >= frameStart; row--) {
            boolean valid = column.isValid(row);
            countFrom[row] = countFrom[row + 1] + (valid ? 1 : 0);
            addFrom(row, valid);
        }
        countBehind = 0;
        clearBehind();
    }

    abstract boolean isCount();

    abstract void clearBehind();

    /// Adds a row behind the middle.
    abstract void addBehind(int row);

    /// There is nothing from this row on.
    abstract void clearFrom(int row);

    /// Works out the value from a row on of the one from the next row on.
    abstract void addFrom(int row, boolean valid);

    abstract Object result(int frameStart, int count);

    /// Integers and times; unsigned ones by flipped bits.
    private static final class OfLongs extends SlidingAggregate {
        private final String function;
        private final long[] values;
        private final long[] from;
        private final long flip;
        private long behind;

        OfLongs(String function, Column column, long[] values, int rowCount) {
            super(column, rowCount);
            this.function = function;
            this.values = values;
            this.from = new long[rowCount + 1];
            boolean compares = function.equals("min") || function.equals("max");
            this.flip = compares && column.type() == DataType.UINT64 ? Long.MIN_VALUE : 0;
        }

        private long nothing() {
            return switch (function) {
                case "min" -> Long.MAX_VALUE;
                case "max" -> Long.MIN_VALUE;
                default -> 0;
            };
        }

        private long both(long a, long b) {
            return switch (function) {
                case "min" -> Math.min(a, b);
                case "max" -> Math.max(a, b);
                default -> a + b;
            };
        }

        @Override
        boolean isCount() {
            return function.equals("count");
        }

        @Override
        void clearBehind() {
            behind = nothing();
        }

        @Override
        void addBehind(int row) {
            behind = both(behind, values[row] + flip);
        }

        @Override
        void clearFrom(int row) {
            from[row] = nothing();
        }

        @Override
        void addFrom(int row, boolean valid) {
            from[row] = valid ? both(values[row] + flip, from[row + 1]) : from[row + 1];
        }

        @Override
        Object result(int frameStart, int count) {
            return isCount() ? (long) count : both(from[frameStart], behind) - flip;
        }
    }

    /// Floats, and means. NaN is the greatest number.
    private static final class OfDoubles extends SlidingAggregate {
        private final String function;
        private final double[] values;
        private final double[] from;
        private double behind;

        OfDoubles(String function, Column column, double[] values, int rowCount) {
            super(column, rowCount);
            this.function = function;
            this.values = values;
            this.from = new double[rowCount + 1];
        }

        private double nothing() {
            return switch (function) {
                case "min" -> Double.NaN;
                case "max" -> Double.NEGATIVE_INFINITY;
                default -> 0;
            };
        }

        private double both(double a, double b) {
            return switch (function) {
                case "min" -> b < a || Double.isNaN(a) ? b : a;
                case "max" -> Math.max(a, b);
                default -> a + b;
            };
        }

        @Override
        boolean isCount() {
            return false;
        }

        @Override
        void clearBehind() {
            behind = nothing();
        }

        @Override
        void addBehind(int row) {
            behind = both(behind, values[row]);
        }

        @Override
        void clearFrom(int row) {
            from[row] = nothing();
        }

        @Override
        void addFrom(int row, boolean valid) {
            from[row] = valid ? both(values[row], from[row + 1]) : from[row + 1];
        }

        @Override
        Object result(int frameStart, int count) {
            double value = both(from[frameStart], behind);
            return function.equals("avg") ? value / count : value;
        }
    }
}
