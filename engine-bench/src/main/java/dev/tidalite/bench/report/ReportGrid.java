package dev.tidalite.bench.report;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Figures as a table: which are the rows, and which the columns.
///
/// @param columns their heads
/// @param rows in order
record ReportGrid(List<String> columns, List<Row> rows) {
    /// @param cells one a column; null where nothing was measured
    record Row(String label, List<@Nullable Figure> cells) {}

    /// Where subjects have tasks, contestants are the columns. Elsewhere, of subjects and figures,
    /// the more numerous are the rows.
    static ReportGrid of(List<Figure> figures) {
        if (figures.stream().anyMatch(figure -> !figure.task().isEmpty())) {
            return by(figures, ReportGrid::taskAndTitle, Figure::contestant);
        }
        long subjects = figures.stream().map(Figure::subject).distinct().count();
        long titles = figures.stream().map(Figure::title).distinct().count();
        return subjects > titles
                ? by(figures, Figure::subject, Figure::title)
                : by(figures, Figure::title, Figure::subject);
    }

    private static String taskAndTitle(Figure figure) {
        return figure.task().isEmpty() ? figure.title() : figure.task() + ": " + figure.title();
    }

    private static ReportGrid by(
            List<Figure> figures, Function<Figure, String> row, Function<Figure, String> column) {
        Map<String, Map<String, Figure>> byRow = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Figure figure : figures) {
            columns.add(column.apply(figure));
            byRow.computeIfAbsent(row.apply(figure), _ -> new LinkedHashMap<>())
                    .put(column.apply(figure), figure);
        }
        List<Row> rows = new ArrayList<>();
        byRow.forEach((label, found) -> {
            List<@Nullable Figure> cells = new ArrayList<>();
            for (String name : columns) {
                cells.add(found.get(name));
            }
            rows.add(new Row(label, cells));
        });
        return new ReportGrid(List.copyOf(columns), rows);
    }

    /// The median, and the range if there are more samples; `-` for nothing.
    static String text(@Nullable Figure figure) {
        if (figure == null) {
            return "-";
        }
        String range = range(figure);
        return number(figure.median()) + (range.isEmpty() ? "" : " (" + range + ')');
    }

    /// `min..max`, empty for a single sample.
    static String range(Figure figure) {
        return figure.samples().size() == 1
                ? ""
                : number(figure.min()) + ".." + number(figure.max());
    }

    /// With four digits that matter at least.
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 1000 || size == 0 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
