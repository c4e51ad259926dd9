package dev.tidalite.engine.internal.recovery;

import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.wal.WalReplay;
import dev.tidalite.engine.internal.wal.WalSalvage;

import java.util.List;
import java.util.Optional;

/// What an opening found.
///
/// @param segmentCount live ones
/// @param removedFiles that nothing named: what a flush or compaction had not finished, or a
///     replacement had left
/// @param flushed where the replay began
/// @param last the last write there is
/// @param recordCount records replayed
/// @param recordBytes the length of their payloads
/// @param torn what was cut off the end of the log
/// @param losses what salvage gave up; none unless it was asked for
/// @param elapsedNs how long it all took
public record RecoveryReport(
        int segmentCount,
        List<String> removedFiles,
        SequenceNumber flushed,
        SequenceNumber last,
        long recordCount,
        long recordBytes,
        Optional<WalReplay.TornTail> torn,
        List<WalSalvage.Loss> losses,
        long elapsedNs) {
    public RecoveryReport {
        removedFiles = List.copyOf(removedFiles);
        losses = List.copyOf(losses);
    }
}
