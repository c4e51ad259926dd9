/// Keeps the newest rows in memory until they are flushed. In: blocks of rows, each at the place
/// that the order of the log gives it. Out: the same rows, sorted by series and time.
///
/// Columnar and append-only: a row that a reader can see never changes. Knows no file and no
/// catalog; never decides when it is full.
@NullMarked
package dev.tidalite.engine.internal.memtable;

import org.jspecify.annotations.NullMarked;
