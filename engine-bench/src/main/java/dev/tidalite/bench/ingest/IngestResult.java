package dev.tidalite.bench.ingest;

import java.util.Locale;

/// The figures of one contestant.
///
/// @param name which
/// @param rows written
/// @param ackSeconds until the last row was acknowledged
/// @param settledSeconds until everything was in its last form: flushed, applied, checkpointed
/// @param cpuSeconds of the process until then
/// @param inputBytes of what was handed in, 0 for typed rows
/// @param writtenBytes that went to files as far as the engine counts them, 0 if it does not
/// @param diskBytes of the files at the end
/// @param peakHeapMiB most heap
/// @param peakResidentMiB most memory of the process
/// @param reopenSeconds until it could be read again after it was closed, or NaN
/// @param latencies of single writes
record IngestResult(
        String name,
        long rows,
        double ackSeconds,
        double settledSeconds,
        double cpuSeconds,
        long inputBytes,
        long writtenBytes,
        long diskBytes,
        long peakHeapMiB,
        long peakResidentMiB,
        double reopenSeconds,
        Latencies latencies) {
    private static final int VALUES_PER_ROW = 10;

    static String head() {
        return String.format(
                Locale.ROOT,
                "%-14s %12s %12s %12s %8s %8s %8s %8s %7s %7s %8s   %s",
                "contestant",
                "rows/s",
                "values/s",
                "settled r/s",
                "cpu us/r",
                "input MB",
                "wrtn MB",
                "disk MB",
                "heap M",
                "rss M",
                "reopen s",
                "ack ms p50/p99/p999");
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-14s %,12.0f %,12.0f %,12.0f %8.2f %8d %8d %8d %7d %7d %8.2f   %s",
                name,
                rows / ackSeconds,
                rows * VALUES_PER_ROW / ackSeconds,
                rows / settledSeconds,
                cpuSeconds / rows * 1e6,
                inputBytes / 1_000_000,
                writtenBytes / 1_000_000,
                diskBytes / 1_000_000,
                peakHeapMiB,
                peakResidentMiB,
                reopenSeconds,
                latencies);
    }
}
