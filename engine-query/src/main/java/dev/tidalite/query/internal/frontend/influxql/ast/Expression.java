package dev.tidalite.query.internal.frontend.influxql.ast;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// An expression as it was written: nothing is resolved or folded yet.
public sealed interface Expression {
    /// A number with a decimal point.
    record FloatNumber(double value) implements Expression {}

    /// A whole number that fits into 64 signed bits.
    record IntegerNumber(long value) implements Expression {}

    /// A whole number beyond that, carried in the bits of a `long`.
    record UnsignedNumber(long bits) implements Expression {}

    /// `1h30m`, in nanoseconds.
    record Duration(long ns) implements Expression {}

    /// Text in single quotes; compared with `time` it is a date.
    record Text(String value) implements Expression {}

    /// `true` or `false`.
    record Bool(boolean value) implements Expression {}

    /// `/pattern/`, without the slashes and with `\/` already a slash.
    record Regex(String pattern) implements Expression {}

    /// `*`, `*::field` or `*::tag`.
    record Wildcard(Kind kind) implements Expression {
        /// Which columns a wildcard stands for.
        public enum Kind {
            ALL,
            FIELD,
            TAG
        }
    }

    /// A column by name; several segments are one name with dots.
    ///
    /// @param cast what stands after `::`, or null
    record VarRef(String name, @Nullable Cast cast) implements Expression {
        public VarRef(String name) {
            this(name, null);
        }
    }

    /// `$name`, for which nothing was bound.
    record BoundParameter(String name) implements Expression {}

    /// A function call.
    ///
    /// @param name in lower case
    record Call(String name, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /// `DISTINCT name` without parentheses.
    record Distinct(String name) implements Expression {}

    /// Two operands and what stands between them.
    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /// An expression in parentheses.
    record Paren(Expression inner) implements Expression {}

    /// What may stand after `::`.
    enum Cast {
        FLOAT,
        INTEGER,
        UNSIGNED,
        STRING,
        BOOLEAN,
        FIELD,
        TAG;

        /// As it is written.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// What may stand between two operands.
    enum Operator {
        OR("OR", 1),
        AND("AND", 2),
        EQUAL("=", 3),
        NOT_EQUAL("!=", 3),
        MATCH("=~", 3),
        NOT_MATCH("!~", 3),
        LESS("<", 3),
        LESS_OR_EQUAL("<=", 3),
        GREATER(">", 3),
        GREATER_OR_EQUAL(">=", 3),
        ADD("+", 4),
        SUBTRACT("-", 4),
        BITWISE_OR("|", 4),
        BITWISE_XOR("^", 4),
        MULTIPLY("*", 5),
        DIVIDE("/", 5),
        MODULO("%", 5),
        BITWISE_AND("&", 5);

        private final String symbol;
        private final int precedence;

        Operator(String symbol, int precedence) {
            this.symbol = symbol;
            this.precedence = precedence;
        }

        public String symbol() {
            return symbol;
        }

        /// 1 to 5; a greater one binds tighter.
        public int precedence() {
            return precedence;
        }

        /// Whether it compares, and so gives a truth value.
        public boolean isComparison() {
            return precedence == 3;
        }

        /// Whether it joins truth values.
        public boolean isLogical() {
            return precedence < 3;
        }

        /// The same comparison with its operands changed over; itself for anything else.
        public Operator mirrored() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
                case OR, AND, EQUAL, NOT_EQUAL, MATCH, NOT_MATCH -> this;
                case ADD, SUBTRACT, BITWISE_OR, BITWISE_XOR -> this;
                case MULTIPLY, DIVIDE, MODULO, BITWISE_AND -> this;
            };
        }
    }
}
