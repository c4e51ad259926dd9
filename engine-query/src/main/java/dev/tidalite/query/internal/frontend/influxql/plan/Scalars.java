package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression.Operator;
import dev.tidalite.query.internal.frontend.influxql.parse.Patterns;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// Turns expressions over the columns of some rows into plan expressions, with InfluxQL's rules for
/// types and for values that are not there: an unknown column is null, a tag that a row lacks
/// compares as an empty text, a comparison between things that cannot be compared is false, and
/// whatever is divided by zero is zero.
final class Scalars {
    private final Rows rows;
    private final Map<Expression, Expr> known;

    /// @param known expressions whose value is already there
    Scalars(Rows rows, Map<Expression, Expr> known) {
        this.rows = rows;
        this.known = known;
    }

    Scalars(Rows rows) {
        this(rows, Map.of());
    }

    Expr value(Expression expression) {
        Expr there = known.get(expression);
        if (there != null) {
            return there;
        }
        return switch (expression) {
            case Expression.FloatNumber(double value) -> Exprs.of(value);
            case Expression.IntegerNumber(long value) -> Exprs.of(value);
            case Expression.UnsignedNumber(long bits) -> new Expr.Literal(bits, DataType.UINT64);
            case Expression.Duration(long ns) -> Exprs.of(ns);
            case Expression.Text(String value) -> Exprs.of(value);
            case Expression.Bool(boolean value) -> Exprs.of(value);
            case Expression.VarRef ref -> column(ref);
            case Expression.Paren(Expression inner) -> value(inner);
            case Expression.Binary binary -> binary(binary);
            case Expression.Call call -> call(call);
            case Expression.BoundParameter(String name) ->
                    throw Failures.invalid("missing parameter: " + name);
            case Expression.Regex ignored ->
                    throw Failures.invalid("unexpected regular expression");
            case Expression.Wildcard ignored -> throw Failures.invalid("unexpected wildcard");
            case Expression.Distinct ignored -> throw Failures.invalid("unexpected DISTINCT");
        };
    }

    /// What must hold, as a truth value that may be null where it does not.
    Expr condition(Expression expression) {
        if (expression instanceof Expression.Paren(Expression inner)) {
            return condition(inner);
        }
        if (expression
                instanceof
                Expression.Binary(Operator operator, Expression left, Expression right)) {
            if (operator.isLogical()) {
                String name = operator == Operator.AND ? "and" : "or";
                return Exprs.test(name, condition(left), condition(right));
            }
        }
        Expr value = value(expression);
        return value.type() == DataType.BOOLEAN ? value : Exprs.of(false);
    }

    private Expr column(Expression.VarRef ref) {
        int index = rows.indexOf(ref.name());
        if (index < 0) {
            return Exprs.nullOf(DataType.NULL);
        }
        Expr column = rows.ref(index);
        boolean tag = rows.roles().get(index) == ColumnRole.TAG;
        return switch (ref.cast()) {
            case null -> column;
            case TAG -> tag ? column : Exprs.nullOf(DataType.NULL);
            case FIELD -> tag ? Exprs.nullOf(DataType.NULL) : column;
            case FLOAT -> converted(column, DataType.FLOAT64);
            case INTEGER -> converted(column, DataType.INT64);
            case UNSIGNED -> converted(column, DataType.UINT64);
            case STRING -> converted(column, DataType.UTF8);
            case BOOLEAN -> converted(column, DataType.BOOLEAN);
        };
    }

    private static Expr converted(Expr value, DataType type) {
        if (value.type().equals(type)) {
            return value;
        }
        boolean numbers = value.type().isNumeric() && type.isNumeric();
        return numbers ? Exprs.cast(value, type) : Exprs.nullOf(type);
    }

    private Expr binary(Expression.Binary binary) {
        Operator operator = binary.operator();
        if (operator.isLogical()) {
            return condition(binary);
        }
        if (operator == Operator.MATCH || operator == Operator.NOT_MATCH) {
            return match(binary);
        }
        if (operator.isComparison()) {
            return comparison(binary);
        }
        return Arithmetic.of(operator, value(binary.left()), value(binary.right()));
    }

