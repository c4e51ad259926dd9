/// Lets rows go: those that are older than their database keeps, and those that somebody deletes.
///
/// In: live segments. Out: fewer of them, or others without the rows, by one edit of the manifest
/// each time, so that a crash leaves everything as it was or as it should be. Rows in memtables are
/// none of its business: the engine flushes first.
@NullMarked
package dev.tidalite.engine.internal.retention;

import org.jspecify.annotations.NullMarked;
