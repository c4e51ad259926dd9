package dev.tidalite.query.internal.function.scalar;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.RowFunction;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;
import dev.tidalite.query.internal.function.TypeRule.Signature;
import dev.tidalite.query.internal.function.Types;
import dev.tidalite.query.internal.function.time.Calendar;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `+ - * / %`, negation and the bit operators. Integers wrap; an integer divided by zero is an
/// error, a float is infinite or NaN.
public final class Arithmetic {
    private Arithmetic() {}

    public static List<ScalarFunction> functions() {
        return List.of(
                binary("+", plusMinus("+"), Arithmetic::plus),
                binary("-", plusMinus("-"), Arithmetic::minus),
                binary("*", TypeRule.firstOf(Arithmetic::numbers, SCALE), Arithmetic::times),
                binary("/", TypeRule.firstOf(Arithmetic::numbers, SCALE), Arithmetic::over),
                binary("%", Arithmetic::numbers, Arithmetic::remainder),
                bits("&"),
                bits("|"),
                bits("^"),
                bits("<<"),
                bits(">>"),
                new ScalarFunction(
                        "negate",
                        1,
                        1,
                        Arithmetic::negatable,
                        true,
                        false,
                        true,
                        Arithmetic::negate));
    }

    private static final TypeRule SCALE =
            args ->
                    args.get(0) == DataType.INTERVAL && args.get(1).isNumeric()
                            ? new Signature(
                                    List.of(DataType.INTERVAL, DataType.FLOAT64), DataType.INTERVAL)
                            : null;

    private static ScalarFunction binary(String name, TypeRule rule, ScalarFunction.Kernel kernel) {
        return new ScalarFunction(name, 2, 2, rule, true, false, true, kernel);
    }

    private static @Nullable Signature numbers(List<DataType> args) {
        DataType left = args.get(0);
        DataType right = args.get(1);
        if (left == DataType.NULL && right == DataType.NULL) {
            left = DataType.INT64;
            right = DataType.INT64;
        }
        left = number(left, right);
        right = number(right, left);
        if (!left.isNumeric() || !right.isNumeric()) {
            return null;
        }
        DataType type = Types.numeric(left, right);
        return new Signature(List.of(type, type), type);
    }

    /// A text or NULL beside a number is meant as a number.
    private static DataType number(DataType type, DataType other) {
        return (type == DataType.UTF8 || type == DataType.NULL) && other.isNumeric() ? other : type;
    }

    private static TypeRule plusMinus(String operator) {
        return args -> {
            Signature numbers = numbers(args);
            if (numbers != null) {
                return numbers;
            }
            DataType left = args.get(0);
            DataType right = args.get(1);
            DataType time = left == DataType.DATE ? DataType.TIMESTAMP : left;
            DataType.Plain span = DataType.INTERVAL;
            if (time.isTimestamp() && Param.INTERVAL.accept(right) != null) {
                return new Signature(List.of(time, span), time);
            }
            if (operator.equals("+") && left == span && right.isTimestamp()) {
                return new Signature(List.of(span, right), right);
            }
            if (left == span && right == span) {
                return new Signature(List.of(span, span), span);
            }
            if (operator.equals("-")
                    && Param.TIMESTAMP.accept(left) != null
                    && Param.TIMESTAMP.accept(right) != null
                    && (left.isTimestamp() || right.isTimestamp() || left.equals(right))
                    && left != DataType.UTF8) {
                return new Signature(List.of(DataType.TIMESTAMP, DataType.TIMESTAMP), span);
            }
            return null;
        };
    }

    private static @Nullable Signature negatable(List<DataType> args) {
        DataType type = args.get(0);
        if (type == DataType.NULL || type == DataType.UINT64) {
            type = DataType.INT64;
        }
        return type.isNumeric() || type == DataType.INTERVAL
                ? new Signature(List.of(type), type)
                : null;
    }

    private static Column plus(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        if (args[0] instanceof Column.Longs a && args[1] instanceof Column.Longs b) {
            return longs(type, plus(a.values(), b.values(), rowCount), validity);
        }
        if (args[0] instanceof Column.Doubles a && args[1] instanceof Column.Doubles b) {
            return doubles(type, plus(a.values(), b.values(), rowCount), validity);
        }
        RowFunction spans = (values, _) -> Calendar.plus(values[0], values[1]);
        return spans.kernel().apply(args, rowCount, validity, type, context);
    }

    private static Column minus(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        if (type != DataType.INTERVAL
                && args[0] instanceof Column.Longs a
                && args[1] instanceof Column.Longs b) {
            return longs(type, minus(a.values(), b.values(), rowCount), validity);
        }
        if (args[0] instanceof Column.Doubles a && args[1] instanceof Column.Doubles b) {
            return doubles(type, minus(a.values(), b.values(), rowCount), validity);
        }
        RowFunction spans = (values, _) -> Calendar.minus(values[0], values[1]);
        return spans.kernel().apply(args, rowCount, validity, type, context);
    }

    private static Column times(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        if (args[0] instanceof Column.Longs a && args[1] instanceof Column.Longs b) {
            return longs(type, times(a.values(), b.values(), rowCount), validity);
        }
        if (args[0] instanceof Column.Doubles a && args[1] instanceof Column.Doubles b) {
            return doubles(type, times(a.values(), b.values(), rowCount), validity);
        }
        RowFunction spans = (values, _) -> Calendar.times(values[0], values[1], false);
        return spans.kernel().apply(args, rowCount, validity, type, context);
    }

