package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.time.DateBin;

/// The transformations of InfluxQL over the points of one series.
final class PointFunctions {
    private PointFunctions() {}

    /// Difference per unit of time. Of several points of one time only the first counts.
    static Points derivative(Points points, long unitNs, boolean nonNegative) {
        int[] rows = new int[points.count()];
        long[] times = new long[points.count()];
        double[] out = new double[points.count()];
        int count = 0;
        int previous = 0;
        for (int i = 1; i < points.count(); i++) {
            if (points.times()[i] == points.times()[previous]) {
                continue;
            }
            double elapsed = Math.abs((double) (points.times()[i] - points.times()[previous]));
            double value = change(points, previous, i) / (elapsed / unitNs);
            previous = i;
            if (!nonNegative || value >= 0) {
                rows[count] = points.rows()[i];
                times[count] = points.times()[i];
                out[count++] = value;
            }
        }
        return Points.ofDoubles(rows, times, out, count);
    }

    /// Exact where both are integers.
    private static double change(Points points, int from, int to) {
        long[] longs = points.longs();
        return longs == null
                ? points.doubles()[to] - points.doubles()[from]
                : longs[to] - longs[from];
    }

    static Points difference(Points points, boolean nonNegative) {
        long[] longs = points.longs();
        int[] rows = new int[points.count()];
        long[] times = new long[points.count()];
        double[] doubleOut = new double[points.count()];
        long[] longOut = new long[points.count()];
        int count = 0;
        int previous = 0;
        for (int i = 1; i < points.count(); i++) {
            if (points.times()[i] == points.times()[previous]) {
                continue;
            }
            double change = change(points, previous, i);
            if (!nonNegative || change >= 0) {
                rows[count] = points.rows()[i];
                times[count] = points.times()[i];
                doubleOut[count] = change;
                longOut[count] = longs == null ? 0 : longs[i] - longs[previous];
                count++;
            }
            previous = i;
        }
        return longs == null
                ? Points.ofDoubles(rows, times, doubleOut, count)
                : Points.ofLongs(rows, times, longOut, count, points.type());
    }

    /// Whole units of time since the point before.
    static Points elapsed(Points points, long unitNs) {
        int count = Math.max(0, points.count() - 1);
        int[] rows = new int[count];
        long[] times = new long[count];
        long[] out = new long[count];
        for (int i = 0; i < count; i++) {
            rows[i] = points.rows()[i + 1];
            times[i] = points.times()[i + 1];
            out[i] = (points.times()[i + 1] - points.times()[i]) / unitNs;
        }
        return Points.ofLongs(rows, times, out, count, DataType.INT64);
    }

    /// The mean of the last `size` values, from the point on at which there are as many.
    static Points movingAverage(Points points, int size) {
        int[] rows = new int[points.count()];
        long[] times = new long[points.count()];
        double[] out = new double[points.count()];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < points.count(); i++) {
            sum += points.doubles()[i];
            if (i >= size) {
                sum -= points.doubles()[i - size];
            }
            if (i >= size - 1) {
                rows[count] = points.rows()[i];
                times[count] = points.times()[i];
                out[count++] = sum / size;
            }
        }
        return Points.ofDoubles(rows, times, out, count);
    }

    static Points cumulativeSum(Points points) {
        int count = points.count();
        long[] longs = points.longs();
        if (longs != null) {
            long[] sums = longs.clone();
            for (int i = 1; i < count; i++) {
                sums[i] += sums[i - 1];
            }
            return Points.ofLongs(points.rows(), points.times(), sums, count, points.type());
        }
        double[] sums = points.doubles().clone();
        for (int i = 1; i < count; i++) {
            sums[i] += sums[i - 1];
        }
        return Points.ofDoubles(points.rows(), points.times(), sums, count);
    }

    /// The area under the whole curve, at time 0.
    static Points integral(Points points, long unitNs) {
        double sum = 0;
        for (int i = 1; i < points.count(); i++) {
            double span = points.times()[i] - points.times()[i - 1];
            sum += 0.5 * (points.doubles()[i] + points.doubles()[i - 1]) * (span / unitNs);
        }
        boolean any = points.count() > 0;
        return Points.ofDoubles(new int[] {-1}, new long[1], new double[] {sum}, any ? 1 : 0);
    }

    /// The area under the curve within each window, at its start; the curve is cut where windows
    /// meet.
    static Points integral(Points points, long unitNs, long windowNs, long originNs) {
        DateBin windows = new DateBin(0, windowNs, originNs, null);
        int[] rows = new int[points.count()];
        long[] times = new long[points.count()];
        double[] out = new double[points.count()];
        if (points.count() == 0) {
            return Points.ofDoubles(rows, times, out, 0);
        }
        int count = 0;
        double sum = 0;
        long lastTime = points.times()[0];
        double last = points.doubles()[0];
        long start = windows.bin(lastTime);
        for (int i = 1; i < points.count(); i++) {
            long time = points.times()[i];
            double value = points.doubles()[i];
            if (time == lastTime) {
                last = value;
                continue;
            }
            long end = start + windowNs;
            if (time >= end) {
                if (lastTime != end) {
                    double share = (double) (end - lastTime) / (time - lastTime);
                    double atEnd = last + (value - last) * share;
                    sum += 0.5 * (atEnd + last) * ((double) (end - lastTime) / unitNs);
                    last = atEnd;
                    lastTime = end;
                }
                rows[count] = -1;
                times[count] = start;
                out[count++] = sum;
                start = windows.bin(time);
                sum = 0;
            }
            sum += 0.5 * (value + last) * ((double) (time - lastTime) / unitNs);
            last = value;
            lastTime = time;
        }
        if (lastTime != start) {
            rows[count] = -1;
            times[count] = start;
            out[count++] = sum;
        }
        return Points.ofDoubles(rows, times, out, count);
    }

    /// @param hold values to hold back; -1 leaves it to the indicator
    static Points indicator(Points points, Indicator indicator, long hold) {
        long held = hold < 0 ? indicator.warmCount() : hold;
        int[] rows = new int[points.count()];
        long[] times = new long[points.count()];
        double[] out = new double[points.count()];
        int count = 0;
        for (int i = 0; i < points.count(); i++) {
            double value = indicator.add(points.doubles()[i]);
            if (i >= held && indicator.isResult(value)) {
                rows[count] = points.rows()[i];
                times[count] = points.times()[i];
                out[count++] = value;
            }
        }
        return Points.ofDoubles(rows, times, out, count);
    }
}
