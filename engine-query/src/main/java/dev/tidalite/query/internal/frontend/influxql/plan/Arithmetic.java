package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression.Operator;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// InfluxQL's operators between numbers and between truth values.
final class Arithmetic {
    private Arithmetic() {}

    static Expr of(Operator operator, Expr left, Expr right) {
        DataType a = left.type();
        DataType b = right.type();
        if (a == DataType.NULL || b == DataType.NULL) {
            DataType other = a == DataType.NULL ? b : a;
            return Exprs.nullOf(operator == Operator.DIVIDE ? DataType.FLOAT64 : other);
        }
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY -> numeric(operator, left, right);
            case DIVIDE -> {
                requireNumbers(operator, a, b);
                yield divided(
                        "/",
                        Exprs.cast(left, DataType.FLOAT64),
                        Exprs.cast(right, DataType.FLOAT64));
            }
            case MODULO -> {
                DataType type = requireNumbers(operator, a, b);
                yield divided("%", Exprs.cast(left, type), Exprs.cast(right, type));
            }
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR -> bits(operator, left, right);
            case OR, AND, EQUAL, NOT_EQUAL, MATCH, NOT_MATCH -> throw new AssertionError(operator);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    throw new AssertionError(operator);
        };
    }

    private static Expr numeric(Operator operator, Expr left, Expr right) {
        DataType type = requireNumbers(operator, left.type(), right.type());
        return Exprs.call(operator.symbol(), type, Exprs.cast(left, type), Exprs.cast(right, type));
    }

    /// What is divided by zero is zero.
    private static Expr divided(String operator, Expr left, Expr right) {
        DataType type = left.type();
        Object zeroValue = type.isFloat() ? (Object) 0.0 : (Object) 0L;
        Expr zero = new Expr.Literal(zeroValue, type);
        if (right instanceof Expr.Literal literal && !zeroValue.equals(literal.value())) {
            return Exprs.call(operator, type, left, right);
        }
        Expr isZero = Exprs.test("=", right, zero);
        Expr both = Exprs.test("and", Exprs.isNotNull(left), isZero);
        return new Expr.Case(
                List.of(new Expr.When(both, zero)),
                Exprs.call(operator, type, left, nonZero(right, zero)),
                type);
    }

    private static Expr nonZero(Expr divisor, Expr zero) {
        return Exprs.call("nullif", divisor.type(), divisor, zero);
    }

    private static Expr bits(Operator operator, Expr left, Expr right) {
        if (left.type() == DataType.BOOLEAN && right.type() == DataType.BOOLEAN) {
            return switch (operator) {
                case BITWISE_AND -> Exprs.test("and", left, right);
                case BITWISE_OR -> Exprs.test("or", left, right);
                default -> Exprs.test("<>", left, right);
            };
        }
        DataType common = requireNumbers(operator, left.type(), right.type());
        DataType type = common.isFloat() ? DataType.INT64 : common;
        return Exprs.call(operator.symbol(), type, Exprs.cast(left, type), Exprs.cast(right, type));
    }

    private static DataType requireNumbers(Operator operator, DataType a, DataType b) {
        DataType type = a.isNumeric() && b.isNumeric() ? common(a, b) : null;
        if (type == null) {
            throw Failures.invalid(
                    "incompatible operands for operator "
                            + operator.symbol()
                            + ": "
                            + word(a)
                            + " and "
                            + word(b));
        }
        return type;
    }

    /// The type in which values of two types can be compared or added, or null if there is none.
    static @Nullable DataType common(DataType a, DataType b) {
        if (a.equals(b)) {
            return a;
        }
        if (a == DataType.NULL || b == DataType.NULL) {
            return a == DataType.NULL ? b : a;
        }
        if (!a.isNumeric() || !b.isNumeric()) {
            return null;
        }
        if (a.isFloat() || b.isFloat()) {
            return DataType.FLOAT64;
        }
        return DataType.UINT64;
    }

    /// A type as InfluxQL calls it.
    static String word(DataType type) {
        if (type.isTimestamp()) {
            return "time";
        }
        if (type.isFloat()) {
            return "float";
        }
        if (type == DataType.UINT64) {
            return "unsigned";
        }
        if (type.isInteger()) {
            return "integer";
        }
        return type == DataType.BOOLEAN ? "boolean" : "string";
    }
}
