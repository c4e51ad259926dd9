package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.Types;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
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
}
