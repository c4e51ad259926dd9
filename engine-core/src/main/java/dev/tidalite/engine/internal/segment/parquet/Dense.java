package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.Validity;

/// Moves the values of rows that have one to the front, in place and in order.
final class Dense {
    private Dense() {}

    static void move(long[] values, long[] validity, int rowCount) {
        int next = 0;
        for (int row = 0; row < rowCount; row++) {
            values[next] = values[row];
            next += Validity.isValid(validity, row) ? 1 : 0;
        }
    }

    static void move(double[] values, long[] validity, int rowCount) {
        int next = 0;
        for (int row = 0; row < rowCount; row++) {
            values[next] = values[row];
            next += Validity.isValid(validity, row) ? 1 : 0;
        }
    }

    static void move(boolean[] values, long[] validity, int rowCount) {
        int next = 0;
        for (int row = 0; row < rowCount; row++) {
            values[next] = values[row];
            next += Validity.isValid(validity, row) ? 1 : 0;
        }
    }

    /// The ends of texts, where a row without a value has none: only the offsets move, because such
    /// a row has no bytes either.
    static void moveEnds(int[] offsets, long[] validity, int rowCount) {
        int next = 1;
        for (int row = 0; row < rowCount; row++) {
            offsets[next] = offsets[row + 1];
            next += Validity.isValid(validity, row) ? 1 : 0;
        }
    }
}
