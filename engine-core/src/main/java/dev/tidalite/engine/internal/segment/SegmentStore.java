package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.TableId;

/// The segment files of an engine, as those see them that read and write segments. Safe for many
/// threads.
public interface SegmentStore {
    /// Writes a segment. When this returns the file is durable; when it throws there is none.
    ///
    /// @param rows at least one, without duplicates
    /// @param firstSequence the oldest write that the rows come from
    /// @param lastSequence the newest one
    SegmentMeta write(
            SortedRows rows, TableId table, SegmentId id, long firstSequence, long lastSequence);

    /// Opens a segment, or finds it open.
    ///
    /// @return its rows, readable as long as the file is live or pinned; the same object for the
    ///     same segment as long as it stays open
    SortedRows open(SegmentMeta segment);

    /// Roughly what the series directory of a segment takes in memory, without reading it.
    long seriesBytes(SegmentMeta segment);

    /// Deletes the file of a segment that never became live.
    void discard(SegmentMeta segment);
}
