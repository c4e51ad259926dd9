package dev.tidalite.query.internal.function;

import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// How types go together.
public final class Types {
    private Types() {}

    /// The type that two values have in one column (UNION, CASE, COALESCE), or null if there is
    /// none.
    public static @Nullable DataType common(DataType left, DataType right) {
        if (left.equals(right) || right == DataType.NULL) {
            return left;
        }
        if (left == DataType.NULL) {
            return right;
        }
        if (left.isNumeric() && right.isNumeric()) {
            return numeric(left, right);
        }
        if (left == DataType.UTF8 || right == DataType.UTF8) {
            DataType other = left == DataType.UTF8 ? right : left;
            return other instanceof DataType.Struct || other instanceof DataType.ListOf
                    ? null
                    : DataType.UTF8;
        }
        if (isDateLike(left) && isDateLike(right)) {
            return left.isTimestamp() ? left : right;
        }
        if (left instanceof DataType.ListOf(DataType a)
                && right instanceof DataType.ListOf(DataType b)) {
            DataType element = common(a, b);
            return element == null ? null : new DataType.ListOf(element);
        }
        if (left instanceof DataType.Struct a && right instanceof DataType.Struct b) {
            return commonStruct(a, b);
        }
        return null;
    }

    private static @Nullable DataType commonStruct(DataType.Struct left, DataType.Struct right) {
        if (left.fields().size() != right.fields().size()) {
            return null;
        }
        List<DataType.Field> fields = new ArrayList<>();
        for (int i = 0; i < left.fields().size(); i++) {
            DataType type = common(left.fields().get(i).type(), right.fields().get(i).type());
            if (type == null) {
                return null;
            }
            fields.add(new DataType.Field(left.fields().get(i).name(), type));
        }
        return new DataType.Struct(fields);
    }

    /// The type in which two values are compared, or null if they cannot be. A time and a text
    /// compare as times, a number and a text as texts, as DataFusion has it.
    public static @Nullable DataType comparison(DataType left, DataType right) {
        if (left == DataType.UTF8 || right == DataType.UTF8) {
            DataType other = left == DataType.UTF8 ? right : left;
            if (isDateLike(other)
                    || other == DataType.INTERVAL
                    || other == DataType.TIME
                    || other == DataType.BOOLEAN) {
                return other;
            }
        }
        return common(left, right);
    }

    /// Whether two types are integers, one signed and one not: they are compared by value, as they
    /// are, since no type holds all values of both.
    public static boolean isMixed(DataType left, DataType right) {
        return left.isInteger() && right.isInteger() && isUnsigned(left) != isUnsigned(right);
    }

    private static boolean isUnsigned(DataType type) {
        return type == DataType.UINT64;
    }

    /// The type of arithmetic between two numbers.
    public static DataType numeric(DataType left, DataType right) {
        if (left.equals(right)) {
            return left;
        }
        if (left == DataType.FLOAT64 || right == DataType.FLOAT64) {
            return DataType.FLOAT64;
        }
        if (left == DataType.FLOAT32 || right == DataType.FLOAT32) {
            return DataType.FLOAT32;
        }
        return DataType.INT64;
    }

    private static boolean isDateLike(DataType type) {
        return type.isTimestamp() || type == DataType.DATE;
    }

    /// The name of a type in messages, as DataFusion writes it.
    public static String name(DataType type) {
        return switch (type) {
            case DataType.Plain plain ->
                    switch (plain) {
                        case NULL -> "Null";
                        case BOOLEAN -> "Boolean";
                        case INT32 -> "Int32";
                        case INT64 -> "Int64";
                        case UINT64 -> "UInt64";
                        case FLOAT32 -> "Float32";
                        case FLOAT64 -> "Float64";
                        case UTF8 -> "Utf8";
                        case DATE -> "Date32";
                        case TIME -> "Time64(Nanosecond)";
                        case INTERVAL -> "Interval(MonthDayNano)";
                    };
            case DataType.Timestamp(String zone) ->
                    "Timestamp(Nanosecond, "
                            + (zone == null ? "None" : "Some(\"" + zone + "\")")
                            + ")";
            case DataType.Struct struct -> {
                StringBuilder text = new StringBuilder("Struct(");
                for (DataType.Field field : struct.fields()) {
                    text.append(text.length() > 7 ? ", " : "")
                            .append('"')
                            .append(field.name())
                            .append("\": ")
                            .append(name(field.type()));
                }
                yield text.append(')').toString();
            }
            case DataType.ListOf(DataType element) -> "List(" + name(element) + ")";
        };
    }
}
