package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.schema.ColumnType;

/// The times of some rows of one source: whoever merges or searches looks at them here. Reads ahead
/// as long as it is asked for ascending rows.
final class TimeBuffer {
    /// How many times are read at once.
    private static final int READ_ROWS = 4096;

    /// A range up to this long is searched in memory; in a longer one single rows are looked at.
    private static final int SEARCH_ROWS = 32 * 1024;

    /// How far behind the last rows a next range may start to count as ascending.
    private static final int GAP_ROWS = 1024;

    private final SortedRows rows;
    private final RowReader reader;
    private final LongSink times = new LongSink(ColumnType.TIMESTAMP);
    private long firstRow;

    /// @param reader of these rows, not owned
    TimeBuffer(SortedRows rows, RowReader reader) {
        this.rows = rows;
        this.reader = reader;
    }

    /// The times, from index [#index] of a row on; replaced by the next call of another method.
    long[] values() {
        return times.values();
    }

    /// How many of the values count.
    int size() {
        return times.size();
    }

    /// Where the time of a row stands, after it was made sure that it does.
    ///
    /// @param rowEnd rows from here on are not needed soon
    int index(long row, long rowEnd) {
        if (!holds(row)) {
            boolean ascending = row - (firstRow + times.size()) < GAP_ROWS && row >= firstRow;
            long end = Math.min(row + READ_ROWS, ascending ? rows.rowCount() : rowEnd);
            load(row, Math.max(row + 1, end));
        }
        return (int) (row - firstRow);
    }

    /// The first row in `[rowStart, rowEnd)`, which belong to one series, whose time is not before
    /// the given one; `rowEnd` if there is none.
    long lowerBound(long rowStart, long rowEnd, long timeNs) {
        long low = rowStart;
        long high = rowEnd;
        if (low < high && !(holds(low) && holds(high - 1))) {
            low = rows.rowsBefore(low, high, timeNs);
            high = rows.rowsFrom(low, high, timeNs);
        }
        while (high - low > SEARCH_ROWS) {
            long middle = low + (high - low) / 2;
            int index = index(middle, middle + 1); // first of all: it may replace the values
            if (values()[index] < timeNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == high) {
            return low;
        }
        if (!holds(low) || !holds(high - 1)) {
            load(low, high);
        }
        int from = (int) (low - firstRow);
        int found = lowerBound(values(), from, (int) (high - firstRow), timeNs);
        return low + (found - from);
    }

    /// The first index in `[from, to)` whose value is not below the given one, or `to`.
    static int lowerBound(long[] ascending, int from, int to, long value) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean holds(long row) {
        return row >= firstRow && row < firstRow + times.size();
    }

    private void load(long fromRow, long toRow) {
        times.clear();
        reader.read(0, fromRow, toRow, times);
        firstRow = fromRow;
        assert times.size() == toRow - fromRow
                : times.size() + " times for rows [" + fromRow + ", " + toRow + ")";
    }
}
