package dev.tidalite.bench.report;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where a benchmark's report goes; a mixin of its command.
public final class ReportOptions {
    private static final String PROGRAM = "./tidalite";
    private static final String GROUP = "bench";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Append the report to this file, as JSON lines.")
    private @Nullable Path json;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Write the report to this folder: a page with charts (index.html), a summary"
                            + " (report.md) and JSON lines (report.jsonl).")
    private @Nullable Path folder;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// Prints the report, and writes it to the places that were named.
    public void publish(Report report) throws IOException {
        Report told = told(report);
        ReportTable.print(told, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        write(List.of(told));
    }

    /// Writes the report to the places that were named: for a command that prints its own table.
    public void append(Report report) throws IOException {
        write(List.of(told(report)));
    }

    /// Prints the reports of several runs, and writes them to the places that were named; each
    /// says itself what it is about.
    public void publishAll(List<Report> reports) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (Report report : reports) {
            ReportTable.print(report, out);
            out.println();
        }
        write(reports);
    }

    private void write(List<Report> reports) throws IOException {
        if (json != null) {
            for (Report report : reports) {
                ReportLines.append(report, json);
            }
        }
        if (folder != null) {
            ReportFolder.write(folder, reports);
        }
    }

    private Report told(Report report) {
        return command == null
                ? report
                : report.told(
                        String.join(" ", spec(command).usageMessage().description()),
                        commandLine(command));
    }

    /// Of the command itself, where this is a mixin of a mixin.
    private static CommandSpec spec(CommandSpec of) {
        return of.commandLine().getCommandSpec();
    }

    /// What was typed, without where the report and the files went.
    private static String commandLine(CommandSpec of) {
        List<String> typed = of.commandLine().getParseResult().originalArgs();
        Stream<String> start =
                typed.contains(GROUP) ? Stream.of(PROGRAM) : Stream.of(PROGRAM, GROUP);
        StringBuilder line = new StringBuilder(String.join(" ", start.toList()));
        boolean skipped = false;
        for (String word : typed) {
            boolean place = word.matches("--(json|report|folder)(=.*)?");
            if (!place && !skipped) {
                line.append(' ').append(word);
            }
            skipped = place && !word.contains("=");
        }
        return line.toString();
    }
}
