package dev.tidalite.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Where in the rows of an InfluxQL result a series' name, tags and values are, as the schema's
/// metadata says.
///
/// @param measurementIndex of the column that names the measurement; -1 if none does
/// @param tags in ascending order of their keys
/// @param values indexes of the columns that are the series' own, in order
record SeriesLayout(int measurementIndex, List<Tag> tags, List<Integer> values) {
    /// Under which key the metadata is in the schema.
    static final String METADATA_KEY = "iox::influxql::group_key::metadata";

    private static final Pattern TAG =
            Pattern.compile(
                    "\\{\"tagKey\":\"((?:[^\"\\\\]|\\\\.)*)\",\"columnIndex\":(\\d+),"
                            + "\"isProjected\":(true|false)}");
    private static final Pattern MEASUREMENT = Pattern.compile("\"measurementColumnIndex\":(\\d+)");

    /// A tag that tells series apart.
    record Tag(String key, int index) {}

    /// @param metadata of the schema under [#METADATA_KEY]
    static SeriesLayout of(String metadata, int columnCount) {
        Matcher measurement = MEASUREMENT.matcher(metadata);
        if (!measurement.find()) {
            throw new IllegalArgumentException("no series in " + metadata);
        }
        int measurementIndex = Integer.parseInt(measurement.group(1));
        List<Tag> tags = new ArrayList<>();
        List<Integer> hidden = new ArrayList<>(List.of(measurementIndex));
        Matcher tag = TAG.matcher(metadata);
        while (tag.find()) {
            int index = Integer.parseInt(tag.group(2));
            tags.add(new Tag(unescaped(tag.group(1)), index));
            if (tag.group(3).equals("false")) {
                hidden.add(index);
            }
        }
        List<Integer> values = new ArrayList<>();
        for (int index = 0; index < columnCount; index++) {
            if (!hidden.contains(index)) {
                values.add(index);
            }
        }
        return new SeriesLayout(measurementIndex, tags, values);
    }

    /// All rows are one series.
    static SeriesLayout unnamed(int columnCount) {
        return new SeriesLayout(-1, List.of(), IntStream.range(0, columnCount).boxed().toList());
    }

    private static String unescaped(String json) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c != '\\') {
                text.append(c);
                at++;
            } else if (json.charAt(at + 1) == 'u') {
                text.append((char) Integer.parseInt(json.substring(at + 2, at + 6), 16));
                at += 6;
            } else {
                text.append(json.charAt(at + 1));
                at += 2;
            }
        }
        return text.toString();
    }
}
