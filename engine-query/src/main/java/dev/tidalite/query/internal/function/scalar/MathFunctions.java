package dev.tidalite.query.internal.function.scalar;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.RowFunction;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;
import dev.tidalite.query.internal.function.TypeRule.Signature;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Functions of numbers.
public final class MathFunctions {
    private MathFunctions() {}

    public static List<ScalarFunction> functions() {
        List<ScalarFunction> all = new ArrayList<>();
        all.add(unary("acos", Math::acos));
        all.add(unary("acosh", x -> Math.log(x + Math.sqrt(x * x - 1))));
        all.add(unary("asin", Math::asin));
        all.add(unary("asinh", MathFunctions::asinh));
        all.add(unary("atan", Math::atan));
        all.add(unary("atanh", x -> 0.5 * Math.log1p(2 * x / (1 - x))));
        all.add(unary("cbrt", Math::cbrt));
        all.add(unary("ceil", Math::ceil));
        all.add(unary("cos", Math::cos));
        all.add(unary("cosh", Math::cosh));
        all.add(unary("cot", x -> 1 / Math.tan(x)));
        all.add(unary("degrees", Math::toDegrees));
        all.add(unary("exp", Math::exp));
        all.add(unary("floor", Math::floor));
        all.add(unary("ln", Math::log));
        all.add(unary("log10", Math::log10));
        all.add(unary("log2", x -> exactLog2(x)));
        all.add(unary("radians", Math::toRadians));
        all.add(unary("signum", Math::signum));
        all.add(unary("sin", Math::sin));
        all.add(unary("sinh", Math::sinh));
        all.add(unary("sqrt", Math::sqrt));
        all.add(unary("tan", Math::tan));
        all.add(unary("tanh", Math::tanh));
        all.add(binary("atan2", Math::atan2));
        all.add(binary("nanvl", (x, y) -> Double.isNaN(x) ? y : x));
        all.add(power());
        all.add(log());
        all.add(abs());
        all.add(rounding("round", RoundingMode.HALF_UP));
        all.add(rounding("trunc", RoundingMode.DOWN));
        all.add(test("isnan", Double::isNaN));
        all.add(test("iszero", x -> x == 0));
        all.add(integers("gcd", MathFunctions::gcd));
        all.add(integers("lcm", MathFunctions::lcm));
        all.add(rows("factorial", 1, DataType.INT64, v -> factorial((Long) v[0]), Param.LONG));
        all.add(constant("pi", Math.PI));
        all.add(
                new ScalarFunction(
                        "random",
                        0,
                        0,
                        TypeRule.of(DataType.FLOAT64),
                        false,
                        true,
                        false,
                        (_, rowCount, _, type, _) -> {
                            double[] out = new double[rowCount];
                            for (int i = 0; i < rowCount; i++) {
                                out[i] = ThreadLocalRandom.current().nextDouble();
                            }
                            return new Column.Doubles(type, out, null);
                        }));
        return all;
    }

    private interface Row {
        Object apply(Object[] values);
    }

    @SuppressWarnings("NullAway") // strict: values are never null
    private static ScalarFunction rows(
            String name, int args, DataType result, Row row, Param... params) {
        RowFunction function = (values, _) -> row.apply(values);
        return new ScalarFunction(
                name, args, args, TypeRule.of(result, params), true, true, true, function.kernel());
    }

    private static ScalarFunction constant(String name, double value) {
        return new ScalarFunction(
                name,
                0,
                0,
                TypeRule.of(DataType.FLOAT64),
                false,
                true,
                true,
                (_, _, _, type, _) -> new Column.Constant(type, value));
    }

    /// FLOAT32 stays what it is, any other number becomes FLOAT64.
    private static DataType floatOf(DataType type) {
        return type == DataType.FLOAT32 ? type : DataType.FLOAT64;
    }

