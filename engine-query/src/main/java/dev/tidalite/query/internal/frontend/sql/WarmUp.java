package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans a few queries that nobody asked: the first plan of a process loads and links thousands of
/// classes, which takes the better part of a second. Stops when its thread is interrupted.
final class WarmUp implements Runnable {
    private static final int ROUNDS = 5;

    private static final List<String> QUERIES =
            List.of(
                    "SELECT * FROM t WHERE host = 'a' AND time >= '2020-01-01T00:00:00Z' LIMIT 5",
                    "SELECT date_bin(INTERVAL '1 hour', time) AS b, host, avg(v), max(v) FROM t"
                            + " WHERE time >= now() - INTERVAL '1 day' AND host IN ('a', 'b')"
                            + " GROUP BY b, host ORDER BY b DESC LIMIT 10",
                    "SELECT selector_last(v, time)['value'] AS v FROM t WHERE v > 1.5 GROUP BY"
                            + " host",
                    "SELECT a.v FROM t a JOIN t b ON a.time = b.time WHERE a.v < 3 OR b.v IS NULL");

    private final SqlFrontend frontend = new SqlFrontend(0);

    @Override
    public void run() {
        for (int round = 0; round < ROUNDS; round++) {
            for (String query : QUERIES) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                frontend.plan(query, new NoRows(), Map.of());
            }
        }
    }

    /// A database with one table, which is never read.
    private static final class NoRows implements Snapshot {
        private static final TableSchema TABLE =
                TableSchema.of(
                        "t", ColumnSchema.tag("host"), ColumnSchema.field("v", ColumnType.FLOAT64));

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
            throw new UnsupportedOperationException("queries of the warm-up are not executed");
        }

        @Override
        public List<ScanPart> split(ScanSpec spec, int partsWanted) {
            throw new UnsupportedOperationException("queries of the warm-up are not executed");
        }

        @Override
        public void close() {}
    }
}
