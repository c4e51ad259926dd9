package dev.tidalite.bench.ingest;

import dev.tidalite.bench.report.Latencies;

import java.io.IOException;

/// An engine that is given the rows of a plan: opened empty, written to, settled, opened again.
/// Used by one thread, save that writing may use several.
interface IngestTarget extends AutoCloseable {
    /// Writes all rows; they are acknowledged when it returns.
    ///
    /// @param latencies takes how long single writes took
    void write(Latencies latencies) throws IOException;

    /// Brings everything into its last form.
    void settle() throws IOException;

    /// Closes, opens again, and counts the rows.
    long reopenAndCount() throws IOException;

    @Override
    void close() throws IOException;
}
