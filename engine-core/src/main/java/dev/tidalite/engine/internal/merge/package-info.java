/// Makes one sorted stream of rows out of many: newest value per column wins where keys are equal.
///
/// In: [SortedRows], which memtables and segments both are. Out: the same again
/// ([MergedRows]), for a flush or a compaction; or window after window ([MergeStream]), for a scan.
/// Floor: knows batches and schemas, no store, no file, no lock.
///
/// First the series of all sources are numbered together ([SeriesUnion]); then, series by series,
/// it is planned which ranges of rows of which source come when; only then are columns read, whole
/// ranges at a time. Rows that no other source can have are never compared.
@NullMarked
package dev.tidalite.engine.internal.merge;

import org.jspecify.annotations.NullMarked;
