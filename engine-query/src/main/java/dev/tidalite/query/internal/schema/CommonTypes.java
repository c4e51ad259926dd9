package dev.tidalite.query.internal.schema;

import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Which type two values of different types are taken to when they meet: the implicit casts of the
/// DataFusion dialect.
public final class CommonTypes {
    private CommonTypes() {}

    /// The type in which values meet that become one column (CASE, COALESCE, UNION, IN) or are
    /// compared.
    ///
    /// @return null if they don't meet
    public static @Nullable DataType of(DataType left, DataType right) {
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
            return text(left == DataType.UTF8 ? right : left);
        }
        if (left.isTimestamp() && right.isTimestamp()) {
            return ((DataType.Timestamp) left).zone() != null ? left : right;
        }
        if (left.isTimestamp() && right == DataType.DATE) {
            return left;
        }
        if (left == DataType.DATE && right.isTimestamp()) {
            return right;
        }
        return nested(left, right);
    }

    /// The type in which two numbers are added, multiplied and so on.
    public static DataType numeric(DataType left, DataType right) {
        if (left == DataType.FLOAT64 || right == DataType.FLOAT64) {
            return DataType.FLOAT64;
        }
        if (left == DataType.FLOAT32 || right == DataType.FLOAT32) {
            return DataType.FLOAT32;
        }
        return left.equals(right) ? left : DataType.INT64;
    }

    /// What a text meets: a number becomes text, anything temporal is read from the text.
    private static @Nullable DataType text(DataType other) {
        if (other.isNumeric() || other == DataType.BOOLEAN) {
            return DataType.UTF8;
        }
        boolean isTemporal =
                other.isTimestamp()
                        || other == DataType.DATE
                        || other == DataType.TIME
                        || other == DataType.INTERVAL;
        return isTemporal ? other : null;
    }

    private static @Nullable DataType nested(DataType left, DataType right) {
        if (left instanceof DataType.ListOf(DataType a)
                && right instanceof DataType.ListOf(DataType b)) {
            DataType element = of(a, b);
            return element == null ? null : new DataType.ListOf(element);
        }
        if (left instanceof DataType.Struct(List<DataType.Field> a)
                && right instanceof DataType.Struct(List<DataType.Field> b)
                && a.size() == b.size()) {
            List<DataType.Field> fields = new ArrayList<>(a.size());
            for (int index = 0; index < a.size(); index++) {
                DataType type = of(a.get(index).type(), b.get(index).type());
                if (type == null) {
                    return null;
                }
                fields.add(new DataType.Field(a.get(index).name(), type));
            }
            return new DataType.Struct(fields);
        }
        return null;
    }
}
