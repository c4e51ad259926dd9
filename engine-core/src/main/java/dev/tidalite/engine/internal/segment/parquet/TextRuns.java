package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.StringDictionary;

/// A text column as runs of one value each.
///
/// @param ids per run the entry in the dictionary, -1 for rows without a value
/// @param ends per run the number of the row behind its last one; ascending
/// @param count how many runs there are; the arrays may be longer
public record TextRuns(StringDictionary dictionary, int[] ids, long[] ends, int count) {
    /// The id of rows without a value.
    public static final int NULL = -1;

    /// The run that holds a row.
    public int runOf(long row) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (row < ends[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
