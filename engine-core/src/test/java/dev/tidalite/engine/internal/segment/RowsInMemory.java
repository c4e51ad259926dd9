package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// Rows as lists of boxed values, a list per row with the time first: slow and plain, the oracle
/// that segments are compared with.
///
/// @param rows by series; a value is a Long, Double, Boolean, String or null
record RowsInMemory(TableSchema schema, List<List<@Nullable Object>> rows) implements SortedRows {
    @Override
    public long rowCount() {
        return rows.size();
    }

    @Override
    public TimeRange timeRange() {
        TimeRange range = TimeRange.NONE;
        for (List<@Nullable Object> row : rows) {
            long time = time(row);
            range = range.union(new TimeRange(time, time));
        }
        return range;
    }

    private static long time(List<@Nullable Object> row) {
        Object time = row.getFirst();
        if (time instanceof Long ns) {
            return ns;
        }
        throw new IllegalArgumentException("time " + time);
    }

    @Override
    public long sequence() {
        return 7;
    }

    @Override
    public boolean mayHoldDuplicates() {
        return false;
    }

    List<Integer> tagOrdinals() {
        List<Integer> ordinals = new ArrayList<>();
        for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
            if (schema.column(ordinal).role() == ColumnRole.TAG) {
                ordinals.add(ordinal);
            }
        }
        return ordinals;
    }

    private List<@Nullable Object> tags(List<@Nullable Object> row) {
        List<@Nullable Object> tags = new ArrayList<>();
        for (int ordinal : tagOrdinals()) {
            tags.add(row.get(ordinal));
        }
        return tags;
    }

    @Override
    public SeriesDirectory series() {
        List<Integer> ordinals = tagOrdinals();
        List<Integer> starts = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (row == 0 || !tags(rows.get(row)).equals(tags(rows.get(row - 1)))) {
                starts.add(row);
            }
        }
        long[] ends = new long[starts.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = i + 1 < ends.length ? starts.get(i + 1) : rows.size();
        }
        StringDictionary[] dictionaries = new StringDictionary[ordinals.size()];
        int[][] ids = new int[ordinals.size()][ends.length];
        for (int tag = 0; tag < ids.length; tag++) {
            int ordinal = ordinals.get(tag);
            TreeSet<String> texts = new TreeSet<>();
            for (int start : starts) {
                if (rows.get(start).get(ordinal) instanceof String text) {
                    texts.add(text);
                }
            }
            List<String> entries = List.copyOf(texts).reversed(); // not sorted by design
            dictionaries[tag] = StringDictionary.of(entries);
            for (int i = 0; i < ends.length; i++) {
                Object value = rows.get(starts.get(i)).get(ordinal);
                ids[tag][i] = value == null ? -1 : entries.indexOf(value);
            }
        }
        int[] places = ordinals.stream().mapToInt(Integer::intValue).toArray();
        return new SeriesDirectory(places, dictionaries, ids, ends);
    }

    @Override
    public RowReader reader() {
        return new RowReader() {
            @Override
            public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
                for (long row = fromRow; row < toRow; row++) {
                    append(target, rows.get((int) row).get(ordinal));
                }
            }

            @Override
            public void close() {}
        };
    }

    static void append(ColumnSink target, @Nullable Object value) {
        if (value == null) {
            target.appendNulls(1);
            return;
        }
        switch (target) {
            case LongSink sink -> sink.append((Long) value);
            case DoubleSink sink -> sink.append((Double) value);
            case BooleanSink sink -> sink.append((Boolean) value);
            case StringSink sink -> {
                byte[] utf8 = ((String) value).getBytes(StandardCharsets.UTF_8);
                sink.append(utf8, 0, utf8.length);
            }
        }
    }

    /// The same rows, put into an order that segments can have: by tags, then time.
    RowsInMemory sorted() {
        List<List<@Nullable Object>> sorted = new ArrayList<>(rows);
        sorted.sort(this::compare);
        return new RowsInMemory(schema, sorted);
    }

    private int compare(List<@Nullable Object> a, List<@Nullable Object> b) {
        for (int ordinal : tagOrdinals()) {
            int order = compareTags(a.get(ordinal), b.get(ordinal));
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(time(a), time(b));
    }

    private static int compareTags(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String first && b instanceof String second) {
            return Arrays.compareUnsigned(
                    first.getBytes(StandardCharsets.UTF_8),
                    second.getBytes(StandardCharsets.UTF_8));
        }
        return Boolean.compare(a != null, b != null);
    }

    /// What any other rows hold, read in ranges of so many rows.
    static RowsInMemory of(SortedRows source, int rangeRows) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        SeriesDirectory series = source.series();
        TableSchema schema = source.schema();
        try (RowReader reader = source.reader()) {
            int next = 0;
            for (long row = 0; row < source.rowCount(); row += rangeRows) {
                long end = Math.min(source.rowCount(), row + rangeRows);
                List<ColumnSink> sinks = new ArrayList<>();
                for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
                    ColumnSink sink = ColumnSink.of(schema.column(ordinal).type());
                    if (schema.column(ordinal).role() != ColumnRole.TAG) {
                        reader.read(ordinal, row, end, sink);
                    }
                    sinks.add(sink);
                }
                for (long at = row; at < end; at++) {
                    while (series.rowEnd(next) <= at) {
                        next++;
                    }
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
                        values.add(
                                schema.column(ordinal).role() == ColumnRole.TAG
                                        ? tag(series, next, ordinal)
                                        : value(sinks.get(ordinal), (int) (at - row)));
                    }
                    rows.add(values);
                }
            }
        }
        return new RowsInMemory(schema, rows);
    }

    private static @Nullable Object tag(SeriesDirectory series, int index, int ordinal) {
        int tag = series.tagOf(ordinal);
        byte[] value = tag < 0 ? null : series.value(index, tag);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    static @Nullable Object value(ColumnSink sink, int row) {
        if (!sink.vector().isValid(row)) {
            return null;
        }
        return switch (sink) {
            case LongSink longs -> longs.values()[row];
            case DoubleSink doubles -> doubles.values()[row];
            case BooleanSink booleans -> booleans.values()[row];
            case StringSink strings ->
                    new String(
                            strings.bytes(),
                            strings.offsets()[row],
                            strings.offsets()[row + 1] - strings.offsets()[row],
                            StandardCharsets.UTF_8);
        };
    }
}
