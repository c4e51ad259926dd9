package dev.tidalite.engine.testing;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Sorted rows as a list of objects. Series come in the order in which they were first written.
public final class NaiveSortedRows implements SortedRows {
    private final TableSchema schema;
    private final long sequence;
    private final boolean duplicates;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final SeriesDirectory series;

    /// @param written rows as in [NaiveTable], in the order in which they were written
    /// @param duplicates whether equal keys are kept apart; otherwise there must be none
    public NaiveSortedRows(
            TableSchema schema,
            List<@Nullable Object[]> written,
            long sequence,
            boolean duplicates) {
        this.schema = schema;
        this.sequence = sequence;
        this.duplicates = duplicates;
        NaiveTable table = new NaiveTable(schema);
        Map<List<@Nullable Object>, List<@Nullable Object[]>> bySeries = new LinkedHashMap<>();
        for (@Nullable Object[] row : written) {
            @Nullable Object[] wide = Arrays.copyOf(row, schema.columnCount());
            bySeries.computeIfAbsent(table.series(wide), k -> new ArrayList<>()).add(wide);
        }
        long[] rowEnds = new long[bySeries.size()];
        int number = 0;
        for (List<@Nullable Object[]> of : bySeries.values()) {
            of.sort(Comparator.comparingLong(NaiveSortedRows::time));
            rows.addAll(of);
            rowEnds[number++] = rows.size();
        }
        this.series = directory(new ArrayList<>(bySeries.keySet()), rowEnds);
    }

    private static long time(@Nullable Object[] row) {
        return (Long) Objects.requireNonNull(row[0]);
    }

    private SeriesDirectory directory(List<List<@Nullable Object>> tags, long[] rowEnds) {
        int[] ordinals = new int[schema.tags().size()];
        StringDictionary[] dictionaries = new StringDictionary[ordinals.length];
        int[][] ids = new int[ordinals.length][rowEnds.length];
        int tag = 0;
        for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
            if (schema.column(ordinal).role() != ColumnRole.TAG) {
                continue;
            }
            List<String> distinct = new ArrayList<>();
            for (int number = 0; number < rowEnds.length; number++) {
                String value = (String) tags.get(number).get(tag);
                if (value != null && !distinct.contains(value)) {
                    distinct.add(value);
                }
                ids[tag][number] = value == null ? -1 : distinct.indexOf(value);
            }
            ordinals[tag] = ordinal;
            dictionaries[tag] = StringDictionary.of(distinct);
            tag++;
        }
        return new SeriesDirectory(ordinals, dictionaries, ids, rowEnds);
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public long rowCount() {
        return rows.size();
    }

    @Override
    public TimeRange timeRange() {
        TimeRange range = TimeRange.NONE;
        for (@Nullable Object[] row : rows) {
            range = range.union(new TimeRange(time(row), time(row)));
        }
        return range;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public boolean mayHoldDuplicates() {
        return duplicates;
    }

    @Override
    public SeriesDirectory series() {
        return series;
    }

    @Override
    public RowReader reader() {
        return new Reader();
    }

    /// All rows of any sorted rows, tags included, by the columns of a schema.
    public static List<List<@Nullable Object>> rows(SortedRows sorted, TableSchema schema) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        SeriesDirectory series = sorted.series();
        try (RowReader reader = sorted.reader()) {
            for (int number = 0; number < series.size(); number++) {
                for (long row = series.rowStart(number); row < series.rowEnd(number); row++) {
                    rows.add(row(sorted, reader, number, row, schema));
                }
            }
        }
        return rows;
    }

    private static List<@Nullable Object> row(
            SortedRows sorted, RowReader reader, int number, long row, TableSchema schema) {
        @Nullable Object[] values = new Object[schema.columnCount()];
        for (int ordinal = 0; ordinal < values.length; ordinal++) {
            if (schema.column(ordinal).role() == ColumnRole.TAG) {
                int tag = sorted.series().tagOf(ordinal);
                int id = tag < 0 ? -1 : sorted.series().id(number, tag);
                values[ordinal] = id < 0 ? null : sorted.series().dictionary(tag).text(id);
            } else {
                ColumnSink sink = ColumnSink.of(schema.column(ordinal).type());
                reader.read(ordinal, row, row + 1, sink);
                values[ordinal] = NaiveRows.value(sink.vector(), 0);
            }
        }
        return Arrays.asList(values);
    }

    private final class Reader implements RowReader {
        private boolean closed;

        @Override
        public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
            if (closed || fromRow < 0 || toRow < fromRow || toRow > rows.size()) {
                throw new IllegalStateException(
                        "rows [" + fromRow + ", " + toRow + ") of " + rows.size());
            }
            for (long row = fromRow; row < toRow; row++) {
                @Nullable Object[] values = rows.get((int) row);
                NaiveBatches.append(target, ordinal < values.length ? values[ordinal] : null);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
