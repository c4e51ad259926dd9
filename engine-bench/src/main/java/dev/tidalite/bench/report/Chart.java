package dev.tidalite.bench.report;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One picture of a report: figures of one name and unit, as the page's script draws them.
///
/// @param title what was measured
/// @param unit of the values
/// @param better which values are, in words
/// @param kind `bars`, or `line` for a curve
/// @param log the values' axis is logarithmic
/// @param over what a curve goes over, empty for bars
/// @param logOver that axis is logarithmic as well
/// @param labels of the bars, empty for a curve
/// @param sets one a contestant
record Chart(
        String title,
        String unit,
        String better,
        String kind,
        boolean log,
        String over,
        boolean logOver,
        List<String> labels,
        List<Series> sets) {
    private static final double LOG_FROM = 50;
    private static final Pattern QUANTILE = Pattern.compile("(.*?),? (p\\d+)");

    /// @param name of the contestant, for a curve with its slope
    /// @param ours it is this engine
    /// @param points in the order of the labels, or along the curve; null where there is none
    record Series(String name, boolean ours, List<@Nullable Point> points) {}

    /// @param x of a curve, 0 for bars
    record Point(double x, double min, double median, double max) {
        static Point of(double x, Figure figure) {
            return new Point(x, figure.min(), figure.median(), figure.max());
        }
    }

    /// The pictures of a report, in the order of its figures.
    static List<Chart> of(Report report) {
        Map<String, List<Figure>> groups = new LinkedHashMap<>();
        for (Figure figure : report.figures()) {
            String key = whole(figure, report.figures()) + '\n' + figure.unit();
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(figure);
        }
        List<Chart> charts = new ArrayList<>();
        groups.forEach((key, figures) -> {
            String title = key.substring(0, key.indexOf('\n'));
            if (figures.stream().allMatch(figure -> Double.isFinite(figure.median()))) {
                Chart curve = curve(title, figures, report);
                charts.add(curve == null ? bars(title, figures, report) : curve);
            }
        });
        return charts;
    }

    /// Quantiles of one thing belong together, unless the thing has a figure of its own.
    private static String whole(Figure figure, List<Figure> all) {
        Matcher matcher = QUANTILE.matcher(figure.name());
        if (!matcher.matches()) {
            return figure.name();
        }
        String name = matcher.group(1);
        boolean taken = all.stream().anyMatch(other -> other.name().equals(name));
        return taken ? figure.name() : name;
    }

    private static @Nullable Chart curve(String title, List<Figure> figures, Report report) {
        Map<String, List<Figure>> lines = new LinkedHashMap<>();
        for (Figure figure : figures) {
            String name = figure.contestant() + rest(figure, title);
            lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(figure);
        }
        List<Series> sets = new ArrayList<>();
        Curve first = null;
        for (Map.Entry<String, List<Figure>> line : lines.entrySet()) {
            Curve curve = Curve.of(line.getValue());
            if (curve == null) {
                return null;
            }
            first = first == null ? curve : first;
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < curve.sizes().size(); i++) {
                points.add(Point.of(curve.sizes().get(i), curve.figures().get(i)));
            }
            double slope = curve.isOverTime() ? Double.NaN : curve.slope();
            String suffix =
                    Double.isNaN(slope) ? "" : String.format(Locale.ROOT, ", slope %.2f", slope);
            boolean ours = !Ratios.isPeer(line.getValue().getFirst(), report);
            sets.add(new Series(line.getKey() + suffix, ours, List.copyOf(points)));
        }
        if (first == null) {
            return null;
        }
        boolean grows = !first.isOverTime() && figures.stream().allMatch(f -> f.min() > 0);
        return new Chart(
                title,
                figures.getFirst().unit(),
                figures.getFirst().better().words(),
                "line",
                grows || isWide(figures),
                first.over(),
                !first.isOverTime(),
                List.of(),
                sets);
    }

    /// Bars: a label a task and quantile, or, where there is but one, a label a contestant.
    private static Chart bars(String title, List<Figure> figures, Report report) {
        Set<String> labels = new LinkedHashSet<>();
        Map<String, Map<String, Figure>> sets = new LinkedHashMap<>();
        boolean comparing =
                figures.stream().map(f -> f.task() + rest(f, title)).distinct().count() > 1;
        for (Figure figure : figures) {
            String label =
                    comparing ? (figure.task() + rest(figure, title)).strip() : figure.contestant();
            labels.add(label);
            sets.computeIfAbsent(figure.contestant(), _ -> new LinkedHashMap<>())
                    .put(label, figure);
        }
        List<Series> series = new ArrayList<>();
        sets.forEach((contestant, found) -> {
            List<@Nullable Point> points = new ArrayList<>();
            for (String label : labels) {
                Figure figure = found.get(label);
                points.add(figure == null ? null : Point.of(0, figure));
            }
            boolean ours = !Ratios.isPeer(found.values().iterator().next(), report);
            series.add(new Series(contestant, ours, points));
        });
        return new Chart(
                title,
                figures.getFirst().unit(),
                figures.getFirst().better().words(),
                "bars",
                isWide(figures),
                "",
                false,
                List.copyOf(labels),
                series);
    }

    /// The quantile that a title does not hold.
    private static String rest(Figure figure, String title) {
        return figure.name().length() == title.length()
                ? ""
                : " " + figure.name().replaceAll(".* ", "");
    }

    private static boolean isWide(List<Figure> figures) {
        double least = figures.stream().mapToDouble(Figure::min).min().orElse(0);
        double most = figures.stream().mapToDouble(Figure::max).max().orElse(0);
        return least > 0 && most / least > LOG_FROM;
    }
}
