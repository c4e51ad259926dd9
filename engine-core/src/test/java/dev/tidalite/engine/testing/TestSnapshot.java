package dev.tidalite.engine.testing;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// A snapshot over rows given as text or lists. Honours a [ScanSpec] fully and naively: everything
/// is merged, filtered, sorted and cut into batches anew at every scan.
///
/// Batches are deliberately small and of uneven size, so that their readers meet every border. With
/// [ScanSpec.Order#ANY] rows come in the order of writing, without runs. Predicates on fields are
/// checked for their names only, as the contract allows.
public final class TestSnapshot implements Snapshot {
    private final String database;
    private final Map<String, NaiveTable> tables;
    private final int batchRows;
    private boolean closed;

    private TestSnapshot(String database, Map<String, NaiveTable> tables, int batchRows) {
        this.database = database;
        this.tables = tables;
        this.batchRows = batchRows;
    }

    /// @param lines line protocol with nanosecond timestamps, none left out
    public static TestSnapshot ofLines(String database, String lines) {
        return builder(database).lines(lines).build();
    }

    public static Builder builder(String database) {
        return new Builder(database);
    }

    /// Collects rows. Not to be used after [#build()].
    public static final class Builder {
        private final String database;
        private final Map<String, NaiveTable> tables = new TreeMap<>();
        private int batchRows = 100;

        private Builder(String database) {
            this.database = database;
        }

        /// @param lines line protocol with nanosecond timestamps, none left out
        public Builder lines(String lines) {
            NaiveLines.read(lines, tables);
            return this;
        }

        /// Adds a table, or widens it.
        public Builder table(TableSchema schema) {
            NaiveTable table =
                    tables.computeIfAbsent(
                            schema.table(), n -> new NaiveTable(TableSchema.empty(n)));
            schema.columns().forEach(table::column);
            return this;
        }

        /// Adds a row to a table that is there.
        ///
        /// @param values by ordinal, the time first: `Long` for times and integers (unsigned ones
        ///     by their bits), `Double`, `Boolean`, `String` for tags and texts, or null
        public Builder row(String table, @Nullable Object... values) {
            NaiveTable target = tables.get(table);
            if (target == null) {
                throw new IllegalArgumentException("no table " + table);
            }
            target.add(values);
            return this;
        }

        /// @param rows how many rows a batch has at most; at least 1
        public Builder batchRows(int rows) {
            batchRows = rows;
            return this;
        }

        public TestSnapshot build() {
            return new TestSnapshot(database, tables, batchRows);
        }
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public SequenceNumber sequenceNumber() {
        return new SequenceNumber(1);
    }

    @Override
    public List<TableSchema> tables() {
        return tables.values().stream().map(NaiveTable::schema).toList();
    }

    @Override
    public Optional<TableSchema> table(String name) {
        return Optional.ofNullable(tables.get(name)).map(NaiveTable::schema);
    }

    @Override
    public BatchCursor scan(ScanSpec spec) {
        return new Cursor(runs(spec), new NaiveBatches(schema(spec), spec));
    }

    @Override
    public List<ScanPart> split(ScanSpec spec, int partsWanted, ScanObserver observer) {
        List<List<@Nullable Object[]>> runs = runs(spec);
        boolean timeOrdered =
                switch (spec.order()) {
                    case ANY, SERIES_TIME -> false;
                    case TIME, TIME_DESCENDING -> true;
                };
        int parts = timeOrdered ? 1 : Math.clamp(runs.size(), 1, Math.max(1, partsWanted));
        List<ScanPart> result = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<List<@Nullable Object[]>> share =
                    runs.subList(runs.size() * part / parts, runs.size() * (part + 1) / parts);
            result.add(() -> new Cursor(share, new NaiveBatches(schema(spec), spec)));
        }
        return result;
    }

    @Override
    public void close() {
        closed = true;
    }

    private TableSchema schema(ScanSpec spec) {
        TableSchema schema =
                table(spec.table())
                        .orElseThrow(
                                () -> new IllegalArgumentException("no table " + spec.table()));
        List<String> names = new ArrayList<>(spec.columns());
        spec.predicates().forEach(p -> names.add(p.column()));
        for (String name : names) {
            if (schema.ordinal(name) < 0) {
                throw new IllegalArgumentException("no column " + name + " in " + spec.table());
            }
        }
        return schema;
    }

