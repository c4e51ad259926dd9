package dev.tidalite.query;

import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.ValueText;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A cursor over the rows of a [QueryResult]: simple rather than fast.
public final class Rows {
    private final QueryResult result;
    private final List<PlanColumn> columns;
    private @Nullable Batch batch;
    private int row;

    Rows(QueryResult result, List<PlanColumn> columns) {
        this.result = result;
        this.columns = columns;
    }

    /// Moves to the next row.
    ///
    /// @return false at the end
    /// @throws QueryException as [QueryResult#next()]
    public boolean next() {
        Batch current = batch;
        row++;
        if (current == null || row >= current.rowCount()) {
            current = result.nextBatch();
            batch = current;
            row = 0;
        }
        return current != null;
    }

    public int columnCount() {
        return columns.size();
    }

    public String name(int column) {
        return columns.get(column).name();
    }

    /// The value of a column in the current row: null, [Boolean], [Long] (integers; nanoseconds of
    /// timestamps; unsigned ones by their bits), [Double], [String], [Map] for structs, [List] for
    /// lists, a text for intervals.
    public @Nullable Object get(int column) {
        return plain(raw(column), type(column));
    }

    private static @Nullable Object plain(@Nullable Object value, DataType type) {
        if (value instanceof Object[] values) {
            if (type instanceof DataType.Struct struct) {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < values.length; i++) {
                    DataType.Field field = struct.fields().get(i);
                    map.put(field.name(), plain(values[i], field.type()));
                }
                return map;
            }
            DataType element = type instanceof DataType.ListOf(DataType of) ? of : type;
            List<@Nullable Object> list = new ArrayList<>();
            for (Object part : values) {
                list.add(plain(part, element));
            }
            return list;
        }
        return type == DataType.INTERVAL && value != null ? ValueText.format(value, type) : value;
    }

    /// The value as text, as a printed table shows it; empty for null.
    public String text(int column) {
        return ValueText.format(raw(column), type(column));
    }

    DataType type(int column) {
        return columns.get(column).type();
    }

    @Nullable Object raw(int column) {
        Batch current = batch;
        if (current == null) {
            throw new IllegalStateException("there is no current row");
        }
        Column values = current.column(column);
        return Columns.get(values, row);
    }
}
