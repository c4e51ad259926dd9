package dev.tidalite.query.internal.expr;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Single values compared and hashed: the scalar twin of every kernel that does so in bulk.
public final class Values {
    private Values() {}

    /// NaN equals NaN and is greater than any number; zeros are equal whatever their sign.
    ///
    /// @return -1, 0 or 1
    public static int compare(double a, double b) {
        if (a < b) {
            return -1;
        }
        if (a > b) {
            return 1;
        }
        if (a == b) {
            return 0;
        }
        return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }

    /// Compares two non-null values of one type, or two integers of different types.
    public static int compare(Column left, int leftRow, Column right, int rightRow) {
        if (left instanceof Column.Longs a
                && right instanceof Column.Longs b
                && a.type().equals(b.type())) {
            long x = a.values()[leftRow];
            long y = b.values()[rightRow];
            return a.type() == DataType.UINT64 ? Long.compareUnsigned(x, y) : Long.compare(x, y);
        }
        if (left instanceof Column.Doubles a && right instanceof Column.Doubles b) {
            return compare(a.values()[leftRow], b.values()[rightRow]);
        }
        if (left instanceof Column.Texts a && right instanceof Column.Texts b) {
            return Arrays.compareUnsigned(
                    a.bytes(),
                    a.offsets()[leftRow],
                    a.offsets()[leftRow + 1],
                    b.bytes(),
                    b.offsets()[rightRow],
                    b.offsets()[rightRow + 1]);
        }
        Object x = Columns.get(left, leftRow);
        Object y = Columns.get(right, rightRow);
        if (x instanceof Long a && y instanceof Long b && !left.type().equals(right.type())) {
            return compareMixed(a, left.type(), b, right.type());
        }
        return compare(x, y, left.type());
    }

    /// Integers of which at most one is unsigned, by value.
    private static int compareMixed(long a, DataType left, long b, DataType right) {
        if (left == DataType.UINT64 && a < 0) {
            return right == DataType.UINT64 ? Long.compareUnsigned(a, b) : 1;
        }
        if (right == DataType.UINT64 && b < 0) {
            return -1;
        }
        return Long.compare(a, b);
    }

    /// Compares values as in [Expr.Literal]; null is greater than any value.
    public static int compare(@Nullable Object a, @Nullable Object b, DataType type) {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        return switch (a) {
            case Long x ->
                    type == DataType.UINT64
                            ? Long.compareUnsigned(x, (Long) b)
                            : Long.compare(x, (Long) b);
            case Double x -> compare(x.doubleValue(), ((Double) b).doubleValue());
            case Boolean x -> Boolean.compare(x, (Boolean) b);
            case String x -> Arrays.compareUnsigned(Columns.utf8(x), Columns.utf8((String) b));
            case Interval x -> compare(x, (Interval) b);
            case Object[] x -> compare(x, (Object[]) b, type);
            default -> throw new IllegalArgumentException("not a value: " + a.getClass());
        };
    }

    private static int compare(Interval a, Interval b) {
        int months = Integer.compare(a.months(), b.months());
        int days = Integer.compare(a.days(), b.days());
        return months != 0 ? months : days != 0 ? days : Long.compare(a.nanos(), b.nanos());
    }

    private static int compare(@Nullable Object[] a, @Nullable Object[] b, DataType type) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            DataType element =
                    switch (type) {
                        case DataType.Struct struct -> struct.fields().get(i).type();
                        case DataType.ListOf(DataType of) -> of;
                        default -> type;
                    };
            int sign = compare(a[i], b[i], element);
            if (sign != 0) {
                return sign;
            }
        }
        return Integer.compare(a.length, b.length);
    }
}
