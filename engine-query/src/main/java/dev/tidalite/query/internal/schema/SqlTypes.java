package dev.tidalite.query.internal.schema;

import dev.tidalite.query.internal.expr.DataType;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Calcite's types for the types of a query, both ways.
///
/// The 32-bit integer is carried as SMALLINT, because an integer literal, INTEGER to Calcite, has
/// 64 bits in this dialect. All of a text's types (CHAR(3) of a literal, VARCHAR) are one.
public final class SqlTypes {
    /// Makes and interns types; safe for use by many threads, shared by all queries.
    public static final RelDataTypeFactory FACTORY = new QueryTypeFactory();

    /// Digits of a second that a timestamp keeps.
    public static final int TIMESTAMP_PRECISION = 9;

    private static final SqlIntervalQualifier INTERVAL =
            new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO);

    private SqlTypes() {}

    /// @throws IllegalArgumentException if no value of a query has such a type
    public static DataType dataType(RelDataType type) {
        if (type instanceof ZonedTimestampType zoned) {
            return new DataType.Timestamp(zoned.zone());
        }
        if (type.isStruct()) {
            List<DataType.Field> fields = new ArrayList<>(type.getFieldCount());
            for (RelDataTypeField field : type.getFieldList()) {
                fields.add(new DataType.Field(field.getName(), dataType(field.getType())));
            }
            return new DataType.Struct(fields);
        }
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> DataType.BOOLEAN;
            case TINYINT, SMALLINT -> DataType.INT32;
            case INTEGER, BIGINT -> DataType.INT64;
            case UTINYINT, USMALLINT, UINTEGER, UBIGINT -> DataType.UINT64;
            case REAL -> DataType.FLOAT32;
            case FLOAT, DOUBLE, DECIMAL -> DataType.FLOAT64;
            case CHAR, VARCHAR, SYMBOL -> DataType.UTF8;
            case TIMESTAMP -> DataType.TIMESTAMP;
            case DATE -> DataType.DATE;
            case TIME -> DataType.TIME;
            case NULL, UNKNOWN -> DataType.NULL;
            case ARRAY ->
                    new DataType.ListOf(dataType(Objects.requireNonNull(type.getComponentType())));
            default -> {
                if (SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())) {
                    yield DataType.INTERVAL;
                }
                throw new IllegalArgumentException("type " + type + " is not supported");
            }
        };
    }

    /// The type that Calcite calculates with for a query's type.
    public static RelDataType relType(DataType type, boolean nullable) {
        return FACTORY.createTypeWithNullability(notNull(type), nullable);
    }

    private static RelDataType notNull(DataType type) {
        return switch (type) {
            case DataType.Plain plain -> plain(plain);
            case DataType.Timestamp(String zone) ->
                    zone == null
                            ? FACTORY.createSqlType(SqlTypeName.TIMESTAMP, TIMESTAMP_PRECISION)
                            : new ZonedTimestampType(zone, false);
            case DataType.Struct(List<DataType.Field> fields) -> {
                RelDataTypeFactory.Builder builder =
                        FACTORY.builder().kind(StructKind.FULLY_QUALIFIED);
                for (DataType.Field field : fields) {
                    builder.add(field.name(), relType(field.type(), true));
                }
                yield builder.build();
            }
            case DataType.ListOf(DataType element) ->
                    FACTORY.createArrayType(relType(element, true), -1);
        };
    }

    private static RelDataType plain(DataType.Plain type) {
        return switch (type) {
            case NULL -> FACTORY.createSqlType(SqlTypeName.NULL);
            case BOOLEAN -> FACTORY.createSqlType(SqlTypeName.BOOLEAN);
            case INT32 -> FACTORY.createSqlType(SqlTypeName.SMALLINT);
            case INT64 -> FACTORY.createSqlType(SqlTypeName.BIGINT);
            case UINT64 -> FACTORY.createSqlType(SqlTypeName.UBIGINT);
            case FLOAT32 -> FACTORY.createSqlType(SqlTypeName.REAL);
            case FLOAT64 -> FACTORY.createSqlType(SqlTypeName.DOUBLE);
            case UTF8 -> FACTORY.createSqlType(SqlTypeName.VARCHAR);
            case DATE -> FACTORY.createSqlType(SqlTypeName.DATE);
            case TIME -> FACTORY.createSqlType(SqlTypeName.TIME, TIMESTAMP_PRECISION);
            case INTERVAL -> FACTORY.createSqlIntervalType(INTERVAL);
        };
    }
}
