/// Columns of values in memory, as they are written, kept, scanned and handed to queries: plain
/// Java arrays with a validity bitmap beside them.
///
/// In: decoded lines, typed rows, decoded pages. Out: the same, to the log, the memtable and the
/// reader of a scan. Knows the schema and nothing else; never does I/O; never locks.
@NullMarked
package dev.tidalite.engine.batch;

import org.jspecify.annotations.NullMarked;
