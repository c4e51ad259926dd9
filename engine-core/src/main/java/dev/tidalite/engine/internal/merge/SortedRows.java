package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Rows of one table, sorted by series and within a series by time: a segment, or a memtable looked
/// at in that order. Immutable; safe for many threads.
public interface SortedRows {
    /// The columns it has. Ordinals are those of the table: this may be a prefix of a wider, later
    /// schema, whose further columns are null here.
    TableSchema schema();

    long rowCount();

    /// Of all rows; exact.
    TimeRange timeRange();

    /// Greater for newer rows: where two sources have the same key, the greater one's values win.
    long sequence();

    /// Whether a series may hold several rows of the same time, in the order in which they were
    /// written. Never so in a segment.
    boolean mayHoldDuplicates();

    SeriesDirectory series();

    /// Ranges of rows outside of which no row satisfies all of these conditions, by statistics:
    /// ascending pairs of first row and row behind the last; null if nothing is known.
    ///
    /// @param predicates on fields of the table
    default long @Nullable [] candidates(List<ColumnPredicate> predicates) {
        return null;
    }

    /// A row up to which all rows of a range are before a time, by statistics.
    ///
    /// @param rowStart the range is of one series
    /// @return at least `rowStart`, at most `rowEnd`
    default long rowsBefore(long rowStart, long rowEnd, long timeNs) {
        return rowStart;
    }

    /// A row from which on all rows of a range are not before a time, by statistics.
    ///
    /// @param rowStart the range is of one series
    /// @return at least `rowStart`, at most `rowEnd`
    default long rowsFrom(long rowStart, long rowEnd, long timeNs) {
        return rowEnd;
    }

    /// @return a reader for one thread, owned and closed by the caller
    RowReader reader();

    /// As [#reader()].
    ///
    /// @param observer is told which pages are read, if there are any
    default RowReader reader(ScanObserver observer) {
        return reader();
    }

    /// Tells of a file that its rows are wanted; nothing of rows in memory.
    ///
    /// @param ordinals of the columns to be read
    default void announce(int[] ordinals, ScanObserver observer) {}
}
