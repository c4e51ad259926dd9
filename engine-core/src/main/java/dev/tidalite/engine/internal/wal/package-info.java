/// Makes writes durable before they are visible. In: opaque records. Out: the same records, in
/// order, after a crash.
///
/// Callers of [Wal#append] compress their record themselves, get a place in the one order of
/// writes, and wait on a [Ticket]; one thread writes what has gathered and syncs it once for all.
/// Never looks inside a payload; never imports another store. Byte layout:
/// [dev.tidalite.engine.internal.record.RecordDescriptor].
@NullMarked
package dev.tidalite.engine.internal.wal;

import org.jspecify.annotations.NullMarked;
