package dev.tidalite.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reports as runners make them, made up.
final class Samples {
    private Samples() {}

    /// A comparison, a run with tasks, a curve and one that found nothing.
    static List<Report> reports() {
        return List.of(
                comparison(), tasks(), growth(), Report.of("none", Map.of(), Map.of(), List.of()));
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("tidalite", "0.1");
        versions.put("questdb", "9");
        versions.put("duckdb", "2");
        return versions;
    }

    static Report comparison() {
        return Report.of(
                        "ingest",
                        Map.of("rows", "300000"),
                        versions(),
                        List.of(
                                new Figure("lines", "write", "rows/s", List.of(8e5, 9e5, 1e6)),
                                new Figure("questdb", "write", "rows/s", List.of(4e5, 5e5, 4e5)),
                                new Figure("duckdb", "write", "rows/s", List.of(1e6, 1e6, 1.1e6)),
                                Figure.of("lines", "ack, p50", "ms", 1.5),
                                Figure.of("lines", "ack, p99", "ms", 9),
                                Figure.of("questdb", "ack, p50", "ms", 0.5),
                                Figure.of("questdb", "ack, p99", "ms", 40)))
                .told("Writes <rows> & \"more\".", "./tidalite bench ingest --rows=300000");
    }

    static Report tasks() {
        List<Figure> figures = new ArrayList<>();
        for (String task : List.of("lastpoint", "high-cpu-all", "double-groupby-1")) {
            figures.add(new Figure("tidalite, " + task, "run", "ms", List.of(2.0, 3.0, 4.0)));
            figures.add(new Figure("duckdb, " + task, "run", "ms", List.of(100.0, 200.0, 300.0)));
        }
        return Report.of("query", Map.of(), versions(), figures);
    }

    static Report growth() {
        List<Figure> figures = new ArrayList<>();
        for (int size = 100; size <= 100_000; size *= 10) {
            String subject = "tidalite, %,d series".formatted(size);
            figures.add(new Figure(subject, "open", "ms", List.of(size * 0.9, size * 1.1)));
            figures.add(Figure.of(subject, "query", "ms", 5 * Math.sqrt(size)));
        }
        return Report.of("cardinality", Map.of("seed", "1"), versions(), figures);
    }
}
