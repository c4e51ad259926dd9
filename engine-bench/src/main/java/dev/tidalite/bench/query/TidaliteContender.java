package dev.tidalite.bench.query;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.EngineStats;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.lp.Precision;
import dev.tidalite.query.QueryConfig;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;
import dev.tidalite.query.Rows;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// This engine in this process, its rows in files.
final class TidaliteContender implements Contender {
    static final String DATABASE = "bench";

    private static final int CHUNK_ROWS = 20_000;
    private static final long MEMORY_BYTES_MAX = 384L << 20;

    /// Compaction is over when nothing has changed for so long.
    private static final int SETTLED_MS = 3_000;

    /// Names the measurement of each row of an InfluxQL result.
    private static final String MEASUREMENT = "iox::measurement";

    private final Function<TsbsQuestion, QueryRequest> language;
    private final Engine engine;
    private final QueryEngine queries;
    private final boolean owned;

    private TidaliteContender(
            Function<TsbsQuestion, QueryRequest> language, Engine engine, QueryConfig config) {
        this.language = language;
        this.engine = engine;
        this.queries = QueryEngine.create(engine, config);
        this.owned = true;
    }

    private TidaliteContender(
            Function<TsbsQuestion, QueryRequest> language, TidaliteContender other) {
        this.language = language;
        this.engine = other.engine;
        this.queries = other.queries;
        this.owned = false;
    }

    /// The same engine asked in InfluxQL; it stays the other's.
    TidaliteContender influxql() {
        return new TidaliteContender(
                question -> QueryRequest.influxql(DATABASE, question.influxql()), this);
    }

    /// Asked in SQL.
    static TidaliteContender sql(QueryPlan plan) throws IOException {
        return new TidaliteContender(
                question -> QueryRequest.sql(DATABASE, question.sql()),
                open(plan),
                QueryConfig.DEFAULT.withThreads(plan.threads()));
    }

    static Path folder(QueryPlan plan) {
        return plan.folderOf("tidalite");
    }

    private static EngineConfig config(Path folder) {
        return EngineConfig.builder(folder).memoryBytesMax(MEMORY_BYTES_MAX).build();
    }

    /// Opens the data, writing them first if they are not there.
    static Engine open(QueryPlan plan) throws IOException {
        fill(folder(plan), plan);
        return Engine.open(config(folder(plan)));
    }

    /// Writes the data into a folder if they are not there.
    static void fill(Path folder, QueryPlan plan) throws IOException {
        Path done = folder.resolveSibling(folder.getFileName() + ".done");
        if (!Files.exists(done)) {
            try (Engine engine = Engine.open(config(folder))) {
                fill(engine, plan);
            }
            Files.createFile(done);
        }
    }

    private static void fill(Engine engine, QueryPlan plan) {
        CpuData data = new CpuData(plan.hosts(), plan.values(), 1);
        long left = plan.hosts() * plan.steps();
        while (left > 0) {
            int rows = (int) Math.min(CHUNK_ROWS, left);
            engine.write(WriteRequest.of(DATABASE, data.lines(rows), Precision.NANOSECONDS));
            left -= rows;
        }
        engine.flush();
        EngineStats before = engine.stats();
        long quietSinceNs = System.nanoTime();
        while (System.nanoTime() - quietSinceNs < SETTLED_MS * 1_000_000L) {
            try {
                Thread.sleep(SETTLED_MS / 10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            EngineStats now = engine.stats();
            if (!now.equals(before)) {
                before = now;
                quietSinceNs = System.nanoTime();
            }
        }
    }

    /// The Parquet files that the rows are in.
    static List<Path> files(QueryPlan plan) throws IOException {
        try (Stream<Path> files = Files.walk(folder(plan))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
        }
    }

    @Override
    public long run(TsbsQuestion question) {
        try (QueryResult result = queries.execute(language.apply(question))) {
            long bytes = 0;
            for (VectorSchemaRoot batch = result.next(); batch != null; batch = result.next()) {
                bytes += batch.getFieldVectors().getFirst().getBufferSize();
            }
            return bytes < 0 ? -1 : result.rowCount();
        }
    }

    @Override
    public Answer answer(TsbsQuestion question) {
        Answer answer = new Answer();
        try (QueryResult result = queries.execute(language.apply(question))) {
            List<Integer> order =
                    Answer.order(question, result.columnNames()).stream()
                            .filter(c -> !result.columnNames().get(c).equals(MEASUREMENT))
                            .toList();
            Rows rows = result.rows();
            while (rows.next()) {
                List<@Nullable Object> values = new ArrayList<>(order.size());
                for (int column : order) {
                    values.add(rows.get(column));
                }
                answer.add(values);
            }
        }
        return answer;
    }

    @Override
    public void close() {
        if (owned) {
            queries.close();
            engine.close();
        }
    }
}
