package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Counts, sums, means and extremes of numbers: what most queries spend their time in.
final class NumberAccumulators {
    private NumberAccumulators() {}

    /// The values of a column of longs or doubles with a count of those seen per group.
    abstract static class Counted extends Accumulator {
        long[] counts = new long[0];

        @Override
        public void reserve(int groupCount) {
            if (groupCount > counts.length) {
                counts = Arrays.copyOf(counts, capacity(groupCount, counts.length));
                grow(counts.length);
            }
        }

        void grow(int groupCapacity) {}

        /// One bit per group that has seen a value; null if all have.
        final long @Nullable [] seen(int groupCount) {
            long[] bits = new long[Validity.words(groupCount)];
            boolean all = true;
            for (int group = 0; group < groupCount; group++) {
                if (counts[group] > 0) {
                    Validity.set(bits, group);
                } else {
                    all = false;
                }
            }
            return all ? null : bits;
        }

        @Override
        public long memoryBytes() {
            return 16L * counts.length;
        }
    }

    /// `count(*)`, and `count(x)` of any type.
    static final class Count extends Counted {
        @Override
        public void update(Column[] args, int[] groups, int rowCount) {
            for (int row = 0; row < rowCount; row++) {
                if (args.length == 0 || args[0].isValid(row)) {
                    counts[groups[row]]++;
                }
            }
        }

        @Override
        public void updateRange(Column[] args, int group, int from, int to) {
            boolean all =
                    args.length == 0
                            || (args[0].validity() == null && !(args[0] instanceof Column.Objects));
            if (all) {
                counts[group] += to - from;
                return;
            }
            for (int row = from; row < to; row++) {
                counts[group] += args[0].isValid(row) ? 1 : 0;
            }
        }

        @Override
        public void merge(Accumulator other, int[] groups, int otherGroupCount) {
            Count that = (Count) other;
            for (int group = 0; group < otherGroupCount; group++) {
                counts[groups[group]] += that.counts[group];
            }
        }

        @Override
        public Column result(int groupCount) {
            return new Column.Longs(DataType.INT64, Arrays.copyOf(counts, groupCount), null);
        }
    }

    /// Sums of integers, wrapping.
    static final class LongSum extends Counted {
        private final DataType type;
        private long[] sums = new long[0];

        LongSum(DataType type) {
            this.type = type;
        }

        @Override
        void grow(int groupCapacity) {
            sums = Arrays.copyOf(sums, groupCapacity);
        }

        @Override
        public void update(Column[] args, int[] groups, int rowCount) {
            Column.Longs column = (Column.Longs) args[0];
            long[] values = column.values();
            long[] validity = column.validity();
            for (int row = 0; row < rowCount; row++) {
                if (Validity.isValid(validity, row)) {
                    sums[groups[row]] += values[row];
                    counts[groups[row]]++;
                }
            }
        }

        @Override
        public void updateRange(Column[] args, int group, int from, int to) {
            Column.Longs column = (Column.Longs) args[0];
            long[] values = column.values();
            long[] validity = column.validity();
            long sum = 0;
            int count = 0;
            if (validity == null) {
                for (int row = from; row < to; row++) {
                    sum += values[row];
                }
                count = to - from;
            } else {
                for (int row = from; row < to; row++) {
                    if (Validity.isValid(validity, row)) {
                        sum += values[row];
                        count++;
                    }
                }
            }
            sums[group] += sum;
            counts[group] += count;
        }

        @Override
        public void merge(Accumulator other, int[] groups, int otherGroupCount) {
            LongSum that = (LongSum) other;
            for (int group = 0; group < otherGroupCount; group++) {
                sums[groups[group]] += that.sums[group];
                counts[groups[group]] += that.counts[group];
            }
        }

        @Override
        public Column result(int groupCount) {
            return new Column.Longs(type, Arrays.copyOf(sums, groupCount), seen(groupCount));
        }
    }

    /// A sum of doubles per group, given as it is or as the mean of the values counted.
    abstract static class DoubleSums extends Counted {
        private final boolean mean;
        double[] sums = new double[0];

        DoubleSums(boolean mean) {
            this.mean = mean;
        }

        @Override
        final void grow(int groupCapacity) {
            sums = Arrays.copyOf(sums, groupCapacity);
        }

        @Override
        public final void merge(Accumulator other, int[] groups, int otherGroupCount) {
            DoubleSums that = (DoubleSums) other;
            for (int group = 0; group < otherGroupCount; group++) {
                sums[groups[group]] += that.sums[group];
                counts[groups[group]] += that.counts[group];
            }
        }

        @Override
        public final Column result(int groupCount) {
            double[] out = Arrays.copyOf(sums, groupCount);
            if (mean) {
                for (int group = 0; group < groupCount; group++) {
                    out[group] /= counts[group];
                }
            }
            return new Column.Doubles(DataType.FLOAT64, out, seen(groupCount));
        }
    }

    /// Sums of floats, or their means.
    static final class DoubleSum extends DoubleSums {
        DoubleSum(boolean mean) {
            super(mean);
        }

