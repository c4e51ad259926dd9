/// Says what is true on disk: which databases, tables and columns there are, which segments are
/// live, and up to which write the log is not needed any more.
///
/// In: [ManifestEdit]s. Out: the [ManifestState] that they add up to, the same after a crash. All
/// edits have one durable order, and those of one commit happen together or not at all. Never opens
/// a segment and never decides what to edit; deletes the files of segments that are neither live
/// nor pinned. Byte layout: [EditCodec] inside
/// [dev.tidalite.engine.internal.record.RecordDescriptor].
@NullMarked
package dev.tidalite.engine.internal.manifest;

import org.jspecify.annotations.NullMarked;
