package dev.tidalite.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What opening an engine found and did.
///
/// @param segmentCount segments that are live
/// @param rowCount rows that were only in the log and are in memory now
/// @param recordCount log records that they came from
/// @param logBytes the length of these, uncompressed
/// @param torn what a crash had left unfinished at the end of the log and was cut off; none of it
///     had been acknowledged as synced
/// @param lost what a salvage gave up in the midst of the log
/// @param removedFiles files that nothing named, left over from work that a crash interrupted
/// @param elapsed how long the opening took
public record RecoveryReport(
        int segmentCount,
        long rowCount,
        long recordCount,
        long logBytes,
        Optional<TornTail> torn,
        List<String> lost,
        List<String> removedFiles,
        Duration elapsed) {
    public RecoveryReport {
        lost = List.copyOf(lost);
        removedFiles = List.copyOf(removedFiles);
    }

    /// @param file the log file that was cut
    /// @param byteOffset where
    /// @param lostBytes how much was cut off
    /// @param reason what was wrong with it
    /// @param keptIn the file that holds it now
    public record TornTail(
            Path file, long byteOffset, long lostBytes, String reason, Path keptIn) {}
}
