package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.TableId;

/// What the engine knows of a segment without opening it.
///
/// @param timeRange of its rows, exact
/// @param rowCount at least 1
/// @param fileBytes length of the file
/// @param firstSequence the oldest write that it holds rows of
/// @param lastSequence the newest one; where two segments hold the same key, the one with the
/// greater
///     value wins
public record SegmentMeta(
        SegmentId id,
        TableId table,
        TimeRange timeRange,
        long rowCount,
        long fileBytes,
        long firstSequence,
        long lastSequence) {}
