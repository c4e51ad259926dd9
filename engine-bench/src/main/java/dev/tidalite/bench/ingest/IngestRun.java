package dev.tidalite.bench.ingest;

import dev.tidalite.bench.report.Latencies;
import dev.tidalite.bench.report.ProcessUse;

import java.io.IOException;
import java.nio.file.Files;

/// Carries out one plan, in this process.
final class IngestRun {
    private IngestRun() {}

    static IngestResult run(IngestPlan plan) throws IOException {
        if (plan.warmupRows() > 0) {
            IngestPlan warmup = plan.forWarmup();
            try (IngestTarget target = open(warmup)) {
                target.write(new Latencies());
                target.settle();
            }
        }
        ProcessUse.resetPeaks();
        Latencies latencies = new Latencies();
        try (IngestTarget target = open(plan)) {
            double cpuBefore = ProcessUse.cpuSeconds();
            long writtenBefore = ProcessUse.writtenBytes();
            long startNs = System.nanoTime();
            target.write(latencies);
            double ackSeconds = secondsSince(startNs);
            target.settle();
            double settledSeconds = secondsSince(startNs);
            double cpuSeconds = ProcessUse.cpuSeconds() - cpuBefore;
            long writtenBytes = ProcessUse.writtenBytes() - writtenBefore;
            long peakHeap = ProcessUse.peakHeapMiB();
            long peakResident = ProcessUse.peakResidentMiB();
            long diskBytes = ProcessUse.diskBytes(plan.ownFolder());
            long reopenNs = System.nanoTime();
            long rows = target.reopenAndCount();
            double reopenSeconds = secondsSince(reopenNs);
            if (rows != plan.rows()) {
                throw new IllegalStateException(
                        plan.contestant() + " has " + rows + " of " + plan.rows() + " rows");
            }
            return new IngestResult(
                    plan,
                    ackSeconds,
                    settledSeconds,
                    cpuSeconds,
                    writtenBytes,
                    diskBytes,
                    peakHeap,
                    peakResident,
                    reopenSeconds,
                    latencies);
        } finally {
            ProcessUse.deleteTree(plan.ownFolder());
        }
    }

    private static double secondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }

    private static IngestTarget open(IngestPlan plan) throws IOException {
        ProcessUse.deleteTree(plan.ownFolder());
        Files.createDirectories(plan.ownFolder());
        return switch (plan.contestant()) {
            case LINES, APPENDER, APPENDER_SYNC -> new TidaliteIngest(plan);
            case QUESTDB, QUESTDB_SYNC, QUESTDB_APPLY -> new QuestIngest(plan);
            case DUCKDB -> new DuckIngest(plan);
        };
    }
}
