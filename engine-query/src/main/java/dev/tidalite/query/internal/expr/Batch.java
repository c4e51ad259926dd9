package dev.tidalite.query.internal.expr;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Some rows, column by column. Valid until whoever made it makes the next one.
///
/// @param runEnds where runs of rows of one series end, ascending, the last at `rowCount`; null if
///     the rows are not known to come so. In a run every tag is constant and the time ascends.
public record Batch(List<Column> columns, int rowCount, int @Nullable [] runEnds, int runCount) {
    /// How many rows operators make into one batch where they have the choice.
    public static final int ROWS = 4096;

    public Batch(List<Column> columns, int rowCount) {
        this(columns, rowCount, null, 0);
    }

    public Column column(int index) {
        return columns.get(index);
    }

    /// The same rows with other columns.
    public Batch with(List<Column> others) {
        return new Batch(others, rowCount, runEnds, runCount);
    }
}
