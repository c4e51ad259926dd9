package dev.tidalite.bench.query;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tidalite.bench.peers.HttpPeer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `/query` of InfluxDB 1.x, which is ours as well: series with tags, columns and values.
///
/// @param isInteger whether the fields are whole numbers; those of floating point lose their
///     fraction in this JSON if it is zero
record InfluxqlDialect(boolean isInteger) implements Dialect {
    private static final String PATH = "/query?db=bench&epoch=ns&q=";
    private static final String MEAN = "mean";

    @Override
    public String path(TsbsQuestion question) {
        return PATH + HttpPeer.encode(question.influxql());
    }

    /// Values in the order of our SQL: time, tags, the rest.
    @Override
    public Answer read(TsbsQuestion question, JsonNode body) {
        Answer answer = new Answer();
        for (JsonNode series : body.at("/results/0/series")) {
            List<String> names = new ArrayList<>();
            List<String> tags = new ArrayList<>();
            for (Map.Entry<String, JsonNode> tag : series.path("tags").properties()) {
                names.add(tag.getKey());
                tags.add(tag.getValue().textValue());
            }
            List<String> columns = new ArrayList<>();
            series.path("columns").forEach(column -> columns.add(column.textValue()));
            names.addFirst(columns.getFirst());
            names.addAll(columns.subList(1, columns.size()));
            List<Integer> order = Answer.order(question, names);
            for (JsonNode row : series.path("values")) {
                List<Object> all = new ArrayList<>(tags);
                all.addFirst(row.path(0).longValue());
                for (int column = 1; column < columns.size(); column++) {
                    all.add(value(columns.get(column), row.path(column)));
                }
                List<@Nullable Object> values = new ArrayList<>();
                order.forEach(place -> values.add(all.get(place)));
                answer.add(values);
            }
        }
        return answer;
    }

    private Object value(String column, JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        boolean whole = isInteger && !column.startsWith(MEAN);
        return whole ? (Object) value.longValue() : (Object) value.doubleValue();
    }
}