        @Override
        public void update(Column[] args, int[] groups, int rowCount) {
            Column.Doubles column = (Column.Doubles) args[0];
            double[] values = column.values();
            long[] validity = column.validity();
            for (int row = 0; row < rowCount; row++) {
                if (Validity.isValid(validity, row)) {
                    sums[groups[row]] += values[row];
                    counts[groups[row]]++;
                }
            }
        }

        @Override
        public void updateRange(Column[] args, int group, int from, int to) {
            Column.Doubles column = (Column.Doubles) args[0];
            double[] values = column.values();
            long[] validity = column.validity();
            if (validity == null) {
                sums[group] += sum(values, from, to);
                counts[group] += to - from;
                return;
            }
            double sum = 0;
            int count = 0;
            for (int row = from; row < to; row++) {
                if (Validity.isValid(validity, row)) {
                    sum += values[row];
                    count++;
                }
            }
            sums[group] += sum;
            counts[group] += count;
        }

        /// Four sums side by side, so that additions need not wait for each other.
        static double sum(double[] values, int from, int to) {
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int row = from;
            for (; row + 3 < to; row += 4) {
                a += values[row];
                b += values[row + 1];
                c += values[row + 2];
                d += values[row + 3];
            }
            for (; row < to; row++) {
                a += values[row];
            }
            return (a + b) + (c + d);
        }
    }

    /// The least or greatest integer, time or date.
    static final class LongExtreme extends Counted {
        private final DataType type;
        private final boolean max;

        /// Added to unsigned values so that they compare as signed ones.
        private final long flip;

        private long[] best = new long[0];

        LongExtreme(DataType type, boolean max) {
            this.type = type;
            this.max = max;
            this.flip = type == DataType.UINT64 ? Long.MIN_VALUE : 0;
        }

        @Override
        void grow(int groupCapacity) {
            int have = best.length;
            best = Arrays.copyOf(best, groupCapacity);
            Arrays.fill(best, have, groupCapacity, max ? Long.MIN_VALUE : Long.MAX_VALUE);
        }

        @Override
        public void update(Column[] args, int[] groups, int rowCount) {
            Column.Longs column = (Column.Longs) args[0];
            long[] values = column.values();
            long[] validity = column.validity();
            for (int row = 0; row < rowCount; row++) {
                if (Validity.isValid(validity, row)) {
                    int group = groups[row];
                    long value = values[row] + flip;
                    best[group] = max ? Math.max(best[group], value) : Math.min(best[group], value);
                    counts[group]++;
                }
            }
        }

        @Override
        public void updateRange(Column[] args, int group, int from, int to) {
            Column.Longs column = (Column.Longs) args[0];
            long[] values = column.values();
            long[] validity = column.validity();
            if (validity == null && flip == 0) {
                best[group] =
                        max
                                ? max(best[group], values, from, to)
                                : min(best[group], values, from, to);
                counts[group] += to - from;
                return;
            }
            long found = best[group];
            int count = 0;
            for (int row = from; row < to; row++) {
                if (Validity.isValid(validity, row)) {
                    long value = values[row] + flip;
                    found = max ? Math.max(found, value) : Math.min(found, value);
                    count++;
                }
            }
            best[group] = found;
            counts[group] += count;
        }

        static long max(long have, long[] values, int from, int to) {
            long best = have;
            for (int row = from; row < to; row++) {
                best = Math.max(best, values[row]);
            }
            return best;
        }

        static long min(long have, long[] values, int from, int to) {
            long best = have;
            for (int row = from; row < to; row++) {
                best = Math.min(best, values[row]);
            }
            return best;
        }

        @Override
        public void merge(Accumulator other, int[] groups, int otherGroupCount) {
            LongExtreme that = (LongExtreme) other;
            for (int from = 0; from < otherGroupCount; from++) {
                int group = groups[from];
                long value = that.best[from];
                best[group] = max ? Math.max(best[group], value) : Math.min(best[group], value);
                counts[group] += that.counts[from];
            }
        }

        @Override
        public Column result(int groupCount) {
            long[] out = Arrays.copyOf(best, groupCount);
            for (int group = 0; group < groupCount; group++) {
                out[group] -= flip;
            }
            return new Column.Longs(type, out, seen(groupCount));
        }
    }

    /// The least or greatest float; NaN is the greatest.
    static final class DoubleExtreme extends Counted {
        private final DataType type;
        private final boolean max;
        private double[] best = new double[0];

        DoubleExtreme(DataType type, boolean max) {
            this.type = type;
            this.max = max;
        }

        @Override
        void grow(int groupCapacity) {
            int have = best.length;
            best = Arrays.copyOf(best, groupCapacity);
            // a minimum starts at NaN, which every number beats
            Arrays.fill(best, have, groupCapacity, max ? Double.NEGATIVE_INFINITY : Double.NaN);
        }

        @Override
        public void update(Column[] args, int[] groups, int rowCount) {
            Column.Doubles column = (Column.Doubles) args[0];
            double[] values = column.values();
            long[] validity = column.validity();
            for (int row = 0; row < rowCount; row++) {
                if (Validity.isValid(validity, row)) {
                    int group = groups[row];
                    best[group] = better(best[group], values[row]);
                    counts[group]++;
                }
            }
        }

