package dev.tidalite.query;

import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads an InfluxQL result as the version 1 interface shows it: series one after the other, each
/// with a name, tags, columns and rows.
///
/// ```
/// while (series.nextSeries()) {
///     while (series.nextRow()) { … series.value(column) … }
/// }
/// ```
///
/// Does not own the result. Used by one thread.
public final class SeriesReader {
    private final Source source;
    private final SeriesLayout layout;
    private final List<String> columns = new ArrayList<>();

    /// The row that was read last; null before the first and behind the last one.
    private @Nullable Object @Nullable [] ahead;

    private @Nullable Object @Nullable [] current;
    private boolean started;
    private String name = "";
    private Map<String, String> tags = Map.of();

    /// Where rows come from.
    private interface Source {
        /// The next row, or null at the end.
        @Nullable Object @Nullable [] next();

        List<String> names();

        List<DataType> types();
    }

    /// @param result of which nothing has been read yet; one that says nothing of series, such as
    ///     that of EXPLAIN, is one series without a name
    public SeriesReader(QueryResult result) {
        this(new ResultSource(result), layoutOf(result));
    }

    private static SeriesLayout layoutOf(QueryResult result) {
        Map<String, String> metadata = result.schema().getCustomMetadata();
        String groupKey = metadata == null ? null : metadata.get(SeriesLayout.METADATA_KEY);
        int columnCount = result.columnNames().size();
        return groupKey == null
                ? SeriesLayout.unnamed(columnCount)
                : SeriesLayout.of(groupKey, columnCount);
    }

    private SeriesReader(Source source, SeriesLayout layout) {
        this.source = source;
        this.layout = layout;
        layout.values().forEach(index -> columns.add(source.names().get(index)));
    }

    /// One series without tags that is already there, or none if it has no rows.
    static SeriesReader of(
            String name, List<String> columns, List<DataType> types, List<? extends List<?>> rows) {
        List<String> names = new ArrayList<>(List.of("iox::measurement"));
        names.addAll(columns);
        List<DataType> all = new ArrayList<>(List.of(DataType.UTF8));
        all.addAll(types);
        List<Integer> values = new ArrayList<>();
        for (int index = 1; index < names.size(); index++) {
            values.add(index);
        }
        return new SeriesReader(
                new ListSource(name, names, all, rows), new SeriesLayout(0, List.of(), values));
    }

    /// The answer of a statement that only does something.
    static SeriesReader nothing() {
        return of("", List.of(), List.of(), List.of());
    }

    private static final class ResultSource implements Source {
        private final QueryResult result;
        private final Rows rows;

        ResultSource(QueryResult result) {
            this.result = result;
            this.rows = result.rows();
        }

        @Override
        public @Nullable Object @Nullable [] next() {
            if (!rows.next()) {
                return null;
            }
            @Nullable Object[] row = new Object[rows.columnCount()];
            for (int column = 0; column < row.length; column++) {
                row[column] = rows.get(column);
            }
            return row;
        }

        @Override
        public List<String> names() {
            return result.columnNames();
        }

        @Override
        public List<DataType> types() {
            return result.columnTypes();
        }
    }

    private static final class ListSource implements Source {
        private final String name;
        private final List<String> names;
        private final List<DataType> types;
        private final List<? extends List<?>> rows;
        private int nextRow;

        ListSource(
                String name,
                List<String> names,
                List<DataType> types,
                List<? extends List<?>> rows) {
            this.name = name;
            this.names = names;
            this.types = types;
            this.rows = rows;
        }

        @Override
        public @Nullable Object @Nullable [] next() {
            if (nextRow == rows.size()) {
                return null;
            }
            List<@Nullable Object> row = new ArrayList<>();
            row.add(name);
            row.addAll(rows.get(nextRow++));
            return row.toArray();
        }

        @Override
        public List<String> names() {
            return names;
        }

        @Override
        public List<DataType> types() {
            return types;
        }
    }

    /// Moves to the next series; rows of the current one that were not read are left out.
    ///
    /// @return false at the end
    /// @throws QueryException as [QueryResult#next()]
    public boolean nextSeries() {
        if (!started) {
            started = true;
            ahead = source.next();
        } else {
            while (nextRow()) {
                // to the end of the series
            }
        }
        current = null;
        if (ahead == null) {
            return false;
        }
        name = nameOf(ahead);
        tags = tagsOf(ahead);
        return true;
    }

    /// Moves to the next row of the series.
    ///
    /// @return false at its end
    /// @throws QueryException as [QueryResult#next()]
    public boolean nextRow() {
        if (!hasMoreRows()) {
            current = null;
            return false;
        }
        current = ahead;
        ahead = source.next();
        return true;
    }

    /// Whether the series has a row behind the current one.
    public boolean hasMoreRows() {
        return ahead != null && name.equals(nameOf(ahead)) && tags.equals(tagsOf(ahead));
    }

    private String nameOf(@Nullable Object[] row) {
        int index = layout.measurementIndex();
        return index < 0 ? "" : String.valueOf(row[index]);
    }

    private Map<String, String> tagsOf(@Nullable Object[] row) {
        if (layout.tags().isEmpty()) {
            return Map.of();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (SeriesLayout.Tag tag : layout.tags()) {
            Object value = row[tag.index()];
            found.put(tag.key(), value == null ? "" : value.toString());
        }
        return Collections.unmodifiableMap(found);
    }

    /// The measurement, or what a SHOW statement calls its series; may be empty.
    public String name() {
        return name;
    }

    /// What the series is grouped by, ascending by key; empty texts where a tag is not there.
    public Map<String, String> tags() {
        return tags;
    }

    /// Names of the columns; the same for all series of a result.
    public List<String> columns() {
        return Collections.unmodifiableList(columns);
    }

    /// The value of a column in the current row: null, [Boolean], [Long] (integers; nanoseconds of
    /// times; unsigned ones by their bits), [Double] or [String].
    public @Nullable Object value(int column) {
        @Nullable Object[] row = current;
        if (row == null) {
            throw new IllegalStateException("there is no current row");
        }
        return row[layout.values().get(column)];
    }

    /// Whether the values of a column are times.
    public boolean isTime(int column) {
        return type(column).isTimestamp();
    }

    /// Whether the values of a column are unsigned integers.
    public boolean isUnsigned(int column) {
        return type(column) == DataType.UINT64;
    }

    private DataType type(int column) {
        return source.types().get(layout.values().get(column));
    }

    /// The zone in which times are to be shown: UTC unless the query says otherwise.
    public ZoneId zone() {
        for (DataType type : source.types()) {
            if (type instanceof DataType.Timestamp(String zone) && zone != null) {
                return ZoneId.of(zone);
            }
        }
        return ZoneOffset.UTC;
    }
}
