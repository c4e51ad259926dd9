package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.Types;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/// Implicit casts as the registry has them, in place of Calcite's.
final class DialectCoercion extends TypeCoercionImpl {
    DialectCoercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
        super(typeFactory, validator);
    }

    @Override
    public @Nullable RelDataType getTightestCommonType(
            @Nullable RelDataType type1, @Nullable RelDataType type2) {
        return common(type1, type2);
    }

    @Override
    public @Nullable RelDataType commonTypeForBinaryComparison(
            @Nullable RelDataType type1, @Nullable RelDataType type2) {
        return common(type1, type2);
    }

    @Override
    public @Nullable RelDataType getWiderTypeForTwo(
            @Nullable RelDataType type1, @Nullable RelDataType type2, boolean stringPromotion) {
        return common(type1, type2);
    }

    private static @Nullable RelDataType common(
            @Nullable RelDataType left, @Nullable RelDataType right) {
        if (left == null || right == null || !isPlain(left) || !isPlain(right)) {
            return null;
        }
        DataType both = Types.comparison(SqlTypes.dataType(left), SqlTypes.dataType(right));
        return both == null
                ? null
                : SqlTypes.relType(both, left.isNullable() || right.isNullable());
    }

    private static boolean isPlain(RelDataType type) {
        return type.getSqlTypeName() != SqlTypeName.ANY && !type.isStruct();
    }

    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        SqlKind kind = binding.getOperator().getKind();
        if (kind != SqlKind.BETWEEN && !SqlKind.BINARY_COMPARISON.contains(kind)) {
            return super.binaryComparisonCoercion(binding);
        }
        if (isByValue(binding)) {
            return true;
        }
        RelDataType common = binding.getOperandType(0);
        for (int index = 1; index < binding.getOperandCount(); index++) {
            common = common(common, binding.getOperandType(index));
        }
        if (common == null) {
            return false;
        }
        boolean coerced = false;
        for (int index = 0; index < binding.getOperandCount(); index++) {
            coerced |= coerceOperandType(binding.getScope(), binding.getCall(), index, common);
        }
        return coerced;
    }

    @Override
    public boolean inOperationCoercion(SqlCallBinding binding) {
        return isList(binding) && isByValueInList(binding) || super.inOperationCoercion(binding);
    }

    private static boolean isList(SqlCallBinding binding) {
        return binding.operand(1) instanceof SqlNodeList;
    }

    /// As [#isByValue], of a list.
    private static boolean isByValueInList(SqlCallBinding binding) {
        RelDataType subject = binding.getOperandType(0);
        if (!isInteger(subject)) {
            return false;
        }
        boolean mixed = false;
        for (SqlNode item : (SqlNodeList) binding.operand(1)) {
            RelDataType type = binding.getValidator().deriveType(binding.getScope(), item);
            if (!isInteger(type)) {
                return false;
            }
            mixed |= Types.isMixed(SqlTypes.dataType(subject), SqlTypes.dataType(type));
        }
        return mixed;
    }

    private static boolean isInteger(RelDataType type) {
        return isPlain(type) && SqlTypes.dataType(type).isInteger();
    }

    /// Whether signed integers meet unsigned ones, which are compared by value without a cast: one
    /// to INT64 would fail beyond it.
    private static boolean isByValue(SqlCallBinding binding) {
        boolean mixed = false;
        DataType first = null;
        for (int index = 0; index < binding.getOperandCount(); index++) {
            RelDataType type = binding.getOperandType(index);
            if (!isPlain(type) || !SqlTypes.dataType(type).isInteger()) {
                return false;
            }
            DataType integer = SqlTypes.dataType(type);
            mixed |= first != null && !first.equals(integer);
            first = integer;
        }
        return mixed;
    }
}