    private static Column over(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        if (args[0] instanceof Column.Longs a && args[1] instanceof Column.Longs b) {
            requireNoZero(b.values(), rowCount, validity);
            boolean unsigned = type == DataType.UINT64;
            return longs(type, over(a.values(), b.values(), rowCount, unsigned), validity);
        }
        if (args[0] instanceof Column.Doubles a && args[1] instanceof Column.Doubles b) {
            return doubles(type, over(a.values(), b.values(), rowCount), validity);
        }
        RowFunction spans = (values, _) -> Calendar.times(values[0], values[1], true);
        return spans.kernel().apply(args, rowCount, validity, type, context);
    }

    private static Column remainder(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        if (args[0] instanceof Column.Longs a && args[1] instanceof Column.Longs b) {
            requireNoZero(b.values(), rowCount, validity);
            boolean unsigned = type == DataType.UINT64;
            return longs(type, remainder(a.values(), b.values(), rowCount, unsigned), validity);
        }
        double[] a = ((Column.Doubles) args[0]).values();
        double[] b = ((Column.Doubles) args[1]).values();
        double[] out = new double[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] % b[i];
        }
        return doubles(type, out, validity);
    }

    private static void requireNoZero(long[] values, int rowCount, long @Nullable [] validity) {
        for (int i = 0; i < rowCount; i++) {
            if (values[i] == 0 && Validity.isValid(validity, i)) {
                throw new QueryException(Code.INVALID, "Divide by zero error");
            }
        }
    }

    static long[] plus(long[] a, long[] b, int rowCount) {
        long[] out = new long[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] + b[i];
        }
        return out;
    }

    static double[] plus(double[] a, double[] b, int rowCount) {
        double[] out = new double[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] + b[i];
        }
        return out;
    }

    static long[] minus(long[] a, long[] b, int rowCount) {
        long[] out = new long[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] - b[i];
        }
        return out;
    }

    static double[] minus(double[] a, double[] b, int rowCount) {
        double[] out = new double[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] - b[i];
        }
        return out;
    }

    static long[] times(long[] a, long[] b, int rowCount) {
        long[] out = new long[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] * b[i];
        }
        return out;
    }

    static double[] times(double[] a, double[] b, int rowCount) {
        double[] out = new double[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] * b[i];
        }
        return out;
    }

    /// A divisor of zero is that of a null row and gives 0.
    static long[] over(long[] a, long[] b, int rowCount, boolean unsigned) {
        long[] out = new long[rowCount];
        for (int i = 0; i < rowCount; i++) {
            long by = b[i];
            out[i] = by == 0 ? 0 : unsigned ? Long.divideUnsigned(a[i], by) : a[i] / by;
        }
        return out;
    }

    static double[] over(double[] a, double[] b, int rowCount) {
        double[] out = new double[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] = a[i] / b[i];
        }
        return out;
    }

    /// As [#over].
    static long[] remainder(long[] a, long[] b, int rowCount, boolean unsigned) {
        long[] out = new long[rowCount];
        for (int i = 0; i < rowCount; i++) {
            long by = b[i];
            out[i] = by == 0 ? 0 : unsigned ? Long.remainderUnsigned(a[i], by) : a[i] % by;
        }
        return out;
    }

    private static Column negate(
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        return switch (args[0]) {
            case Column.Longs a ->
                    longs(type, minus(new long[rowCount], a.values(), rowCount), validity);
            case Column.Doubles a -> {
                double[] out = new double[rowCount];
                for (int i = 0; i < rowCount; i++) {
                    out[i] = -a.values()[i];
                }
                yield new Column.Doubles(type, out, validity);
            }
            default -> {
                RowFunction spans = (values, _) -> Calendar.times(values[0], -1.0, false);
                yield spans.kernel().apply(args, rowCount, validity, type, context);
            }
        };
    }

    private static ScalarFunction bits(String name) {
        TypeRule rule =
                args -> {
                    DataType left = Param.INTEGER.accept(args.get(0));
                    DataType right = Param.INTEGER.accept(args.get(1));
                    if (left == null || right == null) {
                        return null;
                    }
                    DataType type = Types.numeric(left, right);
                    return new Signature(List.of(type, type), type);
                };
        return binary(
                name,
                rule,
                (args, rowCount, validity, type, _) -> {
                    long[] a = ((Column.Longs) args[0]).values();
                    long[] b = ((Column.Longs) args[1]).values();
                    boolean unsigned = type == DataType.UINT64;
                    return longs(type, bits(name, a, b, rowCount, unsigned), validity);
                });
    }

    private static long[] bits(String name, long[] a, long[] b, int rowCount, boolean unsigned) {
        long[] out = new long[rowCount];
        for (int i = 0; i < rowCount; i++) {
            out[i] =
                    switch (name) {
                        case "&" -> a[i] & b[i];
                        case "|" -> a[i] | b[i];
                        case "^" -> a[i] ^ b[i];
                        case "<<" -> a[i] << b[i];
                        default -> unsigned ? a[i] >>> b[i] : a[i] >> b[i];
                    };
        }
        return out;
    }

    /// 64-bit results brought to the width of the type.
    static Column longs(DataType type, long[] values, long @Nullable [] validity) {
        if (type == DataType.INT32) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (int) values[i];
            }
        }
        return new Column.Longs(type, values, validity);
    }

    /// 64-bit results rounded to the width of the type.
    static Column doubles(DataType type, double[] values, long @Nullable [] validity) {
        if (type == DataType.FLOAT32) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) values[i];
            }
        }
        return new Column.Doubles(type, values, validity);
    }
}
