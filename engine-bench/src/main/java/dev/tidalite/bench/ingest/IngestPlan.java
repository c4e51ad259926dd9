package dev.tidalite.bench.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One contestant's task.
///
/// @param contestant who
/// @param folder where files go; each run empties its own below it
/// @param hosts distinct series
/// @param rows in all
/// @param batchRows of one write
/// @param threads that write at once
/// @param warmupRows that are written to another place first, before any clock starts
/// @param memoryMiB what this engine may use for rows and series, 0 for its default
record IngestPlan(
        Contestant contestant,
        Path folder,
        int hosts,
        long rows,
        int batchRows,
        int threads,
        long warmupRows,
        int memoryMiB) {

    /// Who is measured.
    enum Contestant {
        /// This engine, given line protocol.
        LINES,
        /// This engine, given typed rows; nobody waits for the disk but at the end, though the log
        /// is synced all the time.
        APPENDER,
        /// This engine, given typed rows; every batch is waited for until it is on the disk.
        APPENDER_SYNC,
        /// QuestDB's WAL writer as it comes: nothing waits for the disk.
        QUESTDB,
        /// QuestDB's WAL writer when a commit waits for the disk.
        QUESTDB_SYNC,
        /// QuestDB's WAL writer as it comes, while a thread applies the WAL to the table, as its
        /// server does.
        QUESTDB_APPLY,
        /// DuckDB's appender.
        DUCKDB;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean isTidalite() {
            return this == LINES || this == APPENDER || this == APPENDER_SYNC;
        }
    }

    IngestPlan withRows(long otherRows) {
        return new IngestPlan(
                contestant, folder, hosts, otherRows, batchRows, threads, warmupRows, memoryMiB);
    }

    IngestPlan forWarmup() {
        return withRows(warmupRows);
    }

    /// Where this contestant's files go.
    Path ownFolder() {
        return folder.resolve(contestant.label());
    }

    /// The lines that it is given.
    Path lineFile() {
        return folder.resolve("cpu-" + hosts + '-' + rows + '-' + batchRows + ".lp");
    }

    /// The arguments that make a child process do this.
    List<String> arguments() {
        return new ArrayList<>(
                List.of(
                        "--here",
                        "--only=" + contestant,
                        "--folder=" + folder,
                        "--hosts=" + hosts,
                        "--rows=" + rows,
                        "--batch=" + batchRows,
                        "--threads=" + threads,
                        "--warmup=" + warmupRows,
                        "--memory=" + memoryMiB));
    }
}
