package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression.Operator;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;

/// A WHERE clause taken apart: the span of time, and what else must hold.
///
/// Comparisons with the time narrow the span wherever they stand, also below an OR: that is how
/// InfluxQL reads them.
///
/// @param rest null if nothing else must hold
record Condition(TimeSpan span, @Nullable Expression rest) {
    static final Condition NONE = new Condition(TimeSpan.ALL, null);

    /// @param zone in which texts without a zone of their own are times
    static Condition of(@Nullable Expression where, ZoneId zone) {
        return where == null ? NONE : new Splitter(zone).split(where);
    }

    /// A moment: so many nanoseconds after 1970 or, if `fromNow`, after now.
    private record Moment(boolean fromNow, long ns) {}

    private static final class Splitter {
        private final ZoneId zone;

        Splitter(ZoneId zone) {
            this.zone = zone;
        }

        Condition split(Expression expression) {
            if (expression instanceof Expression.Paren(Expression inner)) {
                Condition split = split(inner);
                Expression rest = split.rest;
                return new Condition(split.span, rest == null ? null : new Expression.Paren(rest));
            }
            if (!(expression instanceof Expression.Binary binary)) {
                return new Condition(TimeSpan.ALL, expression);
            }
            if (binary.operator().isLogical()) {
                Condition left = split(binary.left());
                Condition right = split(binary.right());
                return new Condition(left.span.intersect(right.span), joined(binary, left, right));
            }
            if (!binary.operator().isComparison()) {
                return new Condition(TimeSpan.ALL, expression);
            }
            if (isTime(binary.left())) {
                return compared(binary, binary.operator(), binary.right());
            }
            if (isTime(binary.right())) {
                return compared(binary, binary.operator().mirrored(), binary.left());
            }
            return new Condition(TimeSpan.ALL, expression);
        }

        private static @Nullable Expression joined(
                Expression.Binary binary, Condition left, Condition right) {
            if (left.rest == null || right.rest == null) {
                return left.rest == null ? right.rest : left.rest;
            }
            return new Expression.Binary(binary.operator(), left.rest, right.rest);
        }

        private static boolean isTime(Expression expression) {
            return switch (expression) {
                case Expression.VarRef(String name, Expression.Cast ignored) ->
                        name.equalsIgnoreCase("time");
                case Expression.Paren(Expression inner) -> isTime(inner);
                default -> false;
            };
        }

        private Condition compared(Expression.Binary whole, Operator operator, Expression operand) {
            Moment moment = moment(operand);
            if (moment == null) {
                throw Failures.invalid(
                        "invalid time comparison operand: "
                                + dev.tidalite.query.internal.frontend.influxql.ast.Printer.print(
                                        operand));
            }
            TimeSpan span =
                    switch (operator) {
                        case EQUAL -> from(moment, 0).intersect(until(moment, 0));
                        case GREATER -> from(moment, 1);
                        case GREATER_OR_EQUAL -> from(moment, 0);
                        case LESS -> until(moment, 1);
                        case LESS_OR_EQUAL -> until(moment, 0);
                        default ->
                                throw Failures.invalid(
                                        "invalid time comparison operator: "
                                                + whole.operator().symbol());
                    };
            return new Condition(span, null);
        }

        private static TimeSpan from(Moment moment, long later) {
            long ns = moment.ns == Long.MAX_VALUE ? moment.ns : moment.ns + later;
            return moment.fromNow
                    ? new TimeSpan(null, ns, null, null)
                    : new TimeSpan(ns, null, null, null);
        }

        private static TimeSpan until(Moment moment, long earlier) {
            long ns = moment.ns == Long.MIN_VALUE ? moment.ns : moment.ns - earlier;
            return moment.fromNow
                    ? new TimeSpan(null, null, null, ns)
                    : new TimeSpan(null, null, ns, null);
        }

        private @Nullable Moment moment(Expression expression) {
            return switch (expression) {
                case Expression.IntegerNumber(long value) -> new Moment(false, value);
                case Expression.FloatNumber(double value) -> new Moment(false, (long) value);
                case Expression.Duration(long ns) -> new Moment(false, ns);
                case Expression.Text(String text) -> new Moment(false, TimeText.parse(text, zone));
                case Expression.Paren(Expression inner) -> moment(inner);
                case Expression.Call(String name, java.util.List<Expression> arguments) ->
                        name.equals("now") && arguments.isEmpty() ? new Moment(true, 0) : null;
                case Expression.Binary(Operator operator, Expression left, Expression right) -> {
                    Moment a = moment(left);
                    Moment b = moment(right);
                    yield a == null || b == null ? null : combined(operator, a, b);
                }
                default -> null;
            };
        }

        private static @Nullable Moment combined(Operator operator, Moment a, Moment b) {
            try {
                return switch (operator) {
                    case ADD ->
                            a.fromNow && b.fromNow
                                    ? null
                                    : new Moment(a.fromNow || b.fromNow, Math.addExact(a.ns, b.ns));
                    case SUBTRACT ->
                            b.fromNow
                                    ? null
                                    : new Moment(a.fromNow, Math.subtractExact(a.ns, b.ns));
                    case MULTIPLY ->
                            a.fromNow || b.fromNow
                                    ? null
                                    : new Moment(false, Math.multiplyExact(a.ns, b.ns));
                    default -> null;
                };
            } catch (ArithmeticException overflow) {
                throw Failures.invalid("timestamp out of range");
            }
        }
    }
}
