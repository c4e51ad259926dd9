/// What a write looks like in memory and in the log: columnar rows per table, together with the
/// columns and series that they are the first to need.
///
/// In: a [WriteBatch] as ingest fills it. Out: its bytes, and the same batch again from bytes.
/// Floor: knows schemas, no store, no file. Trusts no length it reads. Byte layout:
/// [WriteBatchDescriptor].
@NullMarked
package dev.tidalite.engine.internal.codec;

import org.jspecify.annotations.NullMarked;
