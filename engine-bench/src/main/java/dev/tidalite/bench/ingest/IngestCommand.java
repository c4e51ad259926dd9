package dev.tidalite.bench.ingest;

import dev.tidalite.bench.ingest.IngestPlan.Contestant;
import dev.tidalite.bench.options.Hosts;
import dev.tidalite.bench.options.WorkFolder;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Fork;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.engine.Engine;

import io.questdb.cairo.CairoEngine;

import org.duckdb.DuckDBConnection;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/// `tidalite bench ingest`
@Command(
        name = "ingest",
        description = {
            "Writes the TSBS cpu table into this engine, as lines and as typed rows, and into"
                    + " QuestDB and DuckDB; every contestant in a process of its own.",
            "Every write of this engine is synced, and it flushes and compacts as it goes."
        },
        mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {
    private static final int ONE_ROW_WRITES = 5_000;
    private static final int SMALL_BATCH_WRITES = 5_000;
    private static final int SMALL_BATCH_ROWS = 100;
    private static final int MANY_HOSTS = 1_000_000;

    /// So that the keys of all series find room, and the process stays under 1.5 GiB.
    private static final int MANY_HOSTS_MEMORY_MIB = 750;

    private static final String MANY_HOSTS_HEAP = "1350m";

    @Mixin private ReportOptions output = new ReportOptions();

    @Mixin private WorkFolder folder = new WorkFolder();

    @Mixin private Hosts hosts = new Hosts(4_000);

    @Option(
            names = "--rows",
            defaultValue = "10000000",
            description = "Rows in all (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(
            names = "--batch",
            defaultValue = "10000",
            description = "Rows of one write (default: ${DEFAULT-VALUE}).")
    private int batchRows;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description =
                    "Threads that write at once, where the contestant can (default:"
                            + " ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--warmup",
            defaultValue = "2000000",
            description =
                    "Rows that each process writes elsewhere before the clock starts (default:"
                            + " ${DEFAULT-VALUE}).")
    private long warmupRows;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Contestants (default: all of ${COMPLETION-CANDIDATES}).")
    private List<Contestant> contestants = List.of(Contestant.values());

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description =
                    "THROUGHPUT: all rows; LATENCY: single rows and hundreds of them; CARDINALITY:"
                            + " a million series in this engine (default: all).")
    private List<Part> parts = List.of(Part.values());

    @Option(
            names = "--repeat",
            defaultValue = "1",
            description = "Rounds, each with every contestant in turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--heap",
            defaultValue = "1g",
            description = "The heap of each process (default: ${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(
            names = "--memory",
            defaultValue = "0",
            paramLabel = "MIB",
            description =
                    "What this engine may use for rows and series, 0 for its default; a million"
                            + " series get 750 MiB of a heap of 1350 (default: ${DEFAULT-VALUE}).")
    private int memoryMiB;

    @Option(names = "--here", hidden = true, description = "Measure in this process.")
    private boolean here;

    private boolean failed;

    /// What can be asked for.
    enum Part {
        THROUGHPUT,
        LATENCY,
        CARDINALITY
    }

    @Override
    public Integer call() throws Exception {
        Path base = folder.open();
        Report report = Report.of("ingest", settings(), versions(), List.of());
        if (here) {
            IngestPlan plan = plan(contestants.getFirst(), base);
            makeLines(plan);
            List<Figure> figures = IngestRun.run(plan).figures();
            output.publish(report.with(Report.of("ingest", Map.of(), Map.of(), figures)));
            return 0;
        }
        for (Part part : parts) {
            report = report.with(measure(part, base));
        }
        folder.close();
        output.publish(report);
        return failed ? 1 : 0;
    }

    private IngestPlan plan(Contestant contestant, Path base) {
        return new IngestPlan(
                contestant, base, hosts.count(), rows, batchRows, threads, warmupRows, memoryMiB);
    }

    /// So that the process that measures finds them there.
    private static void makeLines(IngestPlan plan) throws IOException {
        if (plan.contestant() == Contestant.LINES) {
            LineFile.make(plan);
            LineFile.make(plan.forWarmup());
        }
    }

    private Report measure(Part part, Path base) throws IOException, InterruptedException {
        Report report = Report.of("ingest", Map.of(), Map.of(), List.of());
        Set<IngestPlan> plans = new LinkedHashSet<>();
        try {
            for (int round = 0; round < rounds; round++) {
                for (Contestant contestant : contestants) {
                    for (IngestPlan plan : plansOf(part, plan(contestant, base))) {
                        plans.add(plan);
                        makeLines(plan);
                        System.err.println(part + " " + String.join(" ", plan.arguments()));
                        try {
                            report = report.with(only(part, plan, fork(plan)));
                        } catch (IOException e) {
                            failed = true;
                            System.err.println(e.getMessage());
                        }
                    }
                }
            }
        } finally {
            for (IngestPlan plan : plans) {
                LineFile.delete(plan);
                LineFile.delete(plan.forWarmup());
            }
        }
        return report;
    }

    private static List<IngestPlan> plansOf(Part part, IngestPlan plan) {
        Contestant contestant = plan.contestant();
        return switch (part) {
            case THROUGHPUT -> List.of(plan);
            case LATENCY ->
                    switch (contestant) {
                        case APPENDER, DUCKDB, QUESTDB_APPLY -> List.of();
                        case LINES, APPENDER_SYNC, QUESTDB, QUESTDB_SYNC ->
                                List.of(
                                        batches(plan, 1, ONE_ROW_WRITES),
                                        batches(plan, SMALL_BATCH_ROWS, SMALL_BATCH_WRITES));
                    };
            case CARDINALITY ->
                    contestant.isTidalite()
                            ? List.of(
                                    new IngestPlan(
                                            contestant,
                                            plan.folder(),
                                            MANY_HOSTS,
                                            plan.rows(),
                                            plan.batchRows(),
                                            plan.threads(),
                                            plan.warmupRows(),
                                            MANY_HOSTS_MEMORY_MIB))
                            : List.of();
        };
    }

    private static IngestPlan batches(IngestPlan plan, int batchRows, int writes) {
        return new IngestPlan(
                plan.contestant(),
                plan.folder(),
                plan.hosts(),
                (long) batchRows * writes,
                batchRows,
                plan.threads(),
                Math.min(plan.warmupRows(), (long) batchRows * writes),
                plan.memoryMiB());
    }

    private Report fork(IngestPlan plan) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("ingest"));
        arguments.addAll(plan.arguments());
        String size = plan.memoryMiB() > memoryMiB ? MANY_HOSTS_HEAP : heap;
        return Fork.run(List.of("-Xmx" + size), arguments);
    }

    /// The figures of a child that say something about a part of the measurement.
    private static Report only(Part part, IngestPlan plan, Report child) {
        List<Figure> figures = new ArrayList<>();
        for (Figure figure : child.figures()) {
            boolean isLatency = figure.name().startsWith("ack of ");
            switch (part) {
                case THROUGHPUT -> figures.add(figure);
                case LATENCY -> {
                    if (isLatency) {
                        figures.add(figure);
                    }
                }
                case CARDINALITY -> {
                    if (!isLatency) {
                        String subject = "%s, %,d series".formatted(figure.subject(), plan.hosts());
                        figures.add(
                                new Figure(
                                        subject, figure.name(), figure.unit(), figure.samples()));
                    }
                }
            }
        }
        return Report.of("ingest", Map.of(), Map.of(), figures);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hosts", String.valueOf(hosts.count()));
        settings.put("rows", String.valueOf(rows));
        settings.put("batch", String.valueOf(batchRows));
        settings.put("threads", String.valueOf(threads));
        settings.put("warm-up", String.valueOf(warmupRows));
        settings.put("rounds", String.valueOf(rounds));
        settings.put("heap", here ? "as given" : heap);
        return settings;
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("tidalite", Versions.of(Engine.class));
        versions.put("questdb", Versions.of(CairoEngine.class));
        versions.put("duckdb", Versions.of(DuckDBConnection.class));
        return versions;
    }
}
