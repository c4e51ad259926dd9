package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.TableSchema;

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

    /// @return a reader for one thread, owned and closed by the caller
    RowReader reader();
}
