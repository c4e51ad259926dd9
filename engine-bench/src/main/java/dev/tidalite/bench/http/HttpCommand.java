package dev.tidalite.bench.http;

import dev.tidalite.bench.peers.HttpPeer;
import dev.tidalite.bench.peers.PeerConnection;
import dev.tidalite.bench.peers.PeerServer;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Latencies;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Engine;

import io.questdb.cairo.CairoEngine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// `tidalite bench http`
@Command(
        name = "http",
        description = {
            "Writes the TSBS cpu table over loopback HTTP into this program and into QuestDB, by"
                    + " the same client, and then single lines over many connections.",
            "Every row that was acknowledged is asked for afterwards, and the sum of a column.",
            "InfluxDB 1.x and VictoriaMetrics take part if influxd and victoria-metrics are on the"
                    + " PATH."
        },
        mixinStandardHelpOptions = true)
public final class HttpCommand implements Callable<Integer> {
    private static final String SINGLE_TABLE = "single";
    private static final String WARM_TABLE = "wrm";

    @Mixin private ReportOptions output = new ReportOptions();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where files go while it runs (default: a fresh temporary folder).")
    private @Nullable Path folder;

    @Option(names = "--hosts", defaultValue = "4000", description = "Distinct series.")
    private int hosts;

    @Option(names = "--rows", defaultValue = "10000000", description = "Rows; 0 for none.")
    private long rows;

    @Option(names = "--batch", defaultValue = "10000", description = "Lines of one write.")
    private int batchRows;

    @Option(names = "--writers", defaultValue = "2", description = "Connections that write rows.")
    private int writers;

    @Option(
            names = "--warmup",
            defaultValue = "1000000",
            description = "Rows that are written into the same server before the clock starts.")
    private long warmupRows;

    @Option(
            names = "--connections",
            defaultValue = "1000",
            description = "Connections that write single lines; 0 for none.")
    private int connections;

    @Option(names = "--seconds", defaultValue = "60", description = "How long they do.")
    private int seconds;

    @Option(
            names = "--warmup-seconds",
            defaultValue = "10",
            description = "How long they have done so before the clock starts.")
    private int warmupSeconds;

    @Option(names = "--heap", defaultValue = "1g", description = "The heap of each server.")
    private String heap = "";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Contestants (default: all of ${COMPLETION-CANDIDATES}).")
    private List<HttpPeer> peers = List.of(HttpPeer.values());

    private boolean lost;

    @Override
    public Integer call() throws Exception {
        Path base = folder == null ? Files.createTempDirectory("tidalite-bench") : folder;
        Files.createDirectories(base);
        List<HttpPeer> contestants = HttpPeer.startable(peers);
        List<Figure> figures = new ArrayList<>();
        if (rows > 0) {
            try (Batches warmup =
                            Batches.make(
                                    base, WARM_TABLE, hosts, Math.max(1, warmupRows), batchRows);
                    Batches batches = Batches.make(base, CpuData.TABLE, hosts, rows, batchRows)) {
                for (HttpPeer peer : contestants) {
                    figures.addAll(measured(peer, base, run -> bulk(run, warmup, batches)));
                }
            }
        }
        if (connections > 0) {
            for (HttpPeer peer : contestants) {
                figures.addAll(measured(peer, base, this::singles));
            }
        }
        if (folder == null) {
            delete(base);
        }
        output.publish(Report.of("http", settings(), versions(), figures));
        return lost ? 1 : 0;
    }

    @FunctionalInterface
    private interface Measurement {
        List<Figure> of(PeerServer server) throws Exception;
    }

    private List<Figure> measured(HttpPeer peer, Path base, Measurement measurement)
            throws Exception {
        Path data = base.resolve(peer.name());
        try (PeerServer server = peer.start(data, heap)) {
            return measurement.of(server);
        } catch (ExecutionException e) {
            if (peer == HttpPeer.TIDALITE) {
                throw e;
            }
            System.err.println(peer + " is left out: " + e.getCause());
            return List.of();
        } finally {
            delete(data);
        }
    }

