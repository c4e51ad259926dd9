package dev.tidalite.engine.internal.scan;

import java.util.Arrays;

/// Sorts rows that come as runs of ascending times, by merging neighbouring runs until one is left.
final class RunMerge {
    private int[] runEnds = new int[16];
    private int runCount;
    private int[] rows = new int[0];
    private int[] otherRows = new int[0];
    private long[] keys = new long[0];
    private long[] otherKeys = new long[0];

    void clear() {
        runCount = 0;
    }

    /// Adds a run behind the last one.
    ///
    /// @param end one past its last row
    void addRun(int end) {
        if (runCount == runEnds.length) {
            runEnds = Arrays.copyOf(runEnds, runCount * 2);
        }
        runEnds[runCount++] = end;
    }

    /// The rows in their order, after [#sort].
    int[] rows() {
        return rows;
    }

    /// @param times by row, ascending within each run
    void sort(long[] times, int rowCount, boolean descending) {
        if (rows.length < rowCount) {
            rows = new int[rowCount];
            otherRows = new int[rowCount];
            keys = new long[rowCount];
            otherKeys = new long[rowCount];
        }
        for (int row = 0; row < rowCount; row++) {
            rows[row] = row;
        }
        System.arraycopy(times, 0, keys, 0, rowCount);
        while (runCount > 1) {
            mergePairs();
        }
        if (descending) {
            for (int low = 0, high = rowCount - 1; low < high; low++, high--) {
                int row = rows[low];
                rows[low] = rows[high];
                rows[high] = row;
            }
        }
    }

    private void mergePairs() {
        int merged = 0;
        int start = 0;
        for (int run = 0; run < runCount; run += 2) {
            int middle = runEnds[run];
            int end = run + 1 < runCount ? runEnds[run + 1] : middle;
            merge(keys, rows, start, middle, end, otherKeys, otherRows);
            runEnds[merged++] = end;
            start = end;
        }
        runCount = merged;
        int[] swappedRows = rows;
        rows = otherRows;
        otherRows = swappedRows;
        long[] swappedKeys = keys;
        keys = otherKeys;
        otherKeys = swappedKeys;
    }

    private static void merge(
            long[] keys,
            int[] rows,
            int start,
            int middle,
            int end,
            long[] targetKeys,
            int[] targetRows) {
        if (middle == end || keys[middle - 1] <= keys[middle]) {
            System.arraycopy(keys, start, targetKeys, start, end - start);
            System.arraycopy(rows, start, targetRows, start, end - start);
            return;
        }
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeLeft = right == end || (left < middle && keys[left] <= keys[right]);
            int from = takeLeft ? left++ : right++;
            targetKeys[at] = keys[from];
            targetRows[at] = rows[from];
        }
    }
}
