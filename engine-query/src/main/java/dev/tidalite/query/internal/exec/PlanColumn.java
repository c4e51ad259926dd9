package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

/// A column that a plan node puts out.
///
/// @param origin the table's column whose values these are, unchanged; null for anything computed.
///     Becomes the field metadata of a result.
public record PlanColumn(
        String name, DataType type, boolean nullable, @Nullable ColumnSchema origin) {
    public PlanColumn(String name, DataType type) {
        this(name, type, true, null);
    }

    /// A column of a table, as a scan puts it out.
    public static PlanColumn of(ColumnSchema column) {
        DataType type =
                switch (column.type()) {
                    case TIMESTAMP -> DataType.TIMESTAMP;
                    case STRING -> DataType.UTF8;
                    case FLOAT64 -> DataType.FLOAT64;
                    case INT64 -> DataType.INT64;
                    case UINT64 -> DataType.UINT64;
                    case BOOLEAN -> DataType.BOOLEAN;
                };
        boolean isTime = column.name().equals(ColumnSchema.TIME);
        return new PlanColumn(column.name(), type, !isTime, column);
    }

    public PlanColumn named(String other) {
        return new PlanColumn(other, type, nullable, origin);
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
