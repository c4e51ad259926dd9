package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.ColumnSink;

/// Reads ranges of rows of single columns. Fastest when the ranges of a column ascend.
public interface RowReader extends AutoCloseable {
    /// Appends the values of the rows `[fromRow, toRow)` of the time column (ordinal 0) or of a
    /// field. Tags are not read by row: the [SeriesDirectory] has them.
    ///
    /// @param ordinal of the table's schema; a column that this source does not have gives nulls
    void read(int ordinal, long fromRow, long toRow, ColumnSink target);

    /// Appends the values of single rows, as [#read] does those of ranges.
    ///
    /// @param rows in any order; fastest when they ascend
    /// @param count how many entries of `rows` count
    default void readRows(int ordinal, long[] rows, int count, ColumnSink target) {
        for (int i = 0; i < count; i++) {
            read(ordinal, rows[i], rows[i] + 1, target);
        }
    }

    /// Appends the values of several ranges of rows, as [#read] does those of one.
    ///
    /// @param rows per range its first row
    /// @param lengths per range how many rows it has
    /// @param count how many ranges there are
    default void readRanges(int ordinal, long[] rows, int[] lengths, int count, ColumnSink target) {
        for (int i = 0; i < count; i++) {
            read(ordinal, rows[i], rows[i] + lengths[i], target);
        }
    }

    @Override
    void close();
}
