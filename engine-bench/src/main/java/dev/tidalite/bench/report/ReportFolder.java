package dev.tidalite.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reports as a folder of files that stand by themselves: what was there of that name is replaced.
final class ReportFolder {
    static final String PAGE = "index.html";
    static final String SUMMARY = "report.md";
    static final String LINES = "report.jsonl";

    private ReportFolder() {}

    static void write(Path folder, List<Report> reports) throws IOException {
        Files.createDirectories(folder);
        Path lines = folder.resolve(LINES);
        Files.deleteIfExists(lines);
        for (Report report : reports) {
            ReportLines.append(report, lines);
        }
        Files.writeString(folder.resolve(PAGE), ReportPage.of(reports), StandardCharsets.UTF_8);
        Files.writeString(
                folder.resolve(SUMMARY), ReportSummary.of(reports), StandardCharsets.UTF_8);
    }
}
