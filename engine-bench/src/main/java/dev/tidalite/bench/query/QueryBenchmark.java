package dev.tidalite.bench.query;

import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.engine.Engine;
import dev.tidalite.query.QueryConfig;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// One TSBS question at a time, from its text to its last Arrow batch.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class QueryBenchmark {
    private static final int STEP_SECONDS = 10;

    @Param({
        "SINGLE_GROUPBY_1_1_1",
        "SINGLE_GROUPBY_5_8_1",
        "CPU_MAX_ALL_8",
        "DOUBLE_GROUPBY_1",
        "DOUBLE_GROUPBY_ALL",
        "HIGH_CPU_ALL",
        "LASTPOINT",
        "GROUPBY_ORDERBY_LIMIT"
    })
    public TsbsQuery query = TsbsQuery.SINGLE_GROUPBY_1_1_1;

    @Param({"SQL", "INFLUXQL"})
    public QueryCommand.Language language = QueryCommand.Language.SQL;

    @Param("200")
    public int hosts = 200;

    @Param("8640")
    public int steps = 8640;

    @Param("2")
    public int threads = 2;

    private Path folder;
    private Engine engine;
    private QueryEngine queries;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("query-bench");
        engine = CpuTable.fill(folder, hosts, steps);
        queries = QueryEngine.create(engine, QueryConfig.DEFAULT.withThreads(threads));
    }

    /// @return how many rows the answer has
    @Benchmark
    public long run() {
        TsbsQuestion question = query.question(0, hosts, (long) steps * STEP_SECONDS);
        QueryRequest request =
                switch (language) {
                    case SQL -> QueryRequest.sql(CpuTable.DATABASE, question.sql());
                    case INFLUXQL -> QueryRequest.influxql(CpuTable.DATABASE, question.influxql());
                };
        try (QueryResult result = queries.execute(request)) {
            while (result.next() != null) {
                // only counted
            }
            return result.rowCount();
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        queries.close();
        engine.close();
        ProcessUse.deleteTree(folder);
    }
}