    private boolean isTag(Expression expression) {
        return switch (expression) {
            case Expression.VarRef(String name, Expression.Cast ignored) -> {
                int index = rows.indexOf(name);
                yield index >= 0 && rows.roles().get(index) == ColumnRole.TAG;
            }
            case Expression.Paren(Expression inner) -> isTag(inner);
            default -> false;
        };
    }

    private Expr match(Expression.Binary binary) {
        if (!(binary.right() instanceof Expression.Regex(String pattern))) {
            throw Failures.invalid("expected regex but got " + binary.right());
        }
        Expr text = value(binary.left());
        if (text.type() != DataType.UTF8) {
            return Exprs.of(false);
        }
        Expr matches = Exprs.test("~", text, Exprs.of(Patterns.compile(pattern).pattern()));
        boolean negated = binary.operator() == Operator.NOT_MATCH;
        Expr wanted = negated ? Exprs.test("not", matches) : matches;
        boolean emptyWanted = Patterns.compile(pattern).matcher("").find() != negated;
        return isTag(binary.left()) ? withEmpty(text, wanted, emptyWanted) : wanted;
    }

    /// A test of a tag: where the tag is not there, as if it were empty.
    private static Expr withEmpty(Expr tag, Expr test, boolean emptyWanted) {
        return emptyWanted
                ? Exprs.test("or", Exprs.test("is_null", tag), test)
                : Exprs.test("and", Exprs.isNotNull(tag), test);
    }

    private Expr comparison(Expression.Binary binary) {
        if (binary.right() instanceof Expression.Regex) {
            throw Failures.invalid("expected string but got regex");
        }
        Expr left = value(binary.left());
        Expr right = value(binary.right());
        if (Exprs.isNull(left) || Exprs.isNull(right)) {
            return Exprs.of(false);
        }
        String name = binary.operator() == Operator.NOT_EQUAL ? "<>" : binary.operator().symbol();
        if (isTag(binary.left()) && right instanceof Expr.Literal(Object text, DataType ignored)) {
            return tagComparison(name, left, right, "".equals(text));
        }
        if (isTag(binary.right()) && left instanceof Expr.Literal(Object text, DataType ignored)) {
            String mirrored =
                    binary.operator() == Operator.NOT_EQUAL
                            ? "<>"
                            : binary.operator().mirrored().symbol();
            return tagComparison(mirrored, right, left, "".equals(text));
        }
        left = isTag(binary.left()) ? orEmpty(left) : left;
        right = isTag(binary.right()) ? orEmpty(right) : right;
        DataType type = Arithmetic.common(left.type(), right.type());
        if (type == null) {
            return Exprs.of(false);
        }
        return Exprs.test(name, Exprs.cast(left, type), Exprs.cast(right, type));
    }

    private static Expr orEmpty(Expr tag) {
        return Exprs.call("coalesce", DataType.UTF8, tag, Exprs.of(""));
    }

    private static Expr tagComparison(String name, Expr tag, Expr literal, boolean empty) {
        if (literal.type() != DataType.UTF8) {
            return Exprs.of(false);
        }
        Expr test = Exprs.test(name, tag, literal);
        return switch (name) {
            case "=" -> empty ? Exprs.test("or", Exprs.test("is_null", tag), test) : test;
            case "<>" -> withEmpty(tag, test, !empty);
            default -> Exprs.test(name, orEmpty(tag), literal);
        };
    }

    private Expr call(Expression.Call call) {
        @Nullable MathFunction function = MathFunction.find(call.name());
        if (function == null) {
            throw Failures.invalid(
                    "invalid expression, the only valid function calls are 'now' with no"
                            + " arguments, or scalar math functions");
        }
        List<Expr> arguments = call.arguments().stream().map(this::value).toList();
        return function.of(arguments);
    }
}
