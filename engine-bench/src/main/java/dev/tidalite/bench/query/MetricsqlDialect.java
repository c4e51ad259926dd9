package dev.tidalite.bench.query;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tidalite.bench.peers.HttpPeer;
import dev.tidalite.bench.tsbs.CpuData;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/api/v1/query_range` of VictoriaMetrics: a series per field, with times in seconds and values
/// as text. Its cache of results is left out.
///
/// A window `(t - w, t]` that ends with the last step before the next one begins holds what SQL's
/// `[b, b + w)` does; a window that the question's range cuts has no form here.
record MetricsqlDialect(QueryPlan plan) implements Dialect {
    private static final long NANOS = 1_000_000_000L;
    private static final long START_SECONDS = CpuData.START_NS / NANOS;
    private static final long STEP_SECONDS = CpuData.STEP_NS / NANOS;
    private static final String PREFIX = "cpu_";
    private static final int LAST_WINDOWS = 5;

    @Override
    public TsbsQuestion exact(TsbsQuestion question) {
        long window = windowSeconds(question);
        return question.withTimes(
                question.fromSeconds() / window * window, question.toSeconds() / window * window);
    }

    /// Not beyond the last row, which would be answered again and again for minutes.
    private long end(TsbsQuestion question) {
        return Math.min(question.toSeconds(), plan.timeSeconds());
    }

    private static long windowSeconds(TsbsQuestion question) {
        return switch (question.shape()) {
            case SINGLE, ORDERBY_LIMIT -> 60;
            case CPU_MAX, DOUBLE -> 3600;
            case HIGH_CPU, LASTPOINT -> STEP_SECONDS;
        };
    }

    @Override
    public String path(TsbsQuestion question) {
        long window = windowSeconds(question);
        String rows = "{__name__=~'cpu_usage_.*'" + hosts(question, ", ") + "}";
        return switch (question.shape()) {
            case SINGLE, CPU_MAX ->
                    range(
                            question.fromSeconds(),
                            question.toSeconds(),
                            window,
                            "max(max_over_time("
                                    + fields(question)
                                    + "["
                                    + window
                                    + "s])) by (__name__)");
            case DOUBLE ->
                    range(
                            question.fromSeconds(),
                            question.toSeconds(),
                            window,
                            "avg(avg_over_time("
                                    + fields(question)
                                    + "["
                                    + window
                                    + "s])) by (__name__, hostname)");
            case HIGH_CPU ->
                    range(
                            question.fromSeconds(),
                            end(question),
                            window,
                            rows
                                    + " and on(hostname) (cpu_usage_user{"
                                    + hosts(question, "")
                                    + "} > 90)");
            case LASTPOINT ->
                    "/api/v1/query?nocache=1&time="
                            + (START_SECONDS + plan.timeSeconds() - STEP_SECONDS)
                            + "&query="
                            + HttpPeer.encode("last_over_time(" + rows + "[5m])");
            case ORDERBY_LIMIT ->
                    range(
                            Math.max(0, question.toSeconds() - LAST_WINDOWS * window),
                            question.toSeconds(),
                            window,
                            "max(max_over_time(cpu_usage_user[" + window + "s]))");
        };
    }

    /// Windows from one time to another, exclusive, each told by the last step in it.
    private static String range(long from, long to, long window, String query) {
        return "/api/v1/query_range?nocache=1&start="
                + (START_SECONDS + from + window - STEP_SECONDS)
                + "&end="
                + (START_SECONDS + to - STEP_SECONDS)
                + "&step="
                + window
                + "&query="
                + HttpPeer.encode(query);
    }

    private static String fields(TsbsQuestion question) {
        return question.fields() == 1
                ? "cpu_usage_user{" + hosts(question, "") + "}"
                : "{__name__=~'cpu_("
                        + String.join("|", CpuData.FIELDS.subList(0, question.fields()))
                        + ")'"
                        + hosts(question, ", ")
                        + "}";
    }

    private static String hosts(TsbsQuestion question, String before) {
        return question.hosts().isEmpty()
                ? ""
                : before + "hostname=~'" + String.join("|", question.hosts()) + "'";
    }

    /// A row of SQL: what the series have at one time for the same tags.
    private record Row(long timeNs, Map<String, String> tags) {}

    @Override
    public Answer read(TsbsQuestion question, JsonNode body) {
        long begin = STEP_SECONDS - windowSeconds(question);
        Map<Row, @Nullable Object[]> rows = new LinkedHashMap<>();
        for (JsonNode series : body.at("/data/result")) {
            Map<String, String> tags = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> label : series.path("metric").properties()) {
                tags.put(label.getKey(), label.getValue().textValue());
            }
            String name = tags.remove("__name__");
            int field = name == null ? 0 : CpuData.FIELDS.indexOf(name.substring(PREFIX.length()));
            JsonNode points = series.has("value") ? series : series.path("values");
            for (JsonNode point : points) {
                if (point.isArray()) {
                    long timeNs = (point.path(0).longValue() + begin) * NANOS;
                    rows.computeIfAbsent(
                                            new Row(timeNs, tags),
                                            row -> new @Nullable Object[question.fields()])[field] =
                            value(question, point.path(1).textValue());
                }
            }
        }
        return answer(question, rows);
    }

    private Object value(TsbsQuestion question, String text) {
        boolean whole = plan.isInteger() && question.shape() != TsbsQuery.Shape.DOUBLE;
        return whole ? (Object) (long) Double.parseDouble(text) : (Object) Double.valueOf(text);
    }

    private static Answer answer(TsbsQuestion question, Map<Row, @Nullable Object[]> rows) {
        Answer answer = new Answer();
        for (Map.Entry<Row, @Nullable Object[]> entry : rows.entrySet()) {
            List<String> names = new ArrayList<>(List.of("time"));
            List<@Nullable Object> all = new ArrayList<>(List.of(entry.getKey().timeNs()));
            entry.getKey().tags().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                    .forEach(tag -> {
                        names.add(tag.getKey());
                        all.add(tag.getValue());
                    });
            names.addAll(CpuData.FIELDS.subList(0, question.fields()));
            all.addAll(Arrays.asList(entry.getValue()));
            List<@Nullable Object> values = new ArrayList<>();
            Answer.order(question, names).forEach(place -> values.add(all.get(place)));
            answer.add(values);
        }
        return answer;
    }
}
