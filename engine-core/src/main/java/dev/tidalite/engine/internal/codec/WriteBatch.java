package dev.tidalite.engine.internal.codec;

import java.util.List;

/// All that one write adds, or that one call takes away: the payload of a log record.
public sealed interface WriteBatch {
    /// Rows of one or several tables.
    ///
    /// @param tables not copied: the writer reuses the blocks when the write is over
    record Rows(List<RowBlock> tables) implements WriteBatch {}

    /// Tables that are gone, with all their rows.
    ///
    /// @param tableIds the values of their ids
    record Dropped(List<Long> tableIds) implements WriteBatch {
        public Dropped {
            tableIds = List.copyOf(tableIds);
        }
    }
}