    private static final TypeRule FLOAT =
            args -> {
                DataType number = Param.NUMBER.accept(args.get(0));
                if (number == null) {
                    return null;
                }
                DataType type = floatOf(number);
                return new Signature(List.of(type), type);
            };

    private static ScalarFunction unary(String name, DoubleUnaryOperator operator) {
        return new ScalarFunction(
                name,
                1,
                1,
                FLOAT,
                true,
                false,
                true,
                (args, rowCount, validity, type, _) -> {
                    double[] in = ((Column.Doubles) args[0]).values();
                    double[] out = new double[rowCount];
                    for (int i = 0; i < rowCount; i++) {
                        out[i] = operator.applyAsDouble(in[i]);
                    }
                    return Arithmetic.doubles(type, out, validity);
                });
    }

    private static ScalarFunction binary(String name, DoubleBinaryOperator operator) {
        return new ScalarFunction(
                name,
                2,
                2,
                TypeRule.of(DataType.FLOAT64, Param.DOUBLE),
                true,
                false,
                true,
                (args, rowCount, validity, type, _) -> {
                    double[] a = ((Column.Doubles) args[0]).values();
                    double[] b = ((Column.Doubles) args[1]).values();
                    double[] out = new double[rowCount];
                    for (int i = 0; i < rowCount; i++) {
                        out[i] = operator.applyAsDouble(a[i], b[i]);
                    }
                    return new Column.Doubles(type, out, validity);
                });
    }

    private interface DoubleTest {
        boolean test(double value);
    }

    private static ScalarFunction test(String name, DoubleTest test) {
        return new ScalarFunction(
                name,
                1,
                1,
                TypeRule.of(DataType.BOOLEAN, Param.DOUBLE),
                true,
                false,
                true,
                (args, rowCount, validity, _, _) -> {
                    double[] in = ((Column.Doubles) args[0]).values();
                    boolean[] out = new boolean[rowCount];
                    for (int i = 0; i < rowCount; i++) {
                        out[i] = test.test(in[i]);
                    }
                    return new Column.Booleans(out, validity);
                });
    }

    private interface LongOperator {
        long apply(long a, long b);
    }

    private static ScalarFunction integers(String name, LongOperator operator) {
        return rows(
                name,
                2,
                DataType.INT64,
                v -> operator.apply((Long) v[0], (Long) v[1]),
                Param.LONG,
                Param.LONG);
    }

    /// Two integers give an integer, anything else a float.
    private static ScalarFunction power() {
        TypeRule integers =
                args ->
                        args.get(0).isInteger() && args.get(1).isInteger()
                                ? new Signature(
                                        List.of(DataType.INT64, DataType.INT64), DataType.INT64)
                                : null;
        RowFunction function =
                (v, _) ->
                        v[0] instanceof Long base && v[1] instanceof Long exponent
                                ? integerPower(base, exponent)
                                : power(v[0], v[1]);
        return new ScalarFunction(
                "power",
                2,
                2,
                TypeRule.firstOf(integers, TypeRule.of(DataType.FLOAT64, Param.DOUBLE)),
                true,
                true,
                true,
                function.kernel());
    }

    @SuppressWarnings("NullAway") // strict: values are never null
    private static Object power(Object base, Object exponent) {
        return Math.pow((Double) base, (Double) exponent);
    }

    private static Object integerPower(long base, long exponent) {
        if (exponent < 0) {
            throw new QueryException(
                    Code.INVALID, "power of integers needs an exponent of at least 0");
        }
        long result = 1;
        long factor = base;
        try {
            for (long rest = exponent; rest > 0; rest >>= 1) {
                if ((rest & 1) != 0) {
                    result = Math.multiplyExact(result, factor);
                }
                factor = rest > 1 ? Math.multiplyExact(factor, factor) : factor;
            }
        } catch (ArithmeticException e) {
            throw new QueryException(
                    Code.INVALID, "power(" + base + ", " + exponent + ") overflows Int64", e);
        }
        return result;
    }

