package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The questions of the TSBS devops case, in SQL. Times lie in the middle of the data.
///
/// Source: the Time Series Benchmark Suite's query generators.
public enum TsbsQuery {
    SINGLE_GROUPBY_1_1_1,
    SINGLE_GROUPBY_1_1_12,
    SINGLE_GROUPBY_1_8_1,
    SINGLE_GROUPBY_5_1_1,
    SINGLE_GROUPBY_5_1_12,
    SINGLE_GROUPBY_5_8_1,
    CPU_MAX_ALL_1,
    CPU_MAX_ALL_8,
    DOUBLE_GROUPBY_1,
    DOUBLE_GROUPBY_5,
    DOUBLE_GROUPBY_ALL,
    HIGH_CPU_1,
    HIGH_CPU_ALL,
    LASTPOINT,
    GROUPBY_ORDERBY_LIMIT;

    private static final long HOUR_SECONDS = 3600;

    /// @param hostCount hosts in the data; those asked for are spread over them
    /// @param seconds how much time the data covers
    public String sql(int hostCount, long seconds) {
        return switch (this) {
            case SINGLE_GROUPBY_1_1_1 -> groupBy("minute", 1, 1, 1, hostCount, seconds);
            case SINGLE_GROUPBY_1_1_12 -> groupBy("minute", 1, 1, 12, hostCount, seconds);
            case SINGLE_GROUPBY_1_8_1 -> groupBy("minute", 1, 8, 1, hostCount, seconds);
            case SINGLE_GROUPBY_5_1_1 -> groupBy("minute", 5, 1, 1, hostCount, seconds);
            case SINGLE_GROUPBY_5_1_12 -> groupBy("minute", 5, 1, 12, hostCount, seconds);
            case SINGLE_GROUPBY_5_8_1 -> groupBy("minute", 5, 8, 1, hostCount, seconds);
            case CPU_MAX_ALL_1 -> groupBy("hour", 10, 1, 8, hostCount, seconds);
            case CPU_MAX_ALL_8 -> groupBy("hour", 10, 8, 8, hostCount, seconds);
            case DOUBLE_GROUPBY_1 -> doubleGroupBy(1, seconds);
            case DOUBLE_GROUPBY_5 -> doubleGroupBy(5, seconds);
            case DOUBLE_GROUPBY_ALL -> doubleGroupBy(10, seconds);
            case HIGH_CPU_1 ->
                    "SELECT * FROM cpu WHERE usage_user > 90.0 AND "
                            + hosts(1, hostCount)
                            + " AND "
                            + range(12, seconds);
            case HIGH_CPU_ALL ->
                    "SELECT * FROM cpu WHERE usage_user > 90.0 AND " + range(12, seconds);
            case LASTPOINT ->
                    "SELECT DISTINCT ON (hostname) * FROM cpu ORDER BY hostname, time DESC";
            case GROUPBY_ORDERBY_LIMIT ->
                    "SELECT date_bin(INTERVAL '1 minute', time) AS minute, max(usage_user)"
                            + " FROM cpu WHERE time < '"
                            + at(seconds / 2 + HOUR_SECONDS)
                            + "' GROUP BY 1 ORDER BY 1 DESC LIMIT 5";
        };
    }

    private static String groupBy(
            String unit, int fields, int hosts, int hours, int hostCount, long seconds) {
        return "SELECT date_bin(INTERVAL '1 "
                + unit
                + "', time) AS bin, "
                + calls("max", fields)
                + " FROM cpu WHERE "
                + hosts(hosts, hostCount)
                + " AND "
                + range(hours, seconds)
                + " GROUP BY 1 ORDER BY 1";
    }

    private static String doubleGroupBy(int fields, long seconds) {
        return "SELECT date_bin(INTERVAL '1 hour', time) AS hour, hostname, "
                + calls("avg", fields)
                + " FROM cpu WHERE "
                + range(12, seconds)
                + " GROUP BY 1, 2";
    }

    private static String calls(String function, int fields) {
        List<String> names = CpuData.FIELDS.subList(0, fields);
        return names.stream()
                .map(name -> function + "(" + name + ")")
                .collect(Collectors.joining(", "));
    }

    private static String hosts(int wanted, int hostCount) {
        return IntStream.range(0, wanted)
                .mapToObj(i -> "'host_" + (i * 31 + 7) % hostCount + "'")
                .collect(Collectors.joining(", ", "hostname IN (", ")"));
    }

    /// So many hours from the middle of the data on, or to its end.
    private static String range(int hours, long seconds) {
        long from = Math.max(0, Math.min(seconds / 2, seconds - hours * HOUR_SECONDS));
        return "time >= '" + at(from) + "' AND time < '" + at(from + hours * HOUR_SECONDS) + "'";
    }

    private static String at(long seconds) {
        return Instant.ofEpochSecond(CpuData.START_NS / 1_000_000_000L + seconds).toString();
    }
}
