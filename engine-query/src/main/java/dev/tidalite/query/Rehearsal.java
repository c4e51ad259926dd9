package dev.tidalite.query;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.DoubleVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Asks a few queries that nobody asked: the first query of a process loads and links thousands of
/// classes, which takes the better part of a second. Over a table of its own first, then one batch
/// of a table of the engine, since files have their classes too.
///
/// Runs on a daemon thread that ends by itself, once per process.
final class Rehearsal implements Runnable, AutoCloseable {
    private static final int ROUNDS = 5;
    private static final AtomicBoolean HELD = new AtomicBoolean();

    private static final List<String> QUERIES =
            List.of(
                    "SELECT * FROM t WHERE host = 'a' AND time >= '2020-01-01T00:00:00Z' LIMIT 5",
                    "SELECT date_bin(INTERVAL '1 hour', time) AS b, host, avg(v), max(v) FROM t"
                            + " WHERE time >= now() - INTERVAL '1 day' AND host IN ('a', 'b')"
                            + " GROUP BY b, host ORDER BY b DESC LIMIT 10",
                    "SELECT date_bin(INTERVAL '1 minute', time) AS b, max(v) FROM t"
                            + " WHERE time >= '1970-01-01T00:00:00Z' GROUP BY 1 ORDER BY 1",
                    "SELECT selector_last(v, time)['value'] AS v FROM t WHERE v > 1.5 GROUP BY"
                            + " host",
                    "SELECT a.v FROM t a JOIN t b ON a.time = b.time WHERE a.v < 3 OR b.v IS NULL");

    private final Engine engine;
    private final Object scanning = new Object();
    private volatile boolean closed;

    private Rehearsal(Engine engine) {
        this.engine = engine;
    }

    /// @return to be closed before the engine is; null if there has been one in this process
    static @Nullable Rehearsal start(Engine engine) {
        if (HELD.getAndSet(true)) {
            return null;
        }
        Rehearsal rehearsal = new Rehearsal(engine);
        Thread.ofPlatform().daemon().name("tidalite-rehearsal").start(rehearsal);
        return rehearsal;
    }

    @Override
    public void run() {
        scanSomething();
        QueryConfig config = QueryConfig.DEFAULT.withThreads(1).withPlanCacheEntriesMax(0);
        try (QueryEngine queries = QueryEngine.over(_ -> new FewRows(), config)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String query : QUERIES) {
                    if (closed) {
                        return;
                    }
                    try (QueryResult result = queries.execute(QueryRequest.sql("", query))) {
                        while (result.next() != null) {
                            // to the end
                        }
                    }
                }
            }
        }
    }

    /// Reads a batch of the first table there is.
    private void scanSomething() {
        synchronized (scanning) {
            if (closed) {
                return;
            }
            try {
                for (String database : engine.databases()) {
                    try (Snapshot snapshot = engine.snapshot(database)) {
                        if (!snapshot.tables().isEmpty()) {
                            scan(snapshot, snapshot.tables().getFirst());
                            return;
                        }
                    }
                }
            } catch (EngineException e) {
                // whoever asks for these rows will be told
                return;
            }
        }
    }

    private static void scan(Snapshot snapshot, TableSchema table) {
        List<String> columns = table.columns().stream().map(ColumnSchema::name).toList();
        ScanSpec spec = ScanSpec.of(table.table(), columns).orderedBy(ScanSpec.Order.SERIES_TIME);
        try (BatchCursor cursor = snapshot.scan(spec)) {
            cursor.next();
        }
    }

    /// Waits until the engine is not read any more.
    @Override
    public void close() {
        closed = true;
        synchronized (scanning) {
            // nothing is read from now on
        }
    }

    /// A database with one table of one small batch.
    private static final class FewRows implements Snapshot {
        private static final int ROWS = 64;
        private static final TableSchema TABLE =
                TableSchema.of(
                        "t", ColumnSchema.tag("host"), ColumnSchema.field("v", ColumnType.FLOAT64));
        private static final StringDictionary HOSTS = StringDictionary.of(List.of("a", "b"));

        @Override
        public String database() {
            return "";
        }

        @Override
        public SequenceNumber sequenceNumber() {
            return SequenceNumber.ZERO;
        }

        @Override
        public List<TableSchema> tables() {
            return List.of(TABLE);
        }

        @Override
        public Optional<TableSchema> table(String name) {
            return name.equals(TABLE.table()) ? Optional.of(TABLE) : Optional.empty();
        }

        @Override
        public BatchCursor scan(ScanSpec spec) {
            return new OneBatch(batch(spec));
        }

        @Override
        public List<ScanPart> split(ScanSpec spec, int partsWanted, ScanObserver observer) {
            return List.of(() -> scan(spec));
        }

        private static TableBatch batch(ScanSpec spec) {
            List<ColumnSchema> columns = new ArrayList<>();
            List<ColumnVector> vectors = new ArrayList<>();
            for (String name : spec.columns()) {
                ColumnSchema column = TABLE.columns().get(TABLE.ordinal(name));
                columns.add(column);
                vectors.add(vector(column));
            }
            int[] runEnds = {ROWS / 2, ROWS};
            return new TableBatch(TABLE.table(), columns, vectors, ROWS, runEnds, runEnds.length);
        }

        private static ColumnVector vector(ColumnSchema column) {
            return switch (column.role()) {
                case TAG -> {
                    int[] ids = new int[ROWS];
                    Arrays.fill(ids, ROWS / 2, ROWS, 1);
                    yield new DictionaryVector(HOSTS, ids, null);
                }
                case FIELD -> {
                    double[] values = new double[ROWS];
                    Arrays.setAll(values, row -> row);
                    yield new DoubleVector(values, null);
                }
                case TIME -> {
                    long[] times = new long[ROWS];
                    Arrays.setAll(times, row -> row % (ROWS / 2) * 10_000_000_000L);
                    yield new LongVector(ColumnType.TIMESTAMP, times, null);
                }
            };
        }

        @Override
        public void close() {}
    }

    /// A cursor over one batch.
    private static final class OneBatch implements BatchCursor {
        private @Nullable TableBatch batch;

        OneBatch(TableBatch batch) {
            this.batch = batch;
        }

        @Override
        public @Nullable TableBatch next() {
            TableBatch next = batch;
            batch = null;
            return next;
        }

        @Override
        public void close() {
            batch = null;
        }
    }
}
