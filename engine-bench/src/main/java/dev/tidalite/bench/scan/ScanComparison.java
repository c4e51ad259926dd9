package dev.tidalite.bench.scan;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.MergeSource;
import dev.tidalite.engine.internal.merge.MergedRows;
import dev.tidalite.engine.internal.scan.ScanSnapshot;
import dev.tidalite.engine.internal.scan.TableRows;
import dev.tidalite.engine.internal.segment.SegmentFiles;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.segment.SegmentProfile;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.TableId;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One file of ten million rows of the TSBS cpu table, scanned through [Snapshot#scan] and by
/// DuckDB, in turn. Prints the best and the median of a few runs in milliseconds, and what a scan
/// of ours allocated.
///
/// `ScanComparison FOLDER [hosts] [steps] [rounds] [full|rounded]`
public final class ScanComparison {
    private static final List<String> FIELDS = CpuData.FIELDS;

    private final Snapshot snapshot;
    private final Connection duck;
    private final String file;
    private final int rounds;
    private final int hosts;

    private ScanComparison(Snapshot snapshot, Connection duck, String file, int rounds, int hosts) {
        this.snapshot = snapshot;
        this.duck = duck;
        this.file = file;
        this.rounds = rounds;
        this.hosts = hosts;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int hosts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4000;
        int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2500;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 7;
        boolean rounded = arguments.length > 4 && arguments[4].equals("rounded");
        Storage storage = DiskStorage.open(folder);
        SegmentId id = new SegmentId(1);
        TableId table = new TableId(1);
        try (SegmentFiles files =
                        new SegmentFiles(storage, new PageCache(64 << 20), SegmentProfile.DEFAULT);
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            storage.delete(FileName.segment(1, 1));
            long startNs = System.nanoTime();
            CpuRows rows = new CpuRows(hosts, 0, steps, rounded, 1);
            SegmentMeta meta =
                    files.write(MergedRows.of(List.of(MergeSource.all(rows))), table, id, 1, 1);
            System.out.printf(
                    "%,d rows of %d hosts, %s, %,d bytes, written in %.1f s%n",
                    meta.rowCount(),
                    hosts,
                    rounded ? "two decimals" : "full precision",
                    meta.fileBytes(),
                    (System.nanoTime() - startNs) / 1e9);
            TableRows all = new TableRows(CpuRows.SCHEMA, List.of(), List.of(meta));
            try (Snapshot snapshot =
                    new ScanSnapshot(
                            "bench",
                            SequenceNumber.ZERO,
                            List.of(all),
                            TimeRange.ALL,
                            files::open,
                            () -> {})) {
                String file = storage.path(FileName.segment(1, 1)).toString();
                new ScanComparison(snapshot, duck, file, rounds, hosts).run();
            }
        }
    }

    private void run() throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            try (Statement statement = duck.createStatement()) {
                statement.execute("set threads to " + threads);
            }
            TimeRange hour =
                    new TimeRange(
                            CpuData.START_NS + 3_600_000_000_000L,
                            CpuData.START_NS + 7_200_000_000_000L - 1);
            String host = "host_" + hosts / 2;
            compare(
                    "one host's hour",
                    threads,
                    ScanSpec.of(CpuData.TABLE, List.of("time", FIELDS.getFirst()))
                            .within(hour)
                            .where(List.of(new ColumnPredicate.TextIn("hostname", List.of(host)))),
                    ("select max(time), sum(usage_user) from '%s' where hostname = '%s' and time >="
                                    + " timestamp '2016-01-01 01:00:00' and time < timestamp"
                                    + " '2016-01-01 02:00:00'")
                            .formatted(file, host));
            compare(
                    "sum of one column",
                    threads,
                    ScanSpec.of(CpuData.TABLE, List.of(FIELDS.getFirst())),
                    "select sum(usage_user) from '%s'".formatted(file));
            List<String> columns = new ArrayList<>(FIELDS);
            columns.addFirst("time");
            StringBuilder sums = new StringBuilder("select max(time)");
            FIELDS.forEach(field -> sums.append(", sum(").append(field).append(")"));
            compare(
                    "time and ten doubles",
                    threads,
                    ScanSpec.of(CpuData.TABLE, columns),
                    sums + " from '" + file + "'");
            compareOurs(
                    "last 8192 rows by time",
                    threads,
                    ScanSpec.of(CpuData.TABLE, List.of("time", FIELDS.getFirst()))
                            .orderedBy(ScanSpec.Order.TIME_DESCENDING));
        }
    }

    private void compare(String name, int threads, ScanSpec spec, String sql) throws Exception {
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        double oursSum = 0;
        double theirsSum = 0;
        for (int round = 0; round < rounds; round++) {
            long startNs = System.nanoTime();
            oursSum = scan(spec, threads);
            ours[round] = (System.nanoTime() - startNs) / 1e6;
            startNs = System.nanoTime();
            theirsSum = query(sql);
            theirs[round] = (System.nanoTime() - startNs) / 1e6;
        }
        if (Math.abs(oursSum - theirsSum) > Math.abs(theirsSum) * 1e-6) {
            throw new AssertionError(name + ": " + oursSum + " is not " + theirsSum);
        }
        long before = allocated();
        scan(spec, 1);
        System.out.printf(
                "%-24s %d threads: %s, DuckDB %s, %,d bytes allocated%n",
                name, threads, text(ours), text(theirs), allocated() - before);
    }

    private void compareOurs(String name, int threads, ScanSpec spec) {
        double[] ours = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long startNs = System.nanoTime();
            try (BatchCursor cursor = snapshot.scan(spec)) {
                cursor.next();
            }
            ours[round] = (System.nanoTime() - startNs) / 1e6;
        }
        System.out.printf("%-24s %d threads: %s%n", name, threads, text(ours));
    }

    private static String text(double[] times) {
        Arrays.sort(times);
        return "best %.2f median %.2f ms".formatted(times[0], times[times.length / 2]);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private double query(String sql) throws Exception {
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            double sum = 0;
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                boolean number = result.getMetaData().getColumnTypeName(column).equals("DOUBLE");
                sum += number ? result.getDouble(column) : 0;
            }
            return sum;
        }
    }

    private double scan(ScanSpec spec, int threads)
            throws InterruptedException, ExecutionException {
        if (threads == 1) {
            try (BatchCursor cursor = snapshot.scan(spec)) {
                return sum(cursor);
            }
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Callable<Double>> work = new ArrayList<>();
            for (Snapshot.ScanPart part : snapshot.split(spec, threads)) {
                work.add(() -> {
                    try (BatchCursor cursor = part.open()) {
                        return sum(cursor);
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

    private static double sum(BatchCursor cursor) {
        double sum = 0;
        long last = 0;
        for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
            for (int column = 0; column < batch.vectors().size(); column++) {
                if (batch.vector(column) instanceof DoubleVector doubles) {
                    sum += sum(doubles.values(), batch.rowCount());
                } else if (batch.vector(column) instanceof LongVector times) {
                    last = Math.max(last, max(times.values(), batch.rowCount()));
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
