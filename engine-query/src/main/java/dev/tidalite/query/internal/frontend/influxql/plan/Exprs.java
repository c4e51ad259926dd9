package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;

import java.util.List;

/// Short words for the expressions that plans are made of.
final class Exprs {
    private Exprs() {}

    static Expr nullOf(DataType type) {
        return new Expr.Literal(null, type);
    }

    static boolean isNull(Expr expression) {
        return expression instanceof Expr.Literal literal && literal.value() == null;
    }

    static Expr of(boolean value) {
        return new Expr.Literal(value, DataType.BOOLEAN);
    }

    static Expr of(long value) {
        return new Expr.Literal(value, DataType.INT64);
    }

    static Expr of(double value) {
        return new Expr.Literal(value, DataType.FLOAT64);
    }

    static Expr of(String value) {
        return new Expr.Literal(value, DataType.UTF8);
    }

    static Expr timestamp(long ns) {
        return new Expr.Literal(ns, DataType.TIMESTAMP);
    }

    static Expr interval(long ns) {
        return new Expr.Literal(Interval.ofNanos(ns), DataType.INTERVAL);
    }

    static Expr call(String function, DataType type, Expr... args) {
        return new Expr.Call(function, List.of(args), type);
    }

    /// A call whose value is a truth value.
    static Expr test(String function, Expr... args) {
        return call(function, DataType.BOOLEAN, args);
    }

    static Expr cast(Expr operand, DataType type) {
        if (operand.type().equals(type)) {
            return operand;
        }
        return isNull(operand) ? nullOf(type) : new Expr.Cast(operand, type, /* safe= */ true);
    }

    static Expr isNotNull(Expr operand) {
        return test("is_not_null", operand);
    }

    /// Whether any of them is true; false if there are none.
    static Expr any(List<Expr> conditions) {
        return conditions.stream().reduce((a, b) -> test("or", a, b)).orElse(of(false));
    }
}
