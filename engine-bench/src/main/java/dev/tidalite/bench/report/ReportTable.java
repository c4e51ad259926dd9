package dev.tidalite.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        printRows(cells(report), out);
    }

    private static String pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + ' ' + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /// Of subjects and figures, the more numerous are the rows. A cell is the median, and the range
    /// if there are more samples.
    private static List<List<String>> cells(Report report) {
        Map<String, Map<String, String>> bySubject = new LinkedHashMap<>();
        Map<String, Map<String, String>> byTitle = new LinkedHashMap<>();
        for (Figure figure : report.figures()) {
            String cell = cell(figure);
            bySubject
                    .computeIfAbsent(figure.subject(), _ -> new LinkedHashMap<>())
                    .put(title(figure), cell);
            byTitle.computeIfAbsent(title(figure), _ -> new LinkedHashMap<>())
                    .put(figure.subject(), cell);
        }
        return bySubject.size() > byTitle.size()
                ? cells(bySubject, byTitle.keySet())
                : cells(byTitle, bySubject.keySet());
    }

    private static List<List<String>> cells(
            Map<String, Map<String, String>> rows, Set<String> columns) {
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(columns);
        cells.add(head);
        rows.forEach((name, row) -> {
            List<String> line = new ArrayList<>(List.of(name));
            columns.forEach(column -> line.add(row.getOrDefault(column, "-")));
            cells.add(line);
        });
        return cells;
    }

    private static String title(Figure figure) {
        return figure.name() + " [" + figure.unit() + ']';
    }

    private static String cell(Figure figure) {
        String median = number(figure.median());
        return figure.samples().size() == 1
                ? median
                : median + " (" + number(figure.min()) + ".." + number(figure.max()) + ')';
    }

    /// With four digits that matter at least.
    private static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 1000 || size == 0 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
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
