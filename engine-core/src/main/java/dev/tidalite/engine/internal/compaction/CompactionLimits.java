package dev.tidalite.engine.internal.compaction;

import dev.tidalite.engine.internal.segment.Partitions;

/// When segments are merged.
///
/// @param partitions that segments never cross
/// @param fanIn how many segments of about one size are let come together before they are merged,
///     at least 2; a row is rewritten once each time its segment grows by about this factor
/// @param filesMax how many segments a merge reads at most, at least `fanIn`
/// @param segmentRowsMax rows that a merged segment should have at most; more are cut by time
/// @param lateRatio how many times as much as what came late a partition at rest may rewrite to
///     take it in, as long as the table goes on being written to
/// @param seriesBytesMax what the series directories of the segments that a merge reads may take in
///     memory together; two segments are merged whatever they take
public record CompactionLimits(
        Partitions partitions,
        int fanIn,
        int filesMax,
        long segmentRowsMax,
        int lateRatio,
        long seriesBytesMax) {
    public CompactionLimits {
        if (fanIn < 2 || filesMax < fanIn || segmentRowsMax < 1 || lateRatio < 1) {
            throw new IllegalArgumentException(
                    "fanIn %d, filesMax %d, segmentRowsMax %d, lateRatio %d"
                            .formatted(fanIn, filesMax, segmentRowsMax, lateRatio));
        }
    }

    public static CompactionLimits of(Partitions partitions, long seriesBytesMax) {
        return new CompactionLimits(partitions, 10, 64, 32_000_000, 4, seriesBytesMax);
    }
}
