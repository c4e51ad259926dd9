package dev.tidalite.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reports as one HTML page that needs nothing but itself: style, script, figures and the library
/// that draws them (Chart.js, from its webjar) are in it, and its policy forbids it to load
/// anything.
final class ReportPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIBRARY = "META-INF/resources/webjars/chart.js/";
    private static final String LIBRARY_FILE = "/dist/chart.umd.min.js";
    private static final int BAR_PIXELS = 22;
    private static final int FRAME_PIXELS = 90;
    private static final int CURVE_PIXELS = 300;
    private static final int FEW_BARS = 12;

    private final StringBuilder sections = new StringBuilder();
    private final List<Chart> charts = new ArrayList<>();

    private ReportPage() {}

    static String of(List<Report> reports) throws IOException {
        ReportPage page = new ReportPage();
        Set<String> contents = new LinkedHashSet<>();
        for (int i = 0; i < reports.size(); i++) {
            page.append(reports.get(i), i);
            contents.add("<a href=\"#run-" + i + "\">" + escape(reports.get(i).bench()) + "</a>");
        }
        String machine = reports.isEmpty() ? "" : machine(reports.getFirst().machine());
        // no value holds a placeholder of a later one: the library comes last but the script
        return resource("page.html")
                .replace("{{style}}", resource("page.css"))
                .replace("{{machine}}", machine)
                .replace("{{contents}}", String.join(" ", contents))
                .replace("{{sections}}", page.sections)
                .replace("{{charts}}", page.island())
                .replace("{{library}}", library())
                .replace("{{script}}", resource("page.js"));
    }

    private static String machine(Machine machine) {
        return escape(
                String.format(
                        Locale.ROOT,
                        "%s · %d cores · %,d MiB · %s · %s",
                        machine.processor(),
                        machine.cores(),
                        machine.memoryBytes() >> 20,
                        machine.system(),
                        machine.jvm()));
    }

    private void append(Report report, int number) {
        sections.append("<section id=\"run-").append(number).append("\">\n<h2>");
        sections.append(escape(report.bench())).append("</h2>\n");
        sections.append("<p class=\"about\">").append(escape(report.about())).append("</p>\n");
        if (report.figures().isEmpty()) {
            sections.append("<p class=\"failed\">Nothing was measured.</p>\n");
        }
        appendPairs(report.versions());
        appendPairs(report.settings());
        if (!report.command().isEmpty()) {
            sections.append("<code>").append(escape(report.command())).append("</code>\n");
        }
        sections.append("<div class=\"charts\">\n");
        for (Chart chart : Chart.of(report)) {
            append(chart);
        }
        sections.append("</div>\n");
        appendGrid("Figures: median (min..max)", report.figures(), report);
        appendGrid("Ratios, pair by pair", Ratios.of(report), report);
        sections.append("</section>\n");
    }

    private void appendPairs(Map<String, String> pairs) {
        sections.append("<dl>");
        pairs.forEach((key, value) ->
                sections.append("<div><dt>")
                        .append(escape(key))
                        .append("</dt><dd>")
                        .append(escape(value))
                        .append("</dd></div>"));
        sections.append("</dl>\n");
    }

    private void append(Chart chart) {
        int bars = chart.labels().size();
        int groups = chart.labels().size() == chart.sets().size() ? 1 : chart.sets().size();
        boolean isCurve = chart.kind().equals("line");
        int pixels = isCurve ? CURVE_PIXELS : FRAME_PIXELS + BAR_PIXELS * bars * groups;
        String width = isCurve || bars * groups <= FEW_BARS ? "" : "wide";
        sections.append("<figure class=\"").append(width).append("\"><figcaption><b>");
        sections.append(escape(chart.title())).append("</b><span>");
        sections.append(escape(chart.better()));
        sections.append("</span></figcaption><div class=\"plot\" style=\"height:");
        sections.append(pixels).append("px\"><canvas id=\"chart-").append(charts.size());
        sections.append("\"></canvas></div></figure>\n");
        charts.add(chart);
    }

    private void appendGrid(String title, List<Figure> figures, Report report) {
        if (figures.isEmpty()) {
            return;
        }
        ReportGrid grid = ReportGrid.of(figures);
        sections.append("<details open><summary>").append(title);
        sections.append("</summary><div class=\"scroll\"><table><thead><tr><th></th>");
        grid.columns()
                .forEach(column -> sections.append("<th>").append(escape(column)).append("</th>"));
        sections.append("</tr></thead><tbody>\n");
        for (ReportGrid.Row row : grid.rows()) {
            sections.append("<tr><th>").append(escape(row.label())).append("</th>");
            row.cells().forEach(cell -> appendCell(cell, report));
            sections.append("</tr>\n");
        }
        sections.append("</tbody></table></div></details>\n");
    }

    private void appendCell(@Nullable Figure figure, Report report) {
        if (figure == null) {
            sections.append("<td>–</td>");
            return;
        }
        sections.append("<td").append(judgement(figure, report)).append('>');
        sections.append(ReportGrid.number(figure.median()));
        String range = ReportGrid.range(figure);
        if (!range.isEmpty()) {
            sections.append(" <small>").append(range).append("</small>");
        }
        sections.append("</td>");
    }

    /// A ratio is better or worse than 1, as its unit has it.
    private static String judgement(Figure figure, Report report) {
        boolean isRatio = figure.contestant().contains(Ratios.OVER);
        if (!isRatio || figure.median() == 1) {
            return "";
        }
        Direction direction =
                report.figures().stream()
                        .filter(of -> of.title().equals(figure.name()))
                        .findFirst()
                        .map(Figure::better)
                        .orElse(Direction.NEITHER);
        boolean isMore = figure.median() > 1;
        return isMore == (direction == Direction.MORE) ? " class=\"better\"" : " class=\"worse\"";
    }

    private String island() throws JsonProcessingException {
        return JSON.writeValueAsString(charts).replace("<", "\\u003c");
    }

    /// Without the addresses in its comments, so that the page names no host; the notice stays.
    private static String library() throws IOException {
        return read(LIBRARY + chartJsVersion() + LIBRARY_FILE)
                .replaceAll("(?m)^ \\* https?://.*\\R", "")
                .replaceAll("(?m)^//# sourceMappingURL=.*$", "");
    }

    private static String chartJsVersion() throws IOException {
        String properties = read("META-INF/maven/org.webjars.npm/chart.js/pom.properties");
        return properties
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("the webjar of Chart.js names no version"));
    }

    private static String resource(String name) throws IOException {
        return read("dev/tidalite/bench/report/" + name);
    }

    private static String read(String path) throws IOException {
        try (InputStream in = ReportPage.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException(path + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