        /// `Math.max` gives NaN if one is; a minimum passes over NaN by hand.
        private double better(double have, double value) {
            if (max) {
                return Math.max(have, value);
            }
            return value < have || Double.isNaN(have) ? value : have;
        }

        @Override
        public void updateRange(Column[] args, int group, int from, int to) {
            Column.Doubles column = (Column.Doubles) args[0];
            double[] values = column.values();
            long[] validity = column.validity();
            if (validity == null) {
                best[group] =
                        max
                                ? max(best[group], values, from, to)
                                : min(best[group], values, from, to);
                counts[group] += to - from;
                return;
            }
            for (int row = from; row < to; row++) {
                if (Validity.isValid(validity, row)) {
                    best[group] = better(best[group], values[row]);
                    counts[group]++;
                }
            }
        }

        static double max(double have, double[] values, int from, int to) {
            double best = have;
            for (int row = from; row < to; row++) {
                best = Math.max(best, values[row]);
            }
            return best;
        }

        static double min(double have, double[] values, int from, int to) {
            double best = have;
            for (int row = from; row < to; row++) {
                double value = values[row];
                best = value < best || Double.isNaN(best) ? value : best;
            }
            return best;
        }

        @Override
        public void merge(Accumulator other, int[] groups, int otherGroupCount) {
            DoubleExtreme that = (DoubleExtreme) other;
            for (int from = 0; from < otherGroupCount; from++) {
                if (that.counts[from] > 0) {
                    int group = groups[from];
                    best[group] = better(best[group], that.best[from]);
                    counts[group] += that.counts[from];
                }
            }
        }

        @Override
        public Column result(int groupCount) {
            return new Column.Doubles(type, Arrays.copyOf(best, groupCount), seen(groupCount));
        }
    }

    /// `bit_and`, `bit_or`, `bit_xor`.
    static final class Bits extends Counted {
        private final DataType type;
        private final char operator;
        private long[] bits = new long[0];

        Bits(DataType type, char operator) {
            this.type = type;
            this.operator = operator;
        }

        @Override
        void grow(int groupCapacity) {
            int have = bits.length;
            bits = Arrays.copyOf(bits, groupCapacity);
            Arrays.fill(bits, have, groupCapacity, operator == '&' ? -1L : 0L);
        }

        private void add(int group, long value) {
            bits[group] =
                    switch (operator) {
                        case '&' -> bits[group] & value;
                        case '|' -> bits[group] | value;
                        default -> bits[group] ^ value;
                    };
        }

        @Override
        public void update(Column[] args, int[] groups, int rowCount) {
            for (int row = 0; row < rowCount; row++) {
                updateRange(args, groups[row], row, row + 1);
            }
        }

        @Override
        public void updateRange(Column[] args, int group, int from, int to) {
            Column.Longs column = (Column.Longs) args[0];
            for (int row = from; row < to; row++) {
                if (column.isValid(row)) {
                    add(group, column.values()[row]);
                    counts[group]++;
                }
            }
        }

        @Override
        public void merge(Accumulator other, int[] groups, int otherGroupCount) {
            Bits that = (Bits) other;
            for (int group = 0; group < otherGroupCount; group++) {
                add(groups[group], that.bits[group]);
                counts[groups[group]] += that.counts[group];
            }
        }

        @Override
        public Column result(int groupCount) {
            return new Column.Longs(type, Arrays.copyOf(bits, groupCount), seen(groupCount));
        }
    }

    /// `bool_and`, `bool_or`: counts the values that decide.
    static final class Truth extends Counted {
        private final boolean deciding;
        private long[] deciders = new long[0];

        /// @param deciding false for AND, true for OR
        Truth(boolean deciding) {
            this.deciding = deciding;
        }

        @Override
        void grow(int groupCapacity) {
            deciders = Arrays.copyOf(deciders, groupCapacity);
        }

        @Override
        public void update(Column[] args, int[] groups, int rowCount) {
            for (int row = 0; row < rowCount; row++) {
                updateRange(args, groups[row], row, row + 1);
            }
        }

        @Override
        public void updateRange(Column[] args, int group, int from, int to) {
            Column.Booleans column = (Column.Booleans) args[0];
            for (int row = from; row < to; row++) {
                if (column.isValid(row)) {
                    deciders[group] += column.values()[row] == deciding ? 1 : 0;
                    counts[group]++;
                }
            }
        }

        @Override
        public void merge(Accumulator other, int[] groups, int otherGroupCount) {
            Truth that = (Truth) other;
            for (int group = 0; group < otherGroupCount; group++) {
                deciders[groups[group]] += that.deciders[group];
                counts[groups[group]] += that.counts[group];
            }
        }

        @Override
        public Column result(int groupCount) {
            boolean[] out = new boolean[groupCount];
            for (int group = 0; group < groupCount; group++) {
                out[group] = deciders[group] > 0 == deciding;
            }
            return new Column.Booleans(out, seen(groupCount));
        }
    }
}
