package dev.tidalite.bench.scan;

import dev.tidalite.bench.options.Hosts;
import dev.tidalite.bench.options.WrittenValues;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;

import org.duckdb.DuckDBConnection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// `tidalite bench scan`: rows of the TSBS cpu table in an engine's folder, scanned through
/// [Snapshot#scan] and by DuckDB over the very same files, in turn. Both add up every value, and
/// the sums have to be the same.
@Command(
        name = "scan",
        description = {
            "Scans the TSBS cpu table through a snapshot, and by DuckDB over the same files, in"
                    + " turn.",
            "The first question of a kind finds no page decoded: see the first sample."
        },
        mixinStandardHelpOptions = true)
public final class ScanCommand implements Callable<Integer> {
    private static final String DUCK_DB = "DuckDB";

    @Mixin private ReportOptions output = new ReportOptions();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            required = true,
            description = "The engine's folder: filled at the first run, used again by later ones.")
    private Path folder = Path.of("");

    @Mixin private Hosts hosts = new Hosts(4_000);

    @Option(
            names = "--steps",
            defaultValue = "2500",
            description = "Rows of each host (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin private WrittenValues values = new WrittenValues(CpuData.Values.FULL);

    @Option(
            names = "--rounds",
            defaultValue = "15",
            description = "How often each question is asked (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        List<Figure> figures = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>();
        try (Engine engine = CpuTable.open(folder, hosts.count(), steps, values.get());
                Snapshot snapshot = engine.snapshot(CpuTable.DATABASE);
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement duck = connection.createStatement()) {
            settings.put("rows", Long.toString(engine.stats().segmentRows()));
            settings.put("hosts", Integer.toString(hosts.count()));
            settings.put("values", values.get().toString());
            settings.put("files", Long.toString(engine.stats().segmentCount()));
            settings.put("file bytes", Long.toString(engine.stats().segmentBytes()));
            for (int threads = 1; threads <= 2; threads++) {
                duck.execute("set threads to " + threads);
                for (ScanQuestion question : ScanQuestion.all(hosts.count())) {
                    ask(question, threads, snapshot, duck, figures);
                }
            }
        }
        Map<String, String> versions =
                Map.of(
                        "tidalite",
                        Versions.of(Engine.class),
                        DUCK_DB,
                        Versions.of(DuckDBConnection.class));
        output.publish(Report.of("scan", settings, versions, figures));
        return 0;
    }

    private void ask(
            ScanQuestion question,
            int threads,
            Snapshot snapshot,
            Statement duck,
            List<Figure> figures)
            throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ScanSpec spec = question.spec().apply(round);
            long startNs = System.nanoTime();
            double oursSum = scan(snapshot, spec, threads, question.rowsMax());
            ours.add((System.nanoTime() - startNs) / 1e6);
            String sql =
                    question.sql()
                            .apply(round)
                            .formatted(folder.resolve("segments") + "/*.parquet");
            startNs = System.nanoTime();
            double theirsSum = query(duck, sql);
            theirs.add((System.nanoTime() - startNs) / 1e6);
            if (Math.abs(oursSum - theirsSum) > Math.abs(theirsSum) * 1e-6) {
                throw new AssertionError(question + ": " + oursSum + " is not " + theirsSum);
            }
        }
        String name = question.name() + ", " + threads + (threads == 1 ? " thread" : " threads");
        figures.add(new Figure("Tidalite, " + name, "scan", "ms", ours));
        figures.add(new Figure(DUCK_DB + ", " + name, "scan", "ms", theirs));
        if (threads == 1) {
            long before = allocated();
            scan(snapshot, question.spec().apply(0), threads, question.rowsMax());
            figures.add(
                    Figure.of(
                            "Tidalite, " + name, "allocated", "MB", (allocated() - before) / 1e6));
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static double query(Statement duck, String sql) throws SQLException {
        try (ResultSet result = duck.executeQuery(sql)) {
            result.next();
            double sum = 0;
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                boolean number = result.getMetaData().getColumnTypeName(column).equals("DOUBLE");
                sum += number ? result.getDouble(column) : 0;
            }
            return sum;
        }
    }

    private static double scan(Snapshot snapshot, ScanSpec spec, int threads, long rowsMax)
            throws InterruptedException, ExecutionException {
        if (threads == 1) {
            try (BatchCursor cursor = snapshot.scan(spec)) {
                return ScanSum.of(cursor, rowsMax);
            }
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<Double>> work = new ArrayList<>();
            for (Snapshot.ScanPart part : snapshot.split(spec, threads)) {
                work.add(() -> {
                    try (BatchCursor cursor = part.open()) {
                        return ScanSum.of(cursor, rowsMax);
                    }
                });
            }
            double sum = 0;
            for (Future<Double> part : executor.invokeAll(work)) {
                sum += part.get();
            }
            return sum;
        }
    }
}
