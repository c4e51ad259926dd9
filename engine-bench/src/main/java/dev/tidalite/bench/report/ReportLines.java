package dev.tidalite.bench.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A report as JSON lines: one that begins a run, then one a figure.
///
/// ```
/// {"run":"ingest","about":"…","command":"…","settings":{…},"versions":{…},"machine":{…}}
/// {"subject":"lines","name":"rows","unit":"rows/s","samples":[…],"min":…,"median":…,"max":…}
/// ```
///
/// Several runs may follow each other in a file.
public final class ReportLines {
    private static final String RUN = "run";
    private static final String ABOUT = "about";
    private static final String COMMAND = "command";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> PAIRS = new TypeReference<>() {};
    private static final TypeReference<List<Double>> NUMBERS = new TypeReference<>() {};

    private ReportLines() {}

    /// Appends a report to a file, which is made if it does not exist.
    static void append(Report report, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        ObjectNode run = JSON.createObjectNode();
        run.put(RUN, report.bench());
        run.put(ABOUT, report.about());
        run.put(COMMAND, report.command());
        run.set("settings", JSON.valueToTree(report.settings()));
        run.set("versions", JSON.valueToTree(report.versions()));
        run.set("machine", JSON.valueToTree(report.machine()));
        lines.add(JSON.writeValueAsString(run));
        for (Figure figure : report.figures()) {
            ObjectNode line = JSON.createObjectNode();
            line.put("subject", figure.subject());
            line.put("name", figure.name());
            line.put("unit", figure.unit());
            line.set("samples", JSON.valueToTree(figure.samples()));
            line.put("min", figure.min()).put("median", figure.median()).put("max", figure.max());
            lines.add(JSON.writeValueAsString(line));
        }
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Reads every report of a file, in order.
    ///
    /// @throws IOException if a line is not one of a report
    public static List<Report> read(Path file) throws IOException {
        List<Report> reports = new ArrayList<>();
        JsonNode run = null;
        List<Figure> figures = new ArrayList<>();
        for (String text : Files.readAllLines(file)) {
            JsonNode line = JSON.readTree(text);
            if (line.has(RUN)) {
                add(run, figures, reports);
                run = line;
                figures.clear();
            } else {
                figures.add(
                        new Figure(
                                line.required("subject").asText(),
                                line.required("name").asText(),
                                line.required("unit").asText(),
                                JSON.convertValue(line.required("samples"), NUMBERS)));
            }
        }
        add(run, figures, reports);
        return reports;
    }

    private static void add(@Nullable JsonNode run, List<Figure> figures, List<Report> reports)
            throws IOException {
        if (run != null) {
            reports.add(
                    new Report(
                            run.required(RUN).asText(),
                            run.path(ABOUT).asText(),
                            run.path(COMMAND).asText(),
                            JSON.convertValue(run.required("settings"), PAIRS),
                            JSON.convertValue(run.required("versions"), PAIRS),
                            JSON.treeToValue(run.required("machine"), Machine.class),
                            figures));
        } else if (!figures.isEmpty()) {
            throw new IOException("a figure before the first run");
        }
    }
}
