package dev.tidalite.query.internal.schema;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.Types;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Types as the dialect has them: integer literals of 64 bits, timestamps of nine digits, text in
/// UTF-8, and [Types] where types meet.
final class QueryTypeFactory extends SqlTypeFactoryImpl {
    static final RelDataTypeSystem TYPE_SYSTEM =
            new RelDataTypeSystemImpl() {
                @Override
                public int getMaxPrecision(SqlTypeName typeName) {
                    return isTemporal(typeName)
                            ? SqlTypes.TIMESTAMP_PRECISION
                            : super.getMaxPrecision(typeName);
                }

                @Override
                public int getDefaultPrecision(SqlTypeName typeName) {
                    return isTemporal(typeName)
                            ? SqlTypes.TIMESTAMP_PRECISION
                            : super.getDefaultPrecision(typeName);
                }

                @Override
                public boolean shouldConvertRaggedUnionTypesToVarying() {
                    return true;
                }

                @Override
                public RelDataType deriveAvgAggType(
                        RelDataTypeFactory typeFactory, RelDataType argumentType) {
                    return typeFactory.createTypeWithNullability(
                            typeFactory.createSqlType(SqlTypeName.DOUBLE),
                            argumentType.isNullable());
                }
            };

    QueryTypeFactory() {
        super(TYPE_SYSTEM);
    }

    private static boolean isTemporal(SqlTypeName name) {
        return switch (name) {
            case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ, TIME -> true;
            default -> false;
        };
    }

    @Override
    public RelDataType createSqlType(SqlTypeName typeName) {
        return super.createSqlType(typeName == SqlTypeName.INTEGER ? SqlTypeName.BIGINT : typeName);
    }

    /// Text has no length and a timestamp always nine digits here.
    @Override
    public RelDataType createSqlType(SqlTypeName typeName, int precision) {
        return switch (typeName) {
            case CHAR, VARCHAR ->
                    super.createSqlType(SqlTypeName.VARCHAR, RelDataType.PRECISION_NOT_SPECIFIED);
            case TIMESTAMP, TIME -> super.createSqlType(typeName, SqlTypes.TIMESTAMP_PRECISION);
            default -> super.createSqlType(typeName, precision);
        };
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public @Nullable RelDataType leastRestrictive(
            List<RelDataType> types, SqlTypeMappingRule mappingRule) {
        if (types.isEmpty() || types.stream().anyMatch(RelDataType::isStruct)) {
            return super.leastRestrictive(types, mappingRule);
        }
        DataType common = DataType.NULL;
        boolean nullable = false;
        for (RelDataType type : types) {
            if (type.getSqlTypeName() == SqlTypeName.ANY
                    || type.getSqlTypeName() == SqlTypeName.UNKNOWN) {
                return super.leastRestrictive(types, mappingRule);
            }
            DataType both = Types.common(common, SqlTypes.dataType(type));
            if (both == null) {
                return null;
            }
            common = both;
            nullable |= type.isNullable() || type.getSqlTypeName() == SqlTypeName.NULL;
        }
        return SqlTypes.relType(common, nullable);
    }
}