    /// `log(x)` to the base 10, `log(base, x)`.
    private static ScalarFunction log() {
        RowFunction function =
                (v, _) ->
                        v.length == 1
                                ? Math.log10((Double) Objects.requireNonNull(v[0]))
                                : log(
                                        (Double) Objects.requireNonNull(v[0]),
                                        (Double) Objects.requireNonNull(v[1]));
        return new ScalarFunction(
                "log",
                1,
                2,
                TypeRule.of(DataType.FLOAT64, Param.DOUBLE),
                true,
                true,
                true,
                function.kernel());
    }

    private static double log(double base, double value) {
        return base == 10
                ? Math.log10(value)
                : base == 2 ? exactLog2(value) : Math.log(value) / Math.log(base);
    }

    /// Exact for powers of two, where a quotient of logarithms is not.
    public static double exactLog2(double value) {
        int exponent = Math.getExponent(value);
        return value > 0 && value == Math.scalb(1.0, exponent)
                ? exponent
                : Math.log(value) / Math.log(2);
    }

    private static ScalarFunction abs() {
        return new ScalarFunction(
                "abs",
                1,
                1,
                TypeRule.of(types -> types.get(0), Param.NUMBER),
                true,
                false,
                true,
                (args, rowCount, validity, type, _) -> {
                    if (args[0] instanceof Column.Doubles in) {
                        double[] out = new double[rowCount];
                        for (int i = 0; i < rowCount; i++) {
                            out[i] = Math.abs(in.values()[i]);
                        }
                        return new Column.Doubles(type, out, validity);
                    }
                    long[] in = ((Column.Longs) args[0]).values();
                    long[] out = in.clone();
                    if (type != DataType.UINT64) {
                        for (int i = 0; i < rowCount; i++) {
                            out[i] = Math.abs(in[i]);
                        }
                    }
                    return new Column.Longs(type, out, validity);
                });
    }

    /// `round(x)` and `round(x, digits)`, digits to the left of the point being negative.
    private static ScalarFunction rounding(String name, RoundingMode mode) {
        RowFunction function =
                (v, _) -> {
                    double value = (Double) Objects.requireNonNull(v[0]);
                    int digits = v.length == 1 ? 0 : digits(v[1]);
                    return round(value, digits, mode);
                };
        return new ScalarFunction(
                name,
                1,
                2,
                TypeRule.of(DataType.FLOAT64, Param.DOUBLE, Param.LONG),
                true,
                true,
                true,
                function.kernel());
    }

    @SuppressWarnings("NullAway") // strict: values are never null
    private static int digits(Object value) {
        return Math.clamp((Long) value, -400, 400);
    }

    /// Halves away from zero.
    static double round(double value, int digits, RoundingMode mode) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        if (digits == 0) {
            double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
            boolean up = mode == RoundingMode.HALF_UP && Math.abs(value - whole) >= 0.5;
            return up ? whole + Math.signum(value) : whole;
        }
        return new BigDecimal(value)
                .round(java.math.MathContext.DECIMAL64)
                .setScale(digits, mode)
                .doubleValue();
    }

    private static double asinh(double x) {
        double magnitude = Math.abs(x);
        return Math.copySign(Math.log(magnitude + Math.sqrt(magnitude * magnitude + 1)), x);
    }

    static long gcd(long a, long b) {
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return Math.abs(a);
    }

    static long lcm(long a, long b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        try {
            return Math.absExact(Math.multiplyExact(a / gcd(a, b), b));
        } catch (ArithmeticException e) {
            throw new QueryException(Code.INVALID, "lcm(" + a + ", " + b + ") overflows Int64", e);
        }
    }

    static long factorial(long n) {
        long result = 1;
        try {
            for (long i = 2; i <= n; i++) {
                result = Math.multiplyExact(result, i);
            }
        } catch (ArithmeticException e) {
            throw new QueryException(Code.INVALID, "Overflow happened on FACTORIAL(" + n + ")", e);
        }
        return result;
    }
}
