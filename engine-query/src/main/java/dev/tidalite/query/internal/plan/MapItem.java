package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlItemOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

import java.util.List;

/// `x[key]` of arrays, structs and of maps, which are arrays of `{key, value}`.
final class MapItem extends SqlItemOperator {
    static final MapItem INSTANCE = new MapItem((SqlItemOperator) SqlStdOperatorTable.ITEM);

    private MapItem(SqlItemOperator calcite) {
        super(calcite.getName(), calcite.getOperandTypeChecker(), calcite.offset, calcite.safe);
    }

    /// Whether a type is that of a map.
    static boolean isMap(DataType type) {
        return type instanceof DataType.ListOf(DataType.Struct(List<DataType.Field> fields))
                && fields.size() == 2
                && fields.get(0).name().equals("key")
                && fields.get(1).name().equals("value");
    }

    private static boolean isMap(RelDataType type) {
        return type.getComponentType() != null && isMap(SqlTypes.dataType(type));
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        return isMap(binding.getOperandType(0)) || super.checkOperandTypes(binding, throwOnFailure);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        RelDataType operand = binding.getOperandType(0);
        if (isMap(operand)
                && SqlTypes.dataType(operand)
                        instanceof DataType.ListOf(DataType.Struct(List<DataType.Field> fields))) {
            return SqlTypes.relType(fields.get(1).type(), true);
        }
        return super.inferReturnType(binding);
    }
}
