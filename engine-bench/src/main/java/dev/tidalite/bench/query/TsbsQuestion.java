package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// A question, and its text in the languages of the contenders.
///
/// @param fields how many of [CpuData#FIELDS] it asks for
/// @param hosts their names; empty for all
/// @param fromSeconds from here on, in seconds after the first row; without meaning where all time
///     is asked for
/// @param toSeconds up to here, exclusive
public record TsbsQuestion(
        TsbsQuery query,
        TsbsQuery.Shape shape,
        int fields,
        List<String> hosts,
        long fromSeconds,
        long toSeconds) {
    private static final String BUSY = "usage_user > 90.0";

    /// The same question about another time.
    TsbsQuestion withTimes(long from, long to) {
        return new TsbsQuestion(query, shape, fields, hosts, from, to);
    }

    /// Whether whole rows are asked for, columns in whatever order the contender has.
    boolean asksForRows() {
        return shape == TsbsQuery.Shape.HIGH_CPU || shape == TsbsQuery.Shape.LASTPOINT;
    }

    /// In our SQL.
    public String sql() {
        return switch (shape) {
            case SINGLE ->
                    "SELECT date_bin(INTERVAL '1 minute', time) AS minute, "
                            + calls("max")
                            + " FROM cpu WHERE "
                            + hostIn()
                            + " AND "
                            + range("time", "")
                            + " GROUP BY 1 ORDER BY 1";
            case CPU_MAX ->
                    "SELECT date_bin(INTERVAL '1 hour', time) AS hour, "
                            + calls("max")
                            + " FROM cpu WHERE "
                            + hostIn()
                            + " AND "
                            + range("time", "")
                            + " GROUP BY 1 ORDER BY 1";
            case DOUBLE ->
                    "SELECT date_bin(INTERVAL '1 hour', time) AS hour, hostname, "
                            + calls("avg")
                            + " FROM cpu WHERE "
                            + range("time", "")
                            + " GROUP BY 1, 2 ORDER BY 1, 2";
            case HIGH_CPU -> "SELECT * FROM cpu WHERE " + busy("time", "");
            case LASTPOINT ->
                    "SELECT DISTINCT ON (hostname) * FROM cpu ORDER BY hostname, time DESC";
            case ORDERBY_LIMIT ->
                    "SELECT date_bin(INTERVAL '1 minute', time) AS minute, max(usage_user)"
                            + " FROM cpu WHERE time < '"
                            + at(toSeconds)
                            + "' GROUP BY 1 ORDER BY 1 DESC LIMIT 5";
        };
    }

    /// In InfluxQL.
    public String influxql() {
        return switch (shape) {
            case SINGLE -> influxqlWindows("max", "time(1m)");
            case CPU_MAX -> influxqlWindows("max", "time(1h)");
            case DOUBLE -> influxqlWindows("mean", "time(1h), hostname");
            case HIGH_CPU ->
                    "SELECT * FROM cpu WHERE "
                            + BUSY
                            + influxqlHosts()
                            + " AND "
                            + range("time", "");
            case LASTPOINT -> "SELECT * FROM cpu GROUP BY hostname ORDER BY time DESC LIMIT 1";
            case ORDERBY_LIMIT ->
                    "SELECT max(usage_user) FROM cpu WHERE time < '"
                            + at(toSeconds)
                            + "' GROUP BY time(1m) fill(none) ORDER BY time DESC LIMIT 5";
        };
    }

    private String influxqlWindows(String function, String groupBy) {
        return "SELECT "
                + calls(function)
                + " FROM cpu WHERE "
                + range("time", "")
                + influxqlHosts()
                + " GROUP BY "
                + groupBy
                + " fill(none)";
    }

    private String influxqlHosts() {
        return hosts.isEmpty()
                ? ""
                : hosts.stream()
                        .collect(
                                Collectors.joining(
                                        "' OR hostname = '", " AND (hostname = '", "')"));
    }

    /// In DuckDB's SQL.
    String duckDb() {
        return switch (shape) {
            case SINGLE -> duckBins("minute", "max", "", "minute");
            case CPU_MAX -> duckBins("hour", "max", "", "hour");
            case DOUBLE -> duckBins("hour", "avg", "hostname, ", "hour, hostname");
            case HIGH_CPU -> "SELECT * FROM cpu WHERE " + busy("time", "TIMESTAMP ");
            case LASTPOINT ->
                    "SELECT DISTINCT ON (hostname) * FROM cpu ORDER BY hostname, time DESC";
            case ORDERBY_LIMIT ->
                    "SELECT time_bucket(INTERVAL '1 minute', time) AS minute, max(usage_user)"
                            + " FROM cpu WHERE time < TIMESTAMP '"
                            + at(toSeconds)
                            + "' GROUP BY minute ORDER BY minute DESC LIMIT 5";
        };
    }

    private String duckBins(String unit, String call, String also, String keys) {
        return "SELECT time_bucket(INTERVAL '1 "
                + unit
                + "', time) AS "
                + unit
                + ", "
                + also
                + calls(call)
                + " FROM cpu WHERE "
                + (hosts.isEmpty() ? "" : hostIn() + " AND ")
                + range("time", "TIMESTAMP ")
                + " GROUP BY "
                + keys
                + " ORDER BY "
                + keys;
    }

    /// In QuestDB's SQL, where the time is called `timestamp`.
    String questDb() {
        return switch (shape) {
            case SINGLE ->
                    "SELECT timestamp, "
                            + calls("max")
                            + " FROM cpu WHERE "
                            + hostIn()
                            + " AND "
                            + range("timestamp", "")
                            + " SAMPLE BY 1m";
            case CPU_MAX ->
                    "SELECT timestamp, "
                            + calls("max")
                            + " FROM cpu WHERE "
                            + hostIn()
                            + " AND "
                            + range("timestamp", "")
                            + " SAMPLE BY 1h";
            case DOUBLE ->
                    "SELECT timestamp, hostname, "
                            + calls("avg")
                            + " FROM cpu WHERE "
                            + range("timestamp", "")
                            + " SAMPLE BY 1h";
            case HIGH_CPU -> "SELECT * FROM cpu WHERE " + busy("timestamp", "");
            case LASTPOINT -> "SELECT * FROM cpu LATEST ON timestamp PARTITION BY hostname";
            case ORDERBY_LIMIT ->
                    "SELECT timestamp AS minute, max(usage_user) FROM cpu WHERE timestamp < '"
                            + at(toSeconds)
                            + "' SAMPLE BY 1m ORDER BY minute DESC LIMIT 5";
        };
    }

    private String calls(String function) {
        return CpuData.FIELDS.subList(0, fields).stream()
                .map(name -> function + "(" + name + ")")
                .collect(Collectors.joining(", "));
    }

    private String busy(String time, String type) {
        return BUSY + (hosts.isEmpty() ? "" : " AND " + hostIn()) + " AND " + range(time, type);
    }

    private String hostIn() {
        return hosts.stream().collect(Collectors.joining("', '", "hostname IN ('", "')"));
    }

    private String range(String time, String type) {
        return time
                + " >= "
                + type
                + "'"
                + at(fromSeconds)
                + "' AND "
                + time
                + " < "
                + type
                + "'"
                + at(toSeconds)
                + "'";
    }

    private static String at(long seconds) {
        return Instant.ofEpochSecond(CpuData.START_NS / 1_000_000_000L + seconds).toString();
    }
}
