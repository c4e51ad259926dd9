package dev.tidalite.engine;

import java.time.Duration;

/// What an engine has done since it was opened, and what it holds now.
///
/// @param writeCount requests, and batches of appenders
/// @param writtenRows rows acknowledged
/// @param rejectedLines lines that were not written
/// @param lineBytes of line protocol taken in
/// @param logRecords records written to the log
/// @param logBytes written to the log, compressed
/// @param logSyncs fsyncs of the log
/// @param logGroupMax the most writes that shared one fsync
/// @param logQueueBytes waiting to be written to the log now
/// @param logFileBytes the length of the log now
/// @param memoryBytes what rows that are not flushed take now
/// @param memoryWait how long writers have waited for memory, all together
/// @param flushCount flushes
/// @param flushedRows rows that they wrote, duplicates removed
/// @param flushedBytes bytes of segments that they wrote
/// @param compactionCount merges of segments
/// @param compactedBytes bytes of segments that these wrote
/// @param segmentCount segments that are live
/// @param segmentBytes their length
/// @param segmentRows their rows
public record EngineStats(
        long writeCount,
        long writtenRows,
        long rejectedLines,
        long lineBytes,
        long logRecords,
        long logBytes,
        long logSyncs,
        long logGroupMax,
        long logQueueBytes,
        long logFileBytes,
        long memoryBytes,
        Duration memoryWait,
        long flushCount,
        long flushedRows,
        long flushedBytes,
        long compactionCount,
        long compactedBytes,
        long segmentCount,
        long segmentBytes,
        long segmentRows) {}
