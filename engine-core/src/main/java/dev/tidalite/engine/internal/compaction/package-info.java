/// Keeps the segments of a table few and free of overlaps.
///
/// In: the live segments. Out: fewer ones with the same rows, by one edit of the manifest each
/// time. What to merge is decided by a pure function of the set ([CompactionPlanner]); doing it is
/// throttled and can be cancelled; a crash in the middle leaves files that no edit names, which the
/// next opening removes.
///
/// Never merges segments of different partitions, and never jumps over a segment whose writes lie
/// between those of the merged ones and which may hold the same keys: so the newest value wins
/// whatever was merged before.
@NullMarked
package dev.tidalite.engine.internal.compaction;

import org.jspecify.annotations.NullMarked;
