package dev.tidalite.query.internal.schema;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.query.internal.exec.PlanColumn;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;

import java.util.Comparator;
import java.util.List;

/// A table of the snapshot, its columns in alphabetical order.
public final class StoredTable extends AbstractTable {
    private final TableSchema schema;
    private final List<ColumnSchema> columns;

    StoredTable(TableSchema schema) {
        this.schema = schema;
        this.columns =
                schema.columns().stream().sorted(Comparator.comparing(ColumnSchema::name)).toList();
    }

    public TableSchema schema() {
        return schema;
    }

    /// The columns in the order in which a query sees them.
    public List<ColumnSchema> columns() {
        return columns;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        RelDataTypeFactory.Builder builder = typeFactory.builder();
        for (ColumnSchema column : columns) {
            PlanColumn planned = PlanColumn.of(column);
            builder.add(column.name(), SqlTypes.relType(planned.type(), planned.nullable()));
        }
        return builder.build();
    }
}
