package dev.tidalite.bench.soak;

import dev.tidalite.bench.options.Hosts;
import dev.tidalite.bench.options.WorkFolder;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.lp.Precision;
import dev.tidalite.query.QueryConfig;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// `tidalite bench soak`
@Command(
        name = "soak",
        description = {
            "Writes and asks this engine at a steady pace, every write synced, and tells latencies"
                    + " and memory interval by interval.",
            "The question: the greatest value a minute of one host in the last hour."
        },
        mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
    private static final String DATABASE = "bench";
    private static final int BATCH_ROWS = 5_000;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long LOOK_NS = 250_000_000L;

    @Mixin private ReportOptions output = new ReportOptions();

    @Mixin private WorkFolder folder = new WorkFolder();

    @Option(
            names = "--minutes",
            defaultValue = "10",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--interval",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "Of how long latencies are told together (default: ${DEFAULT-VALUE}).")
    private int intervalSeconds;

    @Mixin private Hosts hosts = new Hosts(4_000);

    @Option(
            names = "--rate",
            defaultValue = "100000",
            description = "Rows a second (default: ${DEFAULT-VALUE}).")
    private int rowsPerSecond;

    @Option(
            names = "--queries",
            defaultValue = "20",
            description = "Queries a second (default: ${DEFAULT-VALUE}).")
    private int queriesPerSecond;

    private final AtomicReference<Interval> now = new AtomicReference<>(new Interval());
    private final AtomicLong newestNs = new AtomicLong(CpuData.START_NS);

    @Override
    public Integer call() throws Exception {
        Path base = folder.open();
        List<Figure> figures = new ArrayList<>();
        try (Engine engine = Engine.open(EngineConfig.builder(base.resolve("engine")).build());
                QueryEngine queries = QueryEngine.create(engine, QueryConfig.DEFAULT);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            long startNs = System.nanoTime();
            long endNs = startNs + (long) (minutes * 60e9);
            Future<?> writer = threads.submit(() -> write(engine, endNs));
            Future<?> reader = threads.submit(() -> ask(queries, endNs));
            while (System.nanoTime() < endNs && !writer.isDone() && !reader.isDone()) {
                figures.addAll(watch(engine, startNs));
            }
            writer.get();
            reader.get();
        } finally {
            ProcessUse.deleteTree(base.resolve("engine"));
            folder.close();
        }
        output.publish(
                Report.of(
                        "soak",
                        settings(),
                        Map.of("tidalite", Versions.of(Engine.class)),
                        figures));
        return 0;
    }

    /// Waits for an interval's end.
    ///
    /// @return what happened in it
    private List<Figure> watch(Engine engine, long startNs) {
        long intervalStartNs = System.nanoTime();
        long intervalEndNs = intervalStartNs + TimeUnit.SECONDS.toNanos(intervalSeconds);
        while (System.nanoTime() < intervalEndNs) {
            LockSupport.parkNanos(LOOK_NS);
            now.get().sawHeap(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        Interval over = now.getAndSet(new Interval());
        long lookNs = System.nanoTime();
        return over.figures(
                Math.round((lookNs - startNs) / 1e9),
                (lookNs - intervalStartNs) / 1e9,
                engine.stats());
    }

    /// One batch after the other at the pace that was asked for. After one that took too long the
    /// next ones follow at once until the pace is kept again.
    private void write(Engine engine, long endNs) {
        CpuData data = new CpuData(hosts.count(), CpuData.Values.INTEGER, 1);
        long paceNs = BATCH_ROWS * 1_000_000_000L / rowsPerSecond;
        for (long dueNs = System.nanoTime(); dueNs < endNs; dueNs += paceNs) {
            byte[] lines = data.lines(BATCH_ROWS);
            waitUntil(dueNs);
            long startNs = System.nanoTime();
            WriteResult result =
                    engine.write(WriteRequest.of(DATABASE, lines, Precision.NANOSECONDS));
            now.get().wrote(BATCH_ROWS, System.nanoTime() - startNs);
            if (!result.isComplete()) {
                throw new IllegalStateException(result.rejected().toString());
            }
            newestNs.set(data.timeNs());
        }
    }

    private void ask(QueryEngine queries, long endNs) {
        long paceNs = 1_000_000_000L / queriesPerSecond;
        int number = 0;
        for (long dueNs = System.nanoTime() + paceNs; dueNs < endNs; dueNs += paceNs) {
            waitUntil(dueNs);
            if (newestNs.get() == CpuData.START_NS) {
                continue; // not every host has a row yet
            }
            String sql = question(number++, newestNs.get());
            long startNs = System.nanoTime();
            try (QueryResult result = queries.execute(QueryRequest.sql(DATABASE, sql))) {
                while (result.next() != null) {
                    // only counted
                }
                now.get().queried(System.nanoTime() - startNs);
                if (result.rowCount() == 0) {
                    throw new IllegalStateException(sql + " has no answer");
                }
            }
        }
    }

    private String question(int number, long untilNs) {
        return String.format(
                Locale.ROOT,
                "SELECT date_bin(INTERVAL '1 minute', time) AS minute, max(usage_user) FROM cpu"
                        + " WHERE hostname = 'host_%d' AND time > '%s' AND time <= '%s'"
                        + " GROUP BY 1",
                (int) (number * 997L % hosts.count()),
                Instant.ofEpochSecond(0, untilNs - HOUR_NS),
                Instant.ofEpochSecond(0, untilNs));
    }

    private static void waitUntil(long dueNs) {
        for (long leftNs = dueNs - System.nanoTime();
                leftNs > 0;
                leftNs = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("minutes", String.valueOf(minutes));
        settings.put("interval", intervalSeconds + " s");
        settings.put("hosts", String.valueOf(hosts.count()));
        settings.put("rate", rowsPerSecond + " rows/s");
        settings.put("batch", String.valueOf(BATCH_ROWS));
        settings.put("queries", queriesPerSecond + " a second");
        return settings;
    }
}
