package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The columns of all sources of a statement together: what `*` and patterns choose from. Where
/// sources differ about the type of a field, floats win over integers and these over all else.
record SourceColumns(SortedMap<String, DataType> fields, NavigableSet<String> tags) {
    static final SourceColumns NONE = new SourceColumns(new TreeMap<>(), new TreeSet<>());

    static SourceColumns of(List<Rows> sources) {
        SortedMap<String, DataType> fields = new TreeMap<>();
        NavigableSet<String> tags = new TreeSet<>();
        for (Rows rows : sources) {
            for (int index = 0; index < rows.roles().size(); index++) {
                PlanColumn column = rows.column(index);
                if (rows.roles().get(index) == ColumnRole.FIELD) {
                    fields.merge(column.name(), column.type(), SourceColumns::preferred);
                } else if (rows.roles().get(index) == ColumnRole.TAG) {
                    tags.add(column.name());
                }
            }
        }
        return new SourceColumns(fields, tags);
    }

    /// The type that a column has when it has one type here and another there.
    static DataType preferred(@Nullable DataType a, @Nullable DataType b) {
        if (a == null || b == null) {
            return a == null ? DataType.NULL : a;
        }
        return rank(a) <= rank(b) ? a : b;
    }

    private static int rank(DataType type) {
        if (type.isFloat()) {
            return 0;
        }
        if (type == DataType.INT64) {
            return 1;
        }
        if (type == DataType.UINT64) {
            return 2;
        }
        return type == DataType.UTF8 ? 3 : type == DataType.NULL ? 5 : 4;
    }
}
