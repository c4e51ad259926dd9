package dev.tidalite.bench.scan;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// What the contenders of `bench scan` are asked.
///
/// @param spec by round
/// @param sql by round, with `%s` for the files
/// @param rowsMax how many rows of the scan are taken
record ScanQuestion(
        String name, IntFunction<ScanSpec> spec, IntFunction<String> sql, long rowsMax) {
    private static final List<String> FIELDS = CpuData.FIELDS;
    private static final long HOUR_NS = 3_600_000_000_000L;

    static List<ScanQuestion> all(int hosts) {
        String first = FIELDS.getFirst();
        TimeRange hour =
                new TimeRange(CpuData.START_NS + HOUR_NS, CpuData.START_NS + 2 * HOUR_NS - 1);
        List<String> columns = new ArrayList<>(FIELDS);
        columns.addFirst("time");
        String sums = String.join(", ", FIELDS.stream().map(f -> "sum(" + f + ")").toList());
        String lasts =
                String.join(
                        ", ",
                        FIELDS.stream().map(f -> "arg_max(%1$s, time) %1$s".formatted(f)).toList());
        ScanSpec all = ScanSpec.of(CpuData.TABLE, columns);
        ScanSpec one = ScanSpec.of(CpuData.TABLE, List.of("time", first));
        long twoSteps = 2L * hosts;
        return List.of(
                new ScanQuestion(
                        "one host's hour",
                        round ->
                                one.within(hour)
                                        .where(
                                                List.of(
                                                        new ColumnPredicate.TextIn(
                                                                "hostname",
                                                                List.of(host(round, hosts))))),
                        round ->
                                "select max(time), sum("
                                        + first
                                        + ") from '%s' where hostname = '"
                                        + host(round, hosts)
                                        + "' and time >= timestamp '2016-01-01 01:00:00'"
                                        + " and time < timestamp '2016-01-01 02:00:00'",
                        Long.MAX_VALUE),
                new ScanQuestion(
                        "sum of one column",
                        _ -> ScanSpec.of(CpuData.TABLE, List.of(first)),
                        _ -> "select sum(" + first + ") from '%s'",
                        Long.MAX_VALUE),
                new ScanQuestion(
                        "time and ten doubles",
                        _ -> all,
                        _ -> "select max(time), " + sums + " from '%s'",
                        Long.MAX_VALUE),
                new ScanQuestion(
                        "last row of each host",
                        _ -> all.lastOfSeries(),
                        _ ->
                                "select max(time), "
                                        + sums
                                        + " from (select max(time) as time, "
                                        + lasts
                                        + " from '%s' group by hostname)",
                        Long.MAX_VALUE),
                new ScanQuestion(
                        "last rows by time",
                        _ -> one.orderedBy(ScanSpec.Order.TIME_DESCENDING),
                        _ ->
                                "select max(time), sum("
                                        + first
                                        + ") from (select time, "
                                        + first
                                        + " from '%s' order by time desc limit "
                                        + twoSteps
                                        + ")",
                        twoSteps));
    }

    private static String host(int round, int hosts) {
        return "host_" + round * 997L % hosts;
    }
}
