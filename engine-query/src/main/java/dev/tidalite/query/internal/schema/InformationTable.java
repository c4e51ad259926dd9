package dev.tidalite.query.internal.schema;

import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Expr;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A table of `information_schema`: its rows are known when a query is planned.
public final class InformationTable extends AbstractTable {
    private final List<PlanColumn> columns;
    private final Supplier<List<List<@Nullable Object>>> values;

    /// @param values asked once per query that reads the table; per row one value per column as in
    ///     [Expr.Literal]
    InformationTable(List<PlanColumn> columns, Supplier<List<List<@Nullable Object>>> values) {
        this.columns = columns;
        this.values = values;
    }

    public List<PlanColumn> columns() {
        return columns;
    }

    /// The rows as constants.
    public List<List<Expr>> rows() {
        List<List<Expr>> rows = new ArrayList<>();
        for (List<@Nullable Object> tuple : values.get()) {
            List<Expr> row = new ArrayList<>(columns.size());
            for (int index = 0; index < columns.size(); index++) {
                row.add(new Expr.Literal(tuple.get(index), columns.get(index).type()));
            }
            rows.add(row);
        }
        return rows;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        RelDataTypeFactory.Builder builder = typeFactory.builder();
        for (PlanColumn column : columns) {
            builder.add(column.name(), SqlTypes.relType(column.type(), column.nullable()));
        }
        return builder.build();
    }
}
