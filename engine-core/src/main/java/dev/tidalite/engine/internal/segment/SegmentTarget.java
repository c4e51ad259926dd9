package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.TableId;

/// Where a segment is to be written, and what it is to be called.
///
/// @param firstSequence the oldest write that the rows come from
/// @param lastSequence the newest one
public record SegmentTarget(
        Storage storage, TableId table, SegmentId id, long firstSequence, long lastSequence) {

    /// The name of the file in the storage.
    public String fileName() {
        return FileName.segment(table.value(), id.value());
    }
}
