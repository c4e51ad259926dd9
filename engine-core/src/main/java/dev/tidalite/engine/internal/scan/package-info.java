/// Answers [dev.tidalite.engine.Snapshot]: rows of memtables and segments, merged, in the order
/// asked for.
///
/// In: sorted rows of one table, as they were at one point in time. Out: batches. What the time,
/// the tags or the statistics of fields rule out is not read: a partition, a file, a series, a
/// range of rows. Never writes; never waits for writers.
///
/// The time is cut into eras first, so that files of different days are never compared with each
/// other; see [dev.tidalite.engine.internal.scan.ScanSnapshot].
@NullMarked
package dev.tidalite.engine.internal.scan;

import org.jspecify.annotations.NullMarked;
