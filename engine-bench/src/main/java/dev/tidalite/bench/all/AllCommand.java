package dev.tidalite.bench.all;

import dev.tidalite.bench.options.WorkFolder;
import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.Fork;
import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;
import dev.tidalite.engine.Engine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tidalite bench all`
@Command(
        name = "all",
        description =
                "Runs every benchmark, each in a process of its own, and tells them in one report.",
        mixinStandardHelpOptions = true)
public final class AllCommand implements Callable<Integer> {
    private static final String FAILED = "failed";

    @Mixin private ReportOptions output = new ReportOptions();

    @Option(
            names = "--quick",
            description = "Small sizes: a quarter of an hour at most on two cores, else hours.")
    private boolean quick;

    @Mixin private WorkFolder folder = new WorkFolder();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Benchmarks by their commands' names (default: all).")
    private List<String> only = List.of();

    @Override
    public Integer call() throws Exception {
        Path base = folder.open();
        Map<String, Report> reports = new LinkedHashMap<>();
        List<Figure> durations = new ArrayList<>();
        long startNs = System.nanoTime();
        for (Suite.Run run : (quick ? Suite.quick() : Suite.full()).runs()) {
            if (only.isEmpty() || only.contains(run.bench())) {
                long runNs = System.nanoTime();
                reports.merge(run.bench(), measure(run, base), Report::with);
                double seconds = (System.nanoTime() - runNs) / 1e9;
                System.err.printf(Locale.ROOT, "%s: %.0f s%n", run.bench(), seconds);
                durations.add(duration(String.join(" ", run.arguments()), seconds));
            }
        }
        durations.add(duration("all together", (System.nanoTime() - startNs) / 1e9));
        List<Report> all = new ArrayList<>(reports.values());
        all.add(
                Report.of(
                        "time taken",
                        Map.of("quick", String.valueOf(quick)),
                        Map.of("tidalite", Versions.of(Engine.class)),
                        durations));
        folder.close();
        output.publishAll(all);
        return all.stream().anyMatch(report -> report.settings().containsKey(FAILED)) ? 1 : 0;
    }

    private static Figure duration(String subject, double seconds) {
        return Figure.of(subject.replace(", ", " "), "taken", "s", seconds);
    }

    /// What a command reports, of all its repeats together; why it failed, if it did.
    private static Report measure(Suite.Run run, Path base)
            throws IOException, InterruptedException {
        Report report = null;
        for (int repeat = 0; repeat < run.repeats(); repeat++) {
            Path own = base.resolve(run.bench());
            List<String> arguments = new ArrayList<>(run.arguments());
            if (run.folder()) {
                arguments.add("--folder=" + own);
            }
            try {
                Report found = Fork.run(List.of("-Xmx" + run.heap()), arguments);
                report = report == null ? found : report.with(found);
            } catch (IOException e) {
                System.err.println(e.getMessage());
                Report failure =
                        Report.of(
                                run.bench(),
                                Map.of(FAILED, String.valueOf(e.getMessage())),
                                Map.of(),
                                List.of());
                return report == null ? failure : failure.with(report);
            } finally {
                ProcessUse.deleteTree(own);
            }
        }
        if (report == null) {
            throw new IllegalStateException(run + " is run no time");
        }
        return report;
    }
}
