package dev.tidalite.bench.compaction;

import dev.tidalite.bench.options.Hosts;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Latencies;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.EngineStats;
import dev.tidalite.engine.Inspection;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.lp.Precision;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `tidalite bench compaction`: rows that arrive in different orders, how often their bytes are
/// written to segments until the engine has come to rest, and how many segments overlap then.
@Command(
        name = "compaction",
        description = {
            "Writes rows in order, shuffled within a day, and some up to a week late; tells how"
                    + " fast they came in, how often their bytes were written again, and what"
                    + " overlaps.",
            "Each order takes two minutes longer than its writing, until the engine is at rest,"
                    + " unless --rest-seconds says otherwise."
        },
        mixinStandardHelpOptions = true)
public final class CompactionCommand implements Callable<Integer> {
    private static final String DATABASE = "bench";
    private static final int BATCH_ROWS = 5_000;

    @Mixin private ReportOptions output = new ReportOptions();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            required = true,
            description = "Where files go; has to be missing or empty, and is empty afterwards.")
    private Path folder = Path.of("");

    @Mixin private Hosts hosts = new Hosts(4_000);

    @Option(
            names = "--steps",
            defaultValue = "2500",
            description = "Rows of each host, 288 a day (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--flush-mib",
            defaultValue = "0",
            description =
                    "Rows are flushed when they take so much memory (default: what the engine"
                            + " does).")
    private int flushMib;

    @Option(
            names = "--rest-seconds",
            defaultValue = "95",
            description =
                    "The engine counts as at rest when it has merged nothing for so long; an engine"
                            + " waits up to 60 before it tidies up (default: ${DEFAULT-VALUE}).")
    private int restSeconds;

    @Option(
            names = "--orders",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default: all).")
    private List<Arrivals.Order> orders = List.of(Arrivals.Order.values());

    @Override
    public Integer call() throws InterruptedException, IOException {
        List<Figure> figures = new ArrayList<>();
        for (Arrivals.Order order : orders) {
            run(order, figures);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rows", Long.toString(rowCount()));
        settings.put("hosts", Integer.toString(hosts.count()));
        settings.put("flush", flushMib == 0 ? "default" : flushMib + " MiB");
        output.publish(
                Report.of(
                        "compaction",
                        settings,
                        Map.of("tidalite", Versions.of(Engine.class)),
                        figures));
        return 0;
    }

    private long rowCount() {
        return (long) hosts.count() * steps;
    }

    private void run(Arrivals.Order order, List<Figure> figures)
            throws InterruptedException, IOException {
        EngineConfig.Builder config = EngineConfig.builder(folder);
        if (flushMib > 0) {
            config.flushBytes((long) flushMib << 20);
        }
        double seconds;
        Latencies latencies = new Latencies();
        EngineStats written;
        EngineStats rested;
        try (Engine engine = Engine.open(config.build())) {
            if (!engine.databases().isEmpty()) {
                throw new IOException(folder + " holds an engine's files");
            }
            seconds = write(engine, new Arrivals(hosts.count(), steps, order), latencies);
            written = engine.stats();
            engine.flush();
            rested = rest(engine);
            checkRows(engine);
        }
        int overlaps =
                Inspection.of(folder, false)
                        .databases()
                        .getFirst()
                        .tables()
                        .getFirst()
                        .overlapCount();
        String subject = order.toString();
        figures.add(Figure.of(subject, "rows while merging", "rows/s", rowCount() / seconds));
        figures.add(Figure.of(subject, "ack: p50", "ms", latencies.quantileMs(0.5)));
        figures.add(Figure.of(subject, "ack: p99", "ms", latencies.quantileMs(0.99)));
        figures.add(Figure.of(subject, "held back", "s", written.memoryWait().toMillis() / 1000.0));
        figures.add(Figure.of(subject, "flushes", "", (double) rested.flushCount()));
        figures.add(
                Figure.of(subject, "merges while writing", "", (double) written.compactionCount()));
        figures.add(Figure.of(subject, "merges at rest", "", (double) rested.compactionCount()));
        figures.add(Figure.of(subject, "amplification while writing", "", amplification(written)));
        figures.add(Figure.of(subject, "amplification at rest", "", amplification(rested)));
        figures.add(Figure.of(subject, "segments", "", (double) rested.segmentCount()));
        figures.add(Figure.of(subject, "overlaps", "", overlaps));
        remove();
    }

    /// @return seconds spent in writing, not in making up the rows
    private static double write(Engine engine, Arrivals arrivals, Latencies latencies) {
        byte[] text = new byte[BATCH_ROWS * 512];
        long spentNs = 0;
        for (int length = arrivals.next(text, BATCH_ROWS);
                length > 0;
                length = arrivals.next(text, BATCH_ROWS)) {
            WriteRequest request =
                    new WriteRequest(DATABASE, text, 0, length, Precision.NANOSECONDS, 0, true);
            long startNs = System.nanoTime();
            WriteResult result = engine.write(request);
            long durationNs = System.nanoTime() - startNs;
            spentNs += durationNs;
            latencies.add(durationNs);
            if (!result.isComplete()) {
                throw new IllegalStateException(result.rejected().toString());
            }
        }
        return spentNs / 1e9;
    }

    /// Waits until nothing has been merged for longer than the engine waits before it tidies up.
    private EngineStats rest(Engine engine) throws InterruptedException {
        EngineStats last = engine.stats();
        for (int quiet = 0; quiet < restSeconds; quiet++) {
            TimeUnit.SECONDS.sleep(1);
            EngineStats now = engine.stats();
            if (now.compactionCount() != last.compactionCount()) {
                quiet = 0;
            }
            last = now;
        }
        return last;
    }

    private static double amplification(EngineStats stats) {
        return (double) (stats.flushedBytes() + stats.compactedBytes()) / stats.flushedBytes();
    }

    private void checkRows(Engine engine) {
        long found = 0;
        try (Snapshot snapshot = engine.snapshot(DATABASE);
                BatchCursor cursor = snapshot.scan(ScanSpec.of("cpu", List.of()))) {
            for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
                found += batch.rowCount();
            }
        }
        if (found != rowCount()) {
            throw new AssertionError(found + " rows of " + rowCount());
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(CompactionCommand::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
