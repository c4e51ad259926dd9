/// Makes one sorted stream of rows out of many: newest value per column wins where keys are equal.
///
/// In: [SortedRows], which memtables and segments both are. Out: the same again, for a scan, a
/// flush or a compaction. Floor: knows batches and schemas, no store, no file, no lock.
@NullMarked
package dev.tidalite.engine.internal.merge;

import org.jspecify.annotations.NullMarked;
