package dev.tidalite.engine.internal.wal;

/// What a log has done since it was opened.
///
/// @param records written
/// @param bytes written, as compressed, headers included
/// @param syncs successful ones
/// @param groupRecordsMax the most records that shared one write
/// @param queuedBytes waiting to be written now
/// @param fileCount files there are now
/// @param fileBytes their total length
public record WalCounters(
        long records,
        long bytes,
        long syncs,
        long groupRecordsMax,
        long queuedBytes,
        int fileCount,
        long fileBytes) {}
