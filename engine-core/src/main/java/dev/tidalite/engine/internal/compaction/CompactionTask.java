package dev.tidalite.engine.internal.compaction;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.schema.TableId;

import java.util.List;

/// Segments that are to be replaced by others with the same rows.
///
/// @param inputs of one partition, at least two, oldest writes first
/// @param outputRanges the times of the segments to be made, ascending, without gaps; a range
///     without rows makes none
public record CompactionTask(
        TableId table, List<SegmentMeta> inputs, List<TimeRange> outputRanges) {
    public CompactionTask {
        inputs = List.copyOf(inputs);
        outputRanges = List.copyOf(outputRanges);
    }

    public long inputBytes() {
        return inputs.stream().mapToLong(SegmentMeta::fileBytes).sum();
    }

    public long inputRowCount() {
        return inputs.stream().mapToLong(SegmentMeta::rowCount).sum();
    }

    long firstSequence() {
        return inputs.stream().mapToLong(SegmentMeta::firstSequence).min().orElseThrow();
    }

    long lastSequence() {
        return inputs.stream().mapToLong(SegmentMeta::lastSequence).max().orElseThrow();
    }
}
