/// Turns arrays of values into the bytes of a Parquet page and back: one class per encoding, static
/// methods on primitives.
///
/// In: plain arrays. Out: bytes in an array; the other way round from native memory. Decoders take
/// **native** segments only, because a loop that has seen heap and native segments stays three
/// times slower for good. Each trusts no length it reads: bytes that are not of its encoding give a
/// [MalformedException]. Never sees a page header, a file or a schema.
///
/// A decoder may look at up to 8 bytes behind the bytes it was given (never use them): whoever
/// hands memory in leaves that much room.
@NullMarked
package dev.tidalite.engine.internal.segment.encoding;

import org.jspecify.annotations.NullMarked;
