package dev.tidalite.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A report as text.
final class ReportTable {
    private static final int GAP = 2;

    private ReportTable() {}

    static void print(Report report, PrintStream out) {
        Machine machine = report.machine();
        out.printf(
                Locale.ROOT,
                "%s on %s, %d cores, %d MiB, %s, %s%n",
                report.bench(),
                machine.processor(),
                machine.cores(),
                machine.memoryBytes() >> 20,
                machine.system(),
                machine.jvm());
        out.println(pairs(report.settings()));
        out.println(pairs(report.versions()));
        out.println();
        if (!report.figures().isEmpty()) {
            printGrid(report.figures(), out);
        }
        List<Figure> ratios = Ratios.of(report);
        if (!ratios.isEmpty()) {
            out.println();
            printGrid(ratios, out);
        }
    }

    static String pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + ' ' + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void printGrid(List<Figure> figures, PrintStream out) {
        ReportGrid grid = ReportGrid.of(figures);
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(grid.columns());
        rows.add(head);
        for (ReportGrid.Row row : grid.rows()) {
            List<String> line = new ArrayList<>(List.of(row.label()));
            row.cells().forEach(cell -> line.add(ReportGrid.text(cell)));
            rows.add(line);
        }
        printRows(rows, out);
    }

    private static void printRows(List<List<String>> rows, PrintStream out) {
        int columnCount = rows.getFirst().size();
        int[] widths = new int[columnCount];
        for (List<String> row : rows) {
            for (int column = 0; column < columnCount; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columnCount; column++) {
                String text = row.get(column);
                String space = " ".repeat(widths[column] - text.length());
                line.append(column == 0 ? text + space : space + text);
                line.append(" ".repeat(GAP));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