    /// The rows asked for: by series where the order asks for that, otherwise anyhow.
    private List<List<@Nullable Object[]>> runs(ScanSpec spec) {
        if (closed) {
            throw new EngineException.Closed("the snapshot is closed");
        }
        TableSchema schema = schema(spec);
        NaiveTable table = Objects.requireNonNull(tables.get(spec.table()));
        List<@Nullable Object[]> rows = table.merged();
        rows.removeIf(row ->
                !spec.timeRange().contains(time(row))
                        || spec.predicates().stream().anyMatch(p -> !mayHold(p, schema, row)));
        if (spec.choice() == ScanSpec.Choice.LAST_OF_SERIES) {
            return lastRows(table, schema, spec, rows);
        }
        Comparator<@Nullable Object[]> byTime = Comparator.comparingLong(TestSnapshot::time);
        switch (spec.order()) {
            case ANY -> {}
            case SERIES_TIME, TIME -> rows.sort(byTime);
            case TIME_DESCENDING -> rows.sort(byTime.reversed());
        }
        return spec.order() == ScanSpec.Order.SERIES_TIME ? bySeries(table, rows) : cut(rows);
    }

    private static List<List<@Nullable Object[]>> bySeries(
            NaiveTable table, List<@Nullable Object[]> rows) {
        Map<List<@Nullable Object>, List<@Nullable Object[]>> series = new LinkedHashMap<>();
        for (@Nullable Object[] row : rows) {
            series.computeIfAbsent(table.series(row), k -> new ArrayList<>()).add(row);
        }
        return List.copyOf(series.values());
    }

    private static List<List<@Nullable Object[]>> lastRows(
            NaiveTable table, TableSchema schema, ScanSpec spec, List<@Nullable Object[]> rows) {
        for (ColumnPredicate predicate : spec.predicates()) {
            int ordinal = schema.ordinal(predicate.column());
            if (schema.column(ordinal).role() == ColumnRole.FIELD) {
                if (!(predicate instanceof ColumnPredicate.IsNotNull)) {
                    throw new IllegalArgumentException(predicate + " with the last of a series");
                }
                rows.removeIf(row -> row[ordinal] == null);
            }
        }
        rows.sort(Comparator.comparingLong(TestSnapshot::time));
        List<List<@Nullable Object[]>> last = new ArrayList<>();
        for (List<@Nullable Object[]> run : bySeries(table, rows)) {
            last.add(run.subList(run.size() - 1, run.size()));
        }
        return last;
    }

    private List<List<@Nullable Object[]>> cut(List<@Nullable Object[]> rows) {
        List<List<@Nullable Object[]>> cut = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += batchRows) {
            cut.add(rows.subList(from, Math.min(rows.size(), from + batchRows)));
        }
        return cut;
    }

    private static long time(@Nullable Object[] row) {
        if (row[0] instanceof Long timeNs) {
            return timeNs;
        }
        throw new IllegalArgumentException("a row without a time");
    }

    private static boolean mayHold(
            ColumnPredicate predicate, TableSchema schema, @Nullable Object[] row) {
        int ordinal = schema.ordinal(predicate.column());
        if (schema.column(ordinal).role() != ColumnRole.TAG) {
            return true;
        }
        String tag = (String) row[ordinal];
        return switch (predicate) {
            case ColumnPredicate.TextIn in -> tag != null && in.values().contains(tag);
            case ColumnPredicate.TextMatches matches -> tag != null && matches.test().test(tag);
            case ColumnPredicate.IsNull ignored -> tag == null;
            case ColumnPredicate.IsNotNull ignored -> tag != null;
            case ColumnPredicate.DoubleRange ignored -> throw notText(predicate);
            case ColumnPredicate.LongRange ignored -> throw notText(predicate);
        };
    }

    private static IllegalArgumentException notText(ColumnPredicate predicate) {
        return new IllegalArgumentException(predicate + " on a tag");
    }

    /// Fills batches: several short runs share one, a long run is cut.
    private final class Cursor implements BatchCursor {
        private final Iterator<List<@Nullable Object[]>> runs;
        private final NaiveBatches batches;
        private List<@Nullable Object[]> rest = List.of();
        private int batchCount;
        private boolean cursorClosed;

        Cursor(List<List<@Nullable Object[]>> runs, NaiveBatches batches) {
            this.runs = runs.iterator();
            this.batches = batches;
        }

        @Override
        public @Nullable TableBatch next() {
            if (closed || cursorClosed) {
                throw new EngineException.Closed("the cursor or its snapshot is closed");
            }
            batches.start();
            int rowsMax = 1 + batchCount++ * 7 % batchRows;
            while (batches.rowCount() < rowsMax) {
                if (rest.isEmpty()) {
                    if (!runs.hasNext()) {
                        break;
                    }
                    rest = runs.next();
                }
                int take = Math.min(rest.size(), rowsMax - batches.rowCount());
                batches.addRun(rest.subList(0, take));
                rest = rest.subList(take, rest.size());
            }
            return batches.rowCount() == 0 ? null : batches.batch();
        }

        @Override
        public void close() {
            cursorClosed = true;
        }
    }
}
