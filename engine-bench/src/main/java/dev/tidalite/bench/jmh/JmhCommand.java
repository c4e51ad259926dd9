package dev.tidalite.bench.jmh;

import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.JvmFlags;
import dev.tidalite.bench.report.Report;
import dev.tidalite.bench.report.ReportOptions;
import dev.tidalite.bench.report.Versions;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tidalite bench jmh`
@Command(
        name = "jmh",
        description = {
            "Runs JMH benchmarks whose name a regex finds (all of them without one), each in a"
                    + " fork, with the gc profiler.",
            "Takes JMH's own options, such as -f 1 -wi 3 -i 5 -p kind=A; -l lists the benchmarks."
        },
        customSynopsis = "tidalite bench jmh [--json=FILE] [REGEX] [JMH OPTIONS]")
public final class JmhCommand implements Callable<Integer> {
    @Mixin private ReportOptions output = new ReportOptions();

    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        CommandLineOptions given = new CommandLineOptions(arguments.toArray(new String[0]));
        if (given.shouldHelp()) {
            given.showHelp();
            return 0;
        }
        if (given.shouldList()) {
            new Runner(given).list();
            return 0;
        }
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given).addProfiler(GCProfiler.class);
        if (!given.getJvmArgs().hasValue()) {
            options.jvmArgs(JvmFlags.ofThisJvm().toArray(new String[0]));
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        List<Figure> figures = new ArrayList<>();
        for (RunResult result : results) {
            collect(result, figures);
        }
        output.publish(
                Report.of(
                        "jmh",
                        Map.of("arguments", String.join(" ", arguments)),
                        Map.of("jmh", Versions.of(Runner.class)),
                        figures));
        return 0;
    }

    private static void collect(RunResult run, List<Figure> figures) {
        String benchmark = run.getParams().getBenchmark();
        int methodAt = benchmark.lastIndexOf('.');
        StringBuilder subject =
                new StringBuilder(
                        benchmark.substring(benchmark.lastIndexOf('.', methodAt - 1) + 1));
        for (String key : run.getParams().getParamsKeys()) {
            subject.append(' ').append(key).append('=').append(run.getParams().getParam(key));
        }
        List<Double> scores = new ArrayList<>();
        List<Double> allocated = new ArrayList<>();
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                scores.add(iteration.getPrimaryResult().getScore());
                Result<?> bytes = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
                if (bytes != null) {
                    allocated.add(bytes.getScore());
                }
            }
        }
        String name = subject.toString();
        figures.add(
                new Figure(
                        name,
                        run.getParams().getMode().shortLabel(),
                        run.getPrimaryResult().getScoreUnit(),
                        scores));
        if (!allocated.isEmpty()) {
            figures.add(new Figure(name, "allocated", "B/op", allocated));
        }
    }
}