    private List<Figure> bulk(PeerServer server, Batches warmup, Batches batches) throws Exception {
        warmup.rewind();
        postAll(server, warmup, new Latencies());
        batches.rewind();
        Latencies latencies = new Latencies();
        long startNs = System.nanoTime();
        postAll(server, batches, latencies);
        double elapsed = (System.nanoTime() - startNs) / 1e9;
        String subject = server.peer().name();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(subject, "write", "rows/s", batches.content().rows() / elapsed));
        figures.addAll(latencies.figures(subject, "ack"));
        figures.addAll(found(server, subject, CpuData.TABLE, Batches.SUMMED, batches.content()));
        return figures;
    }

    /// Looks whether every acknowledged row is there, and with its value.
    private List<Figure> found(
            PeerServer server,
            String subject,
            String table,
            String column,
            HttpPeer.Stored acknowledged)
            throws IOException, InterruptedException {
        HttpPeer.Stored found = server.awaitRows(table, column, acknowledged.rows());
        if (!found.equals(acknowledged)) {
            lost = true;
            System.err.println(subject + " acknowledged " + acknowledged + ", has " + found);
        }
        return List.of(
                Figure.of(subject, "rows acknowledged", "rows", (double) acknowledged.rows()),
                Figure.of(subject, "rows found", "rows", (double) found.rows()));
    }

    private void postAll(PeerServer server, Batches batches, Latencies latencies) throws Exception {
        runAll(
                writers,
                writer -> {
                    byte[] buffer = batches.newBuffer();
                    try (PeerConnection client = server.connect()) {
                        int length = batches.take(buffer);
                        while (length >= 0) {
                            long startNs = System.nanoTime();
                            client.post(server.peer().writePath(), buffer, length);
                            latencies.add(System.nanoTime() - startNs);
                            length = batches.take(buffer);
                        }
                    }
                });
    }

    private List<Figure> singles(PeerServer server) throws Exception {
        String path = server.peer().writePath();
        Latencies latencies = new Latencies();
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong sum = new AtomicLong();
        CountDownLatch ready = new CountDownLatch(connections);
        AtomicLong startNs = new AtomicLong();
        runAll(
                connections,
                connection -> {
                    try (PeerConnection client = server.connect()) {
                        ready.countDown();
                        ready.await();
                        startNs.compareAndSet(0, System.nanoTime());
                        long timedNs = startNs.get() + warmupSeconds * 1_000_000_000L;
                        long endNs = timedNs + seconds * 1_000_000_000L;
                        for (long n = 1; System.nanoTime() < endNs; n++) {
                            String line =
                                    SINGLE_TABLE
                                            + ",connection=c"
                                            + connection
                                            + " n="
                                            + n
                                            + "i "
                                            + (1_700_000_000_000_000_000L + n * 1_000);
                            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
                            long sentNs = System.nanoTime();
                            client.post(path, bytes, bytes.length);
                            if (sentNs >= timedNs) {
                                latencies.add(System.nanoTime() - sentNs);
                            }
                            acknowledged.incrementAndGet();
                            sum.addAndGet(n);
                        }
                    }
                });
        double elapsed = (System.nanoTime() - startNs.get()) / 1e9 - warmupSeconds;
        String subject = server.peer().name() + ", " + connections + " connections";
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(subject, "single lines", "lines/s", latencies.count() / elapsed));
        figures.addAll(latencies.figures(subject, "ack"));
        figures.addAll(
                found(
                        server,
                        subject,
                        SINGLE_TABLE,
                        "n",
                        new HttpPeer.Stored(acknowledged.get(), sum.get())));
        return figures;
    }

    @FunctionalInterface
    private interface Task {
        void run(int number) throws Exception;
    }

    private static void runAll(int count, Task task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(
                        threads.submit(() -> {
                            task.run(number);
                            return number;
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "hosts", String.valueOf(hosts),
                "rows", String.valueOf(rows),
                "batch", String.valueOf(batchRows),
                "writers", String.valueOf(writers),
                "warm-up", String.valueOf(warmupRows),
                "connections", String.valueOf(connections),
                "seconds", String.valueOf(seconds),
                "warm-up seconds", String.valueOf(warmupSeconds),
                "heap", heap);
    }

    private static Map<String, String> versions() {
        return Map.of(
                "tidalite", Versions.of(Engine.class), "questdb", Versions.of(CairoEngine.class));
    }
}
