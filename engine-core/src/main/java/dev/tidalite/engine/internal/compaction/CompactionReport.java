package dev.tidalite.engine.internal.compaction;

/// What a compaction did.
///
/// @param readCount segments that were replaced; 0 if the task came to nothing
public record CompactionReport(
        int readCount, long readBytes, int writtenCount, long writtenBytes, long writtenRowCount) {}
