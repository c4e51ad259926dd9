package dev.tidalite.bench.report;

import java.util.List;
import java.util.Locale;

/// Reports as Markdown.
final class ReportSummary {
    private ReportSummary() {}

    static String of(List<Report> reports) {
        StringBuilder text = new StringBuilder("# Tidalite benchmarks\n");
        for (Report report : reports) {
            append(report, text);
        }
        return text.toString();
    }

    private static void append(Report report, StringBuilder text) {
        text.append("\n## ").append(report.bench()).append("\n\n");
        if (!report.about().isEmpty()) {
            text.append(report.about()).append("\n\n");
        }
        Machine machine = report.machine();
        text.append(
                String.format(
                        Locale.ROOT,
                        "- machine: %s, %d cores, %,d MiB, %s, %s%n",
                        machine.processor(),
                        machine.cores(),
                        machine.memoryBytes() >> 20,
                        machine.system(),
                        machine.jvm()));
        text.append("- versions: ").append(ReportTable.pairs(report.versions())).append('\n');
        text.append("- settings: ").append(ReportTable.pairs(report.settings())).append('\n');
        if (!report.command().isEmpty()) {
            text.append("- again: `").append(report.command()).append("`\n");
        }
        text.append("\nMedian (min..max) of the runs.\n\n");
        appendGrid(report.figures(), text);
        List<Figure> ratios = Ratios.of(report);
        if (!ratios.isEmpty()) {
            text.append("\nRatios, pair by pair:\n\n");
            appendGrid(ratios, text);
        }
    }

    private static void appendGrid(List<Figure> figures, StringBuilder text) {
        if (figures.isEmpty()) {
            return;
        }
        ReportGrid grid = ReportGrid.of(figures);
        text.append("| |");
        grid.columns().forEach(column -> text.append(' ').append(cell(column)).append(" |"));
        text.append("\n|---|").append("---:|".repeat(grid.columns().size())).append('\n');
        for (ReportGrid.Row row : grid.rows()) {
            text.append("| ").append(cell(row.label())).append(" |");
            row.cells()
                    .forEach(figure ->
                            text.append(' ').append(ReportGrid.text(figure)).append(" |"));
            text.append('\n');
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
