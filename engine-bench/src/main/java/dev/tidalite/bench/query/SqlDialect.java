package dev.tidalite.bench.query;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tidalite.bench.peers.HttpPeer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Our `/api/v3/query_sql`: an array of objects, a row each.
final class SqlDialect implements Dialect {
    private static final String PATH = "/api/v3/query_sql?db=bench&format=json&q=";
    private static final Set<String> TIMES = Set.of("time", "minute", "hour");

    @Override
    public String path(TsbsQuestion question) {
        return PATH + HttpPeer.encode(question.sql());
    }

    @Override
    public Answer read(TsbsQuestion question, JsonNode body) {
        Answer answer = new Answer();
        for (JsonNode row : body) {
            List<String> names = new ArrayList<>();
            row.fieldNames().forEachRemaining(names::add);
            List<@Nullable Object> values = new ArrayList<>();
            for (int place : Answer.order(question, names)) {
                values.add(value(names.get(place), row.path(names.get(place))));
            }
            answer.add(values);
        }
        return answer;
    }

    private static Object value(String name, JsonNode value) {
        if (value.isTextual()) {
            return TIMES.contains(name) ? timeNs(value.textValue()) : value.textValue();
        }
        return value.isIntegralNumber() ? (Object) value.longValue() : (Object) value.doubleValue();
    }

    private static long timeNs(String text) {
        Instant time = Instant.parse(text + "Z");
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }
}
