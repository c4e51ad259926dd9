package dev.tidalite.bench.ingest;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Appender;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.EngineStats;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.lp.Precision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This engine, with every write synced, flushing and compacting as it goes.
final class TidaliteIngest {
    private static final String DATABASE = "bench";
    private static final long MEMORY_BYTES_MAX = 384L << 20;

    private TidaliteIngest() {}

    /// One thread's part of the work.
    @FunctionalInterface
    private interface Work {
        void run(Engine engine, int thread, Latencies latencies) throws IOException;
    }

    static IngestResult lines(IngestPlan plan, LineFile input) throws IOException {
        return measure(
                "lines",
                plan,
                input.size(),
                (engine, _, latencies) -> {
                    byte[] batch = new byte[input.longestBatchBytes()];
                    for (int length = input.take(batch); length >= 0; length = input.take(batch)) {
                        WriteRequest request =
                                new WriteRequest(
                                        DATABASE, batch, 0, length, Precision.NANOSECONDS, 0, true);
                        long startNs = System.nanoTime();
                        WriteResult result = engine.write(request);
                        latencies.add(System.nanoTime() - startNs);
                        if (!result.isComplete()) {
                            throw new IllegalStateException(result.rejected().toString());
                        }
                    }
                });
    }

    static IngestResult appender(IngestPlan plan) throws IOException {
        int hosts = plan.hosts() / plan.threads();
        return measure(
                "appender", plan, 0, (engine, thread, _) -> append(engine, plan, hosts, thread));
    }

    /// Each thread writes hosts of its own.
    private static void append(Engine engine, IngestPlan plan, int hosts, int thread) {
        CpuData data = new CpuData(hosts, CpuData.Values.INTEGER, 100L + thread);
        String[] names = new String[hosts];
        for (int host = 0; host < hosts; host++) {
            names[host] = "host_" + (thread * hosts + host);
        }
        long rows = plan.rows() / plan.threads();
        try (Appender appender = engine.appender(DATABASE, CpuData.TABLE)) {
            for (long i = 0; i < rows; i++) {
                data.advance();
                Appender.Row row = appender.row().time(data.timeNs());
                String[] tags = data.tags(data.host());
                row.tag(CpuData.TAGS.getFirst(), names[data.host()]);
                for (int tag = 1; tag < tags.length; tag++) {
                    row.tag(CpuData.TAGS.get(tag), tags[tag]);
                }
                for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                    row.field(CpuData.FIELDS.get(field), (long) data.value(field));
                }
                row.append();
            }
        }
    }

    private static IngestResult measure(String name, IngestPlan plan, long inputBytes, Work work)
            throws IOException {
        Path folder = plan.folder().resolve("tidalite-" + name);
        ProcessUse.deleteTree(folder);
        EngineConfig config = EngineConfig.builder(folder).memoryBytesMax(MEMORY_BYTES_MAX).build();
        Latencies latencies = new Latencies();
        ProcessUse.resetPeaks();
        double cpuBefore = ProcessUse.cpuSeconds();
        long startNs = System.nanoTime();
        double ackSeconds;
        double settledSeconds;
        double cpuSeconds;
        EngineStats stats;
        try (Engine engine = Engine.open(config)) {
            runAll(plan, engine, work, latencies);
            ackSeconds = (System.nanoTime() - startNs) / 1e9;
            engine.flush();
            settledSeconds = (System.nanoTime() - startNs) / 1e9;
            cpuSeconds = ProcessUse.cpuSeconds() - cpuBefore;
            stats = engine.stats();
        }
        long peakHeap = ProcessUse.peakHeapMiB();
        long peakResident = ProcessUse.peakResidentMiB();
        long diskBytes = ProcessUse.diskBytes(folder);
        long reopenNs = System.nanoTime();
        try (Engine engine = Engine.open(config);
                Snapshot snapshot = engine.snapshot(DATABASE)) {
            if (snapshot.tables().size() != 1 || engine.stats().segmentRows() != plan.rows()) {
                throw new IllegalStateException(
                        engine.stats().segmentRows() + " rows of " + plan.rows());
            }
        }
        double reopenSeconds = (System.nanoTime() - reopenNs) / 1e9;
        return new IngestResult(
                name,
                plan.rows(),
                ackSeconds,
                settledSeconds,
                cpuSeconds,
                inputBytes,
                stats.logBytes() + stats.flushedBytes() + stats.compactedBytes(),
                diskBytes,
                peakHeap,
                peakResident,
                reopenSeconds,
                latencies);
    }

    private static void runAll(IngestPlan plan, Engine engine, Work work, Latencies latencies) {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < plan.threads(); i++) {
            int number = i;
            threads.add(
                    Thread.ofPlatform()
                            .name("writer-" + i)
                            .start(() -> {
                                try {
                                    work.run(engine, number, latencies);
                                } catch (IOException | RuntimeException e) {
                                    synchronized (failures) {
                                        failures.add(e);
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst());
        }
    }
}
