package dev.tidalite.engine.testing;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.DictionaryVector;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes batches of lists of objects, as a scan would deliver them.
final class NaiveBatches {
    private final TableSchema schema;
    private final ScanSpec spec;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<Integer> runEnds = new ArrayList<>();

    NaiveBatches(TableSchema schema, ScanSpec spec) {
        this.schema = schema;
        this.spec = spec;
    }

    void start() {
        rows.clear();
        runEnds.clear();
    }

    int rowCount() {
        return rows.size();
    }

    void addRun(List<@Nullable Object[]> run) {
        rows.addAll(run);
        runEnds.add(rows.size());
    }

    TableBatch batch() {
        List<ColumnSchema> columns = new ArrayList<>();
        List<ColumnVector> vectors = new ArrayList<>();
        for (String name : spec.columns()) {
            int ordinal = schema.ordinal(name);
            ColumnSchema column = schema.column(ordinal);
            columns.add(column);
            vectors.add(column.role() == ColumnRole.TAG ? tags(ordinal) : values(ordinal, column));
        }
        if (spec.order() != ScanSpec.Order.SERIES_TIME) {
            return new TableBatch(schema.table(), columns, vectors, rows.size());
        }
        int[] ends = runEnds.stream().mapToInt(end -> end).toArray();
        return new TableBatch(schema.table(), columns, vectors, rows.size(), ends, ends.length);
    }

    private ColumnVector tags(int ordinal) {
        List<String> distinct = new ArrayList<>();
        int[] ids = new int[rows.size()];
        long[] validity = new long[Validity.words(ids.length)];
        for (int row = 0; row < ids.length; row++) {
            String tag = (String) rows.get(row)[ordinal];
            if (tag == null) {
                continue;
            }
            if (!distinct.contains(tag)) {
                distinct.add(tag);
            }
            ids[row] = distinct.indexOf(tag);
            Validity.set(validity, row);
        }
        boolean whole = Validity.countValid(validity, ids.length) == ids.length;
        return new DictionaryVector(StringDictionary.of(distinct), ids, whole ? null : validity);
    }

    private ColumnVector values(int ordinal, ColumnSchema column) {
        ColumnSink sink = ColumnSink.of(column.type());
        for (@Nullable Object[] row : rows) {
            append(sink, row[ordinal]);
        }
        return sink.vector();
    }

    /// Appends a value as [NaiveTable] holds it.
    static void append(ColumnSink sink, @Nullable Object value) {
        if (value == null) {
            sink.appendNulls(1);
            return;
        }
        switch (sink) {
            case LongSink longs -> longs.append((Long) value);
            case DoubleSink doubles -> doubles.append((Double) value);
            case BooleanSink booleans -> booleans.append((Boolean) value);
            case StringSink texts -> {
                byte[] utf8 = ((String) value).getBytes(StandardCharsets.UTF_8);
                texts.append(utf8, 0, utf8.length);
            }
        }
    }
}
