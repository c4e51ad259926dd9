package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Functions of one row.
enum MathFunction {
    ABS,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    ATAN2,
    EXP,
    LOG,
    LN,
    LOG2,
    LOG10,
    SQRT,
    POW,
    FLOOR,
    CEIL,
    ROUND;

    private static final Map<String, MathFunction> BY_WORD =
            Stream.of(values()).collect(Collectors.toMap(MathFunction::word, Function.identity()));

    private final String word = name().toLowerCase(Locale.ROOT);

    /// @param name in lower case
    static @Nullable MathFunction find(String name) {
        return BY_WORD.get(name);
    }

    String word() {
        return word;
    }

    private int arity() {
        return this == ATAN2 || this == LOG || this == POW ? 2 : 1;
    }

    Expr of(List<Expr> arguments) {
        if (arguments.size() != arity()) {
            throw Failures.invalid(
                    "invalid number of arguments for "
                            + word()
                            + ", expected "
                            + arity()
                            + ", got "
                            + arguments.size());
        }
        if (arguments.stream().anyMatch(a -> a.type() == DataType.NULL)) {
            return Exprs.nullOf(DataType.FLOAT64);
        }
        for (Expr argument : arguments) {
            if (!argument.type().isNumeric()) {
                throw Failures.invalid(
                        "cannot use type "
                                + Arithmetic.word(argument.type())
                                + " in argument to "
                                + word());
            }
        }
        Expr first = arguments.get(0);
        return switch (this) {
            case ABS ->
                    first.type() == DataType.UINT64
                            ? first
                            : Exprs.call("abs", first.type(), first);
            case FLOOR, CEIL, ROUND -> first.type().isInteger() ? first : of(word(), arguments);
            case LOG -> single(of("log", arguments.reversed()), arguments);
            case ATAN2 -> single(of("atan2", arguments), arguments);
            case POW -> {
                Expr power = of("power", arguments);
                boolean whole = arguments.stream().allMatch(a -> a.type().isInteger());
                yield whole ? Exprs.cast(power, DataType.INT64) : power;
            }
            case SIN, COS, TAN, ASIN, ACOS, ATAN, EXP, LN, LOG2, LOG10, SQRT ->
                    of(word(), arguments);
        };
    }

    /// Of integers, InfluxDB 3 computes these in single precision, and the answer has the digits of
    /// such a number.
    private static Expr single(Expr result, List<Expr> arguments) {
        if (!arguments.stream().allMatch(a -> a.type().isInteger())) {
            return result;
        }
        Expr digits = Exprs.cast(Exprs.cast(result, DataType.FLOAT32), DataType.UTF8);
        return Exprs.cast(digits, DataType.FLOAT64);
    }

    private static Expr of(String name, List<Expr> arguments) {
        List<Expr> floats = arguments.stream().map(a -> Exprs.cast(a, DataType.FLOAT64)).toList();
        return new Expr.Call(name, floats, DataType.FLOAT64);
    }
}
