package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Functions that stand for syntax. They exist between parsing and translation only, where they
/// become literals, parameters and casts; the gap-filling ones become a node.
public final class LanguageFunctions {
    /// An interval, read from a text.
    public static final String INTERVAL = "$interval";

    /// A whole number beyond 63 bits, read from a text.
    public static final String UNSIGNED = "$unsigned";

    /// A value that comes with each execution: its name, and a letter for its type.
    public static final String PARAMETER = "$parameter";

    public static final String ARROW_CAST = "arrow_cast";
    public static final String TZ = "tz";
    public static final String AT_TIME_ZONE = "at_time_zone";
    public static final String NAMED_STRUCT = "named_struct";
    public static final String UNNEST = "unnest";
    public static final String GAP_FILL = "date_bin_gapfill";
    public static final String GAP_FILL_WALL_CLOCK = "date_bin_wallclock_gapfill";
    public static final String LOCF = "locf";
    public static final String INTERPOLATE = "interpolate";

    private LanguageFunctions() {}

    /// All of them.
    public static List<SqlFunction> all() {
        RegisteredSignature bin =
                new RegisteredSignature(
                        0,
                        Integer.MAX_VALUE,
                        LanguageFunctions::binSignature,
                        RegisteredSignature.Nulls.ANY_ARGUMENT);
        return List.of(
                function(INTERVAL, binding -> type(DataType.INTERVAL)),
                function(UNSIGNED, binding -> type(DataType.UINT64)),
                function(
                        PARAMETER,
                        binding -> type(letter(binding.getOperandLiteralValue(1, String.class)))),
                function(ARROW_CAST, LanguageFunctions::arrowType),
                binned(GAP_FILL, bin),
                binned(GAP_FILL_WALL_CLOCK, bin),
                function(TZ, LanguageFunctions::zoned),
                function(AT_TIME_ZONE, LanguageFunctions::zoned),
                function(UNNEST, LanguageFunctions::element),
                function(NAMED_STRUCT, LanguageFunctions::struct),
                function(LOCF, LanguageFunctions::first),
                function(INTERPOLATE, LanguageFunctions::first));
    }

    private static SqlFunction function(String name, SqlReturnTypeInference type) {
        return new SqlFunction(
                name,
                SqlKind.OTHER_FUNCTION,
                type,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private static SqlFunction binned(String name, RegisteredSignature signature) {
        return new SqlFunction(
                name,
                SqlKind.OTHER_FUNCTION,
                signature,
                null,
                signature,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    private static TypeRule.Signature binSignature(List<DataType> args) {
        if (args.size() < 2 || args.size() > 3) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    "DATE_BIN_GAPFILL expects 2 or 3 arguments, got " + args.size());
        }
        if (!args.get(1).isTimestamp()) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    "DATE_BIN_GAPFILL requires a column as the source argument");
        }
        return new TypeRule.Signature(args, args.get(1));
    }

    private static RelDataType type(DataType type) {
        return SqlTypes.relType(type, true);
    }

    private static RelDataType first(SqlOperatorBinding binding) {
        if (binding.getOperandCount() != 1) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    binding.getOperator().getName() + " expects one argument");
        }
        return SqlTypes.FACTORY.createTypeWithNullability(binding.getOperandType(0), true);
    }

    /// The zone is part of the type, so it has to be a literal; without one it is UTC.
    private static RelDataType zoned(SqlOperatorBinding binding) {
        int count = binding.getOperandCount();
        String zone = count == 2 ? binding.getOperandLiteralValue(1, String.class) : "UTC";
        if (count < 1 || count > 2 || zone == null) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    binding.getOperator().getName() + " expects a timestamp and a constant zone");
        }
        return type(new DataType.Timestamp(zone));
    }

    /// The names of the fields are part of the type, so they have to be literals.
    private static RelDataType struct(SqlOperatorBinding binding) {
        List<DataType.Field> fields = new ArrayList<>();
        for (int index = 0; index + 1 < binding.getOperandCount(); index += 2) {
            String name = binding.getOperandLiteralValue(index, String.class);
            if (name == null) {
                throw new QueryException(
                        QueryException.Code.INVALID, "named_struct expects constant names");
            }
            DataType type = SqlTypes.dataType(binding.getOperandType(index + 1));
            fields.add(new DataType.Field(name, type));
        }
        if (fields.isEmpty() || binding.getOperandCount() % 2 != 0) {
            throw new QueryException(
                    QueryException.Code.INVALID, "named_struct expects pairs of name and value");
        }
        return type(new DataType.Struct(fields));
    }

    private static RelDataType element(SqlOperatorBinding binding) {
        if (binding.getOperandCount() == 1
                && SqlTypes.dataType(binding.getOperandType(0))
                        instanceof DataType.ListOf(DataType element)) {
            return type(element);
        }
        throw new QueryException(QueryException.Code.INVALID, "unnest expects one array");
    }

    private static DataType letter(@Nullable String letter) {
        return switch (letter) {
            case "i" -> DataType.INT64;
            case "f" -> DataType.FLOAT64;
            case "b" -> DataType.BOOLEAN;
            case "s" -> DataType.UTF8;
            case null, default -> DataType.NULL;
        };
    }

    private static RelDataType arrowType(SqlOperatorBinding binding) {
        String name = binding.getOperandLiteralValue(1, String.class);
        if (name == null) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    "arrow_cast requires its second argument to be a constant string");
        }
        return type(ArrowTypeName.parse(name));
    }
}
