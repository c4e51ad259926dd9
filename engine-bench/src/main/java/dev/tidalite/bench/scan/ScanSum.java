package dev.tidalite.bench.scan;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.TableBatch;

/// Touches every value of a scan.
final class ScanSum {
    private ScanSum() {}

    /// The sum of all doubles; longs are looked at.
    ///
    /// @param rowsMax further rows are not read
    static double of(BatchCursor cursor, long rowsMax) {
        double sum = 0;
        long last = 0;
        long left = rowsMax;
        for (TableBatch batch = left > 0 ? cursor.next() : null;
                batch != null;
                batch = left > 0 ? cursor.next() : null) {
            int rows = (int) Math.min(left, batch.rowCount());
            left -= rows;
            for (int column = 0; column < batch.vectors().size(); column++) {
                if (batch.vector(column) instanceof DoubleVector doubles) {
                    sum += sum(doubles.values(), rows);
                } else if (batch.vector(column) instanceof LongVector times) {
                    last = Math.max(last, max(times.values(), rows));
                }
            }
        }
        return last == 1 ? 0 : sum;
    }

    private static double sum(double[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < count; i++) {
            a += values[i];
        }
        return a + b + c + d;
    }

    private static long max(long[] values, int count) {
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }
}
