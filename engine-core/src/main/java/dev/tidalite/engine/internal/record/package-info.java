/// Checksummed framing of records in append-only files, shared by the log and the manifest.
///
/// In: a kind and bytes. Out: the same, and a verdict on where a file ends: cleanly, in a tail that
/// a crash tore off, or in damage. Never knows what a payload means, never decides what to do about
/// damage. Byte layout: [RecordDescriptor].
@NullMarked
package dev.tidalite.engine.internal.record;

import org.jspecify.annotations.NullMarked;
