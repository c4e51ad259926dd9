package dev.tidalite.bench.scan;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Ten million rows of the TSBS cpu table in an engine's folder, scanned through [Snapshot#scan]
/// and by DuckDB over the very same files, in turn. Prints the first, the best and the median of a
/// few runs in milliseconds, and what a scan of ours allocated. Both add up every value, and the
/// sums have to be the same.
///
/// `ScanComparison FOLDER [hosts] [steps] [rounds] [full|two_decimals|integer]`: the folder is
/// filled at the first run, which takes a minute longer, and used again by later ones.
public final class ScanComparison {
    private static final List<String> FIELDS = CpuData.FIELDS;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final Snapshot snapshot;
    private final Statement duck;
    private final String files;
    private final int rounds;

    private ScanComparison(Snapshot snapshot, Statement duck, String files, int rounds) {
        this.snapshot = snapshot;
        this.duck = duck;
        this.files = files;
        this.rounds = rounds;
    }

    /// What both are asked.
    ///
    /// @param spec by round
    /// @param sql by round, with `%s` for the files
    /// @param rowsMax how many rows of the scan are taken
    private record Question(
            String name, IntFunction<ScanSpec> spec, IntFunction<String> sql, long rowsMax) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int hosts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4000;
        int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2500;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 15;
        CpuData.Values values =
                CpuData.Values.valueOf(
                        arguments.length > 4 ? arguments[4].toUpperCase(Locale.ROOT) : "FULL");
        try (Engine engine = CpuTable.open(folder, hosts, steps, values);
                Snapshot snapshot = engine.snapshot(CpuTable.DATABASE);
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement duck = connection.createStatement()) {
            System.out.printf(
                    "%,d rows of %d hosts, %s, %,d bytes in %d files%n",
                    engine.stats().segmentRows(),
                    hosts,
                    values,
                    engine.stats().segmentBytes(),
                    engine.stats().segmentCount());
            String files = folder.resolve("segments") + "/*.parquet";
            ScanComparison comparison = new ScanComparison(snapshot, duck, files, rounds);
            for (int threads = 1; threads <= 2; threads++) {
                duck.execute("set threads to " + threads);
                for (Question question : questions(hosts)) {
                    comparison.ask(question, threads);
                }
            }
        }
    }

    private static List<Question> questions(int hosts) {
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
                new Question(
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
                new Question(
                        "sum of one column",
                        _ -> ScanSpec.of(CpuData.TABLE, List.of(first)),
                        _ -> "select sum(" + first + ") from '%s'",
                        Long.MAX_VALUE),
                new Question(
                        "time and ten doubles",
                        _ -> all,
                        _ -> "select max(time), " + sums + " from '%s'",
                        Long.MAX_VALUE),
                new Question(
                        "last row of each host",
                        _ -> all.lastOfSeries(),
                        _ ->
                                "select max(time), "
                                        + sums
                                        + " from (select max(time) as time, "
                                        + lasts
                                        + " from '%s' group by hostname)",
                        Long.MAX_VALUE),
                new Question(
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

    private void ask(Question question, int threads) throws Exception {
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ScanSpec spec = question.spec.apply(round);
            long startNs = System.nanoTime();
            double oursSum = scan(spec, threads, question.rowsMax);
            ours[round] = (System.nanoTime() - startNs) / 1e6;
            String sql = question.sql.apply(round).formatted(files);
            startNs = System.nanoTime();
            double theirsSum = query(sql);
            theirs[round] = (System.nanoTime() - startNs) / 1e6;
            if (Math.abs(oursSum - theirsSum) > Math.abs(theirsSum) * 1e-6) {
                throw new AssertionError(question + ": " + oursSum + " is not " + theirsSum);
            }
        }
        long before = allocated();
        scan(question.spec.apply(0), 1, question.rowsMax);
        System.out.printf(
                "%-24s %d threads: %s, DuckDB %s; %,d bytes allocated%n",
                question.name, threads, text(ours), text(theirs), allocated() - before);
    }

    private static String text(double[] times) {
        double first = times[0];
        Arrays.sort(times);
        return "first %.2f best %.2f median %.2f ms"
                .formatted(first, times[0], times[times.length / 2]);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private double query(String sql) throws SQLException {
        try (ResultSet result = duck.executeQuery(sql)) {
            result.next();
            double sum = 0;
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                boolean number = result.getMetaData().getColumnTypeName(column).equals("DOUBLE");
                sum += number ? result.getDouble(column) : 0;
            }
            return sum;
        }
    }

    private double scan(ScanSpec spec, int threads, long rowsMax)
            throws InterruptedException, ExecutionException {
        if (threads == 1) {
            try (BatchCursor cursor = snapshot.scan(spec)) {
                return sum(cursor, rowsMax);
            }
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<Double>> work = new ArrayList<>();
            for (Snapshot.ScanPart part : snapshot.split(spec, threads)) {
                work.add(() -> {
                    try (BatchCursor cursor = part.open()) {
                        return sum(cursor, rowsMax);
                    }
                });
            }
            double sum = 0;
            for (Future<Double> part : executor.invokeAll(work)) {
                sum += part.get();
            }
            return sum;
        }
    }

    private static double sum(BatchCursor cursor, long rowsMax) {
        double sum = 0;
        long last = 0;
        long left = rowsMax;
        for (TableBatch batch = left > 0 ? cursor.next() : null;
                batch != null;
                batch = left > 0 ? cursor.next() : null) {
            int rows = (int) Math.min(left, batch.rowCount());
            left -= rows;
            for (int column = 0; column < batch.vectors().size(); column++) {
                if (batch.vector(column) instanceof DoubleVector doubles) {
                    sum += sum(doubles.values(), rows);
                } else if (batch.vector(column) instanceof LongVector times) {
                    last = Math.max(last, max(times.values(), rows));
                }
            }
        }
        return last == 1 ? 0 : sum;
    }

    private static double sum(double[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < count; i++) {
            a += values[i];
        }
        return a + b + c + d;
    }

    private static long max(long[] values, int count) {
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }
}
