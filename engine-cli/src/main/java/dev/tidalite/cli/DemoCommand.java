package dev.tidalite.cli;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.bench.tsbs.CpuData.Values;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.lp.Precision;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;
import dev.tidalite.query.ResultFormat;

import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `tidalite demo`: the whole road once, in this process, with every step timed.
@Command(
        name = "demo",
        description =
                "Writes some hours of server metrics into a fresh engine, flushes them to Parquet"
                        + " and asks SQL and InfluxQL about them.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String DATABASE = "demo";
    private static final int HOSTS = 10;
    private static final int BATCH_ROWS = 5_000;
    private static final int PLOT_LINES = 6;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "An empty or absent folder (default: a fresh temporary one).")
    private @Nullable Path data;

    @Option(
            names = "--hours",
            defaultValue = "6",
            description = "How many hours of rows to write (default: ${DEFAULT-VALUE}).")
    private int hours;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Override
    public Integer call() throws Exception {
        Path folder = data == null ? Files.createTempDirectory("tidalite-demo") : data;
        try (Engine engine = step("opened an engine in " + folder, () -> open(folder));
                QueryEngine queries = QueryEngine.create(engine)) {
            int rows = hours * 360 * HOSTS;
            step(
                    "wrote " + rows + " rows of 10 tags and 10 fields, each batch fsynced",
                    () -> write(engine, rows));
            step(
                    "flushed them to Parquet",
                    () -> {
                        engine.flush(DATABASE);
                        return rows;
                    });
            ask(
                    queries,
                    QueryRequest.sql(
                            DATABASE,
                            "SELECT hostname, avg(usage_user) AS avg_user, max(usage_user) AS"
                                + " max_user, count(*) AS samples FROM cpu GROUP BY hostname ORDER"
                                + " BY avg_user DESC LIMIT 5"));
            QueryRequest curve =
                    QueryRequest.sql(
                            DATABASE,
                            "SELECT date_bin(INTERVAL '30 minutes', time) AS half_hour,"
                                    + " avg(usage_user) AS avg_user FROM cpu"
                                    + " WHERE hostname = 'host_0' GROUP BY 1 ORDER BY 1");
            ask(queries, curve);
            plot(queries, curve);
            ask(
                    queries,
                    QueryRequest.influxql(
                            DATABASE,
                            "SELECT mean(usage_system), max(usage_iowait) FROM cpu"
                                    + " WHERE time >= '2016-01-01T00:00:00Z'"
                                    + " AND time < '2016-01-01T04:00:00Z'"
                                    + " GROUP BY time(1h) fill(none)"));
            ask(queries, QueryRequest.influxql(DATABASE, "SHOW TAG VALUES WITH KEY = \"region\""));
        }
        whereItLies(folder);
        return 0;
    }

    private static Engine open(Path folder) throws IOException {
        try (Stream<Path> inside =
                Files.exists(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            if (inside.findAny().isPresent()) {
                throw new IOException(folder + " is not empty; the demo wants a fresh folder");
            }
        }
        return Engine.open(EngineConfig.of(folder));
    }

    private static int write(Engine engine, int rows) {
        CpuData cpu = new CpuData(HOSTS, Values.INTEGER, 1);
        for (int left = rows; left > 0; left -= BATCH_ROWS) {
            byte[] lines = cpu.lines(Math.min(left, BATCH_ROWS));
            engine.write(WriteRequest.of(DATABASE, lines, Precision.NANOSECONDS));
        }
        return rows;
    }

    private void ask(QueryEngine queries, QueryRequest request) throws Exception {
        out.println();
        out.println(request.language() + "> " + request.text());
        step(
                "answered",
                () -> {
                    try (QueryResult result = queries.execute(request)) {
                        ResultFormat.PRETTY.write(result, out);
                    }
                    return request;
                });
    }

    private void plot(QueryEngine queries, QueryRequest request) throws Exception {
        List<Double> averages = new ArrayList<>();
        try (QueryResult result = queries.execute(request)) {
            for (VectorSchemaRoot batch = result.next(); batch != null; batch = result.next()) {
                Float8Vector column = (Float8Vector) batch.getVector("avg_user");
                for (int row = 0; row < batch.getRowCount(); row++) {
                    averages.add(column.get(row));
                }
            }
        }
        out.println();
        out.println("avg_user of host_0, a column per half hour");
        out.print(
                Plot.draw(
                        averages.stream().mapToDouble(Double::doubleValue).toArray(), PLOT_LINES));
    }

    private void whereItLies(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
        }
        out.println();
        for (Path file : files) {
            out.println(file + " (" + Files.size(file) + " bytes)");
        }
        if (!files.isEmpty()) {
            out.println("read it with DuckDB:");
            out.println(
                    "  duckdb -c \"SELECT hostname, avg(usage_user) FROM '"
                            + files.getFirst()
                            + "' GROUP BY hostname\"");
        }
    }

    private <T> T step(String what, Callable<T> work) throws Exception {
        long startNs = System.nanoTime();
        T result = work.call();
        double ms = (System.nanoTime() - startNs) / 1e6;
        out.println(String.format(Locale.ROOT, "%9.1f ms  %s", ms, what));
        return result;
    }
}
