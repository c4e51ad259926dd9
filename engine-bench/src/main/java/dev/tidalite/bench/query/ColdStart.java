package dev.tidalite.bench.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The first query of a process: opens the engine, lets two seconds pass, and asks.
public final class ColdStart {
    private static final int PAUSE_MS = 2_000;

    private ColdStart() {}

    /// Arguments as those of [QueryBench]; prints milliseconds.
    public static void main(String[] args) throws IOException, InterruptedException {
        QueryPlan plan = QueryPlan.parse(QueryBench.defaultFolder(), List.of(args));
        try (TidaliteContender contender = TidaliteContender.sql(plan)) {
            Thread.sleep(PAUSE_MS);
            TsbsQuestion question =
                    plan.queries().getFirst().question(0, plan.hosts(), plan.timeSeconds());
            long startNs = System.nanoTime();
            contender.run(question);
            System.out.printf(Locale.ROOT, "%.1f%n", (System.nanoTime() - startNs) / 1e6);
        }
    }

    /// Measures it in a process of its own, made like this one.
    static double firstQueryMs(QueryPlan plan) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(ColdStart.class.getName());
        command.addAll(List.of("--folder", plan.folder().toString()));
        command.addAll(List.of("--rows", Long.toString(plan.rows())));
        command.addAll(List.of("--hosts", Integer.toString(plan.hosts())));
        command.addAll(List.of("--values", plan.isInteger() ? "integer" : "decimals"));
        command.addAll(List.of("--threads", Integer.toString(plan.threads())));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException("the cold process ended with " + process.exitValue());
        }
        return Double.parseDouble(new String(output, StandardCharsets.US_ASCII).strip());
    }
}
