package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.SegmentMeta;

/// Opens segments for reading.
@FunctionalInterface
public interface SegmentOpener {
    /// @return the segment's rows, readable until the snapshot that asked for them is closed; the
    ///     same object as long as the segment stays open
    /// @throws dev.tidalite.engine.EngineException if the file can't be read or is not right
    SortedRows open(SegmentMeta segment);
}
