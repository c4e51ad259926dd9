/// Makes segments of sealed memtables.
///
/// In: rows in the order of the log. Out: one segment for each table and partition of time, sorted
/// by series and time, without duplicates; one edit of the manifest that makes all of them live and
/// says up to where the log is no longer needed.
///
/// Decides nothing: when to seal and when to flush is the engine's business.
@NullMarked
package dev.tidalite.engine.internal.flush;

import org.jspecify.annotations.NullMarked;
