package dev.tidalite.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The conformance cases and how answers compare: cells by value, numbers as numbers, times without
/// trailing zeros.
final class InfluxqlCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private InfluxqlCases() {}

    static JsonNode read(String resource) {
        try (InputStream in = InfluxqlCases.class.getResourceAsStream("influxql/" + resource)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A table as text: name, tags, columns, and the rows' cells.
    static String print(
            String name, String tags, List<String> columns, List<List<String>> rows, boolean sort) {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(String.join(" | ", row)));
        if (sort) {
            Collections.sort(lines);
        }
        return name
                + (tags.isEmpty() ? "" : " {" + tags + "}")
                + "\n"
                + String.join(" | ", columns)
                + "\n"
                + String.join("\n", lines)
                + "\n";
    }

    static String print(List<SeriesTables.Table> tables, @Nullable String epoch, boolean sort) {
        StringBuilder text = new StringBuilder();
        for (SeriesTables.Table table : tables) {
            List<List<String>> rows = new ArrayList<>();
            for (List<@Nullable Object> row : table.rows()) {
                rows.add(row.stream().map(value -> cell(value)).toList());
            }
            text.append(print(table.name(), tags(table.tags()), table.columns(), rows, sort));
        }
        return text.toString();
    }

    static String tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(", "));
    }

    /// A time as a result shows it.
    record Time(long ns, @Nullable String zone, @Nullable String epoch) {
        @Override
        public String toString() {
            if (epoch != null) {
                long unit =
                        switch (epoch) {
                            case "u" -> 1_000;
                            case "ms" -> 1_000_000;
                            case "s" -> 1_000_000_000;
                            case "m" -> 60_000_000_000L;
                            case "h" -> 3_600_000_000_000L;
                            default -> 1;
                        };
                return Long.toString(ns / unit);
            }
            Instant instant =
                    Instant.ofEpochSecond(
                            Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L));
            return zone == null
                    ? instant.toString()
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            instant.atZone(ZoneId.of(zone)));
        }
    }

    /// A value of the reader's row; times as a [Time] in the zone of the result.
    static @Nullable Object value(SeriesReader series, int column, @Nullable String epoch) {
        Object value = series.value(column);
        String zone = series.zone().equals(ZoneOffset.UTC) ? null : series.zone().getId();
        return value instanceof Long ns && series.isTime(column)
                ? new Time(ns, zone, epoch)
                : value;
    }

    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            return number.isNaN() ? "nan" : number > 0 ? "inf" : "-inf";
        }
        return normal(value.toString().strip());
    }

    /// Cells of printed tables and of JSON in one form.
    static String normal(String text) {
        if (text.matches("\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+Z?")) {
            String time = text.replace(' ', 'T').replace("Z", "");
            return time.contains(".") ? time.replaceAll("0+$", "").replaceAll("\\.$", "") : time;
        }
        try {
            double number = Double.parseDouble(text);
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                return text.toLowerCase(Locale.ROOT);
            }
            return String.format(Locale.ROOT, "%.11e", number);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /// The printed tables of a case; those without rows are left out.
    static String printed(String text, boolean sort) {
        StringBuilder out = new StringBuilder();
        List<String> lines = text.lines().toList();
        String name = "";
        String tags = "";
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith("name: ")) {
                name = line.substring(6).strip();
                tags = "";
            } else if (line.startsWith("tags: ")) {
                tags = line.substring(6).strip();
            } else if (line.startsWith("+") && at + 1 < lines.size()) {
                if (!lines.get(at + 1).startsWith("|")) {
                    continue;
                }
                List<Integer> cuts = new ArrayList<>();
                for (int column = 0; column < line.length(); column++) {
                    if (line.charAt(column) == '+') {
                        cuts.add(column);
                    }
                }
                List<String> columns = cells(lines.get(at + 1), cuts, false);
                at += 3;
                List<List<String>> rows = new ArrayList<>();
                while (at < lines.size() && lines.get(at).startsWith("|")) {
                    rows.add(cells(lines.get(at++), cuts, true));
                }
                if (!rows.isEmpty()) {
                    out.append(print(name, tags, columns, rows, sort));
                }
            }
        }
        return out.toString();
    }

    private static List<String> cells(String line, List<Integer> cuts, boolean values) {
        List<String> cells = new ArrayList<>();
        for (int cut = 0; cut + 1 < cuts.size(); cut++) {
            String cell = line.substring(cuts.get(cut) + 1, cuts.get(cut + 1)).strip();
            cells.add(values ? normal(cell) : cell);
        }
        return cells;
    }

    /// The series of one result in a JSON answer.
    static String printed(JsonNode result) {
        StringBuilder out = new StringBuilder();
        for (JsonNode series : result.path("series")) {
            List<String> tags = new ArrayList<>();
            for (Map.Entry<String, JsonNode> tag : series.path("tags").properties()) {
                tags.add(tag.getKey() + "=" + tag.getValue().asText());
            }
            List<String> columns = new ArrayList<>();
            series.path("columns").forEach(column -> columns.add(column.asText()));
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode row : series.path("values")) {
                List<String> cells = new ArrayList<>();
                row.forEach(value -> cells.add(value.isNull() ? "" : normal(value.asText())));
                rows.add(cells);
            }
            out.append(
                    print(
                            series.path("name").asText(""),
                            String.join(", ", tags),
                            columns,
                            rows,
                            false));
        }
        return out.toString();
    }
}
