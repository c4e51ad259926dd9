package dev.tidalite.bench.report;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where a benchmark's report goes; a mixin of its command.
public final class ReportOptions {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Append the report to this file, as JSON lines.")
    private @Nullable Path json;

    /// Prints the report, and appends it to the file if one was named.
    public void publish(Report report) throws IOException {
        ReportTable.print(report, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        append(report);
    }

    /// Appends the report to the file if one was named: for a command that prints its own table.
    public void append(Report report) throws IOException {
        if (json != null) {
            ReportLines.append(report, json);
        }
    }
}
