package dev.tidalite.query.internal.frontend.influxql.parse;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression.Operator;
import dev.tidalite.query.internal.frontend.influxql.parse.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads expressions by precedence.
final class ExprParser {
    private static final String EXPECTED = "identifier, string, number, bool";
    private static final Map<String, Operator> OPERATORS =
            Stream.of(Operator.values())
                    .collect(Collectors.toMap(Operator::symbol, Function.identity()));

    private final TokenReader in;

    ExprParser(TokenReader in) {
        this.in = in;
    }

    Expression expression() {
        return binary(1);
    }

    private Expression binary(int precedenceMin) {
        in.enter();
        Expression left = operand();
        while (true) {
            Operator operator = operator(in.peek());
            if (operator == null || operator.precedence() < precedenceMin) {
                in.leave();
                return left;
            }
            in.take();
            Expression right;
            if (operator == Operator.MATCH || operator == Operator.NOT_MATCH) {
                right = pattern();
            } else {
                right = binary(operator.precedence() + 1);
            }
            left = new Expression.Binary(operator, left, right);
        }
    }

    private static @Nullable Operator operator(Token token) {
        boolean may = token.kind() == Kind.SIGN || token.kind() == Kind.KEYWORD;
        return may ? OPERATORS.get(token.text()) : null;
    }

    private Expression pattern() {
        String pattern = in.regex();
        if (pattern != null) {
            return new Expression.Regex(pattern);
        }
        Token found = in.take();
        if (found.kind() == Kind.BOUND
                && in.resolve(found) instanceof Expression.BoundParameter bound) {
            return bound;
        }
        throw TokenReader.failed(found, "found " + found.found() + ", expected regex");
    }

    private Expression operand() {
        String pattern = in.regex();
        if (pattern != null) {
            return new Expression.Regex(pattern);
        }
        Token token = in.take();
        return switch (token.kind()) {
            case NAME -> in.adjoins(token, "(") ? call(token) : reference(token);
            case STRING -> new Expression.Text(token.text());
            case INTEGER, NUMBER, DURATION -> literal(token, "");
            case BOUND -> in.resolve(token);
            case SIGN -> signed(token);
            case KEYWORD -> keyword(token);
            case END, BAD -> throw TokenReader.unexpected(token, EXPECTED);
        };
    }

    private Expression keyword(Token token) {
        return switch (token.text()) {
            case "TRUE" -> new Expression.Bool(true);
            case "FALSE" -> new Expression.Bool(false);
            case "DISTINCT" -> {
                if (in.adjoins(token, "(")) {
                    yield call(token);
                }
                Token next = in.take();
                if (next.kind() != Kind.NAME) {
                    throw TokenReader.unexpected(next, "(, identifier");
                }
                yield new Expression.Distinct(segments(next));
            }
            default -> throw TokenReader.unexpected(token, EXPECTED);
        };
    }

    private Expression signed(Token token) {
        return switch (token.text()) {
            case "(" -> {
                Expression inner = expression();
                in.expect(")");
                yield new Expression.Paren(inner);
            }
            case "*" -> wildcard();
            case "+", "-" -> {
                Token next = in.peek();
                boolean minus = token.text().equals("-");
                yield switch (next.kind()) {
                    case INTEGER, NUMBER, DURATION -> literal(in.take(), minus ? "-" : "");
                    case NAME -> negated(minus, operand());
                    case SIGN -> {
                        if (!next.text().equals("(")) {
                            throw TokenReader.unexpected(next, "identifier, number, duration, (");
                        }
                        yield negated(minus, operand());
                    }
                    case BOUND -> negated(minus, operand());
                    case KEYWORD, STRING, END, BAD ->
                            throw TokenReader.unexpected(next, "identifier, number, duration, (");
                };
            }
            default -> throw TokenReader.unexpected(token, EXPECTED);
        };
    }

    private static Expression negated(boolean minus, Expression operand) {
        if (!minus) {
            return operand;
        }
        return new Expression.Binary(Operator.MULTIPLY, new Expression.IntegerNumber(-1), operand);
    }

    private Expression literal(Token token, String sign) {
        if (token.kind() == Kind.DURATION) {
            long ns = in.durationNs(token);
            return new Expression.Duration(sign.isEmpty() ? ns : -ns);
        }
        if (token.kind() == Kind.NUMBER) {
            return new Expression.FloatNumber(Double.parseDouble(sign + token.text()));
        }
        try {
            return new Expression.IntegerNumber(Long.parseLong(sign + token.text()));
        } catch (NumberFormatException tooLarge) {
            return large(token, sign);
        }
    }

    private static Expression large(Token token, String sign) {
        try {
            if (sign.isEmpty()) {
                return new Expression.UnsignedNumber(Long.parseUnsignedLong(token.text()));
            }
        } catch (NumberFormatException tooLarge) {
            throw TokenReader.failed(token, "unable to parse integer");
        }
        throw TokenReader.failed(token, "constant -" + token.text() + " underflows int64");
    }

    private Expression wildcard() {
        if (!in.accept("::")) {
            return new Expression.Wildcard(Expression.Wildcard.Kind.ALL);
        }
        Token token = in.take();
        if (token.is("FIELD")) {
            return new Expression.Wildcard(Expression.Wildcard.Kind.FIELD);
        }
        if (token.is("TAG")) {
            return new Expression.Wildcard(Expression.Wildcard.Kind.TAG);
        }
        throw TokenReader.unexpected(token, "field, tag");
    }

    private Expression reference(Token first) {
        String name = segments(first);
        if (!in.accept("::")) {
            return new Expression.VarRef(name);
        }
        Token token = in.take();
        String word = token.text().toUpperCase(Locale.ROOT);
        if (token.kind() == Kind.NAME || token.kind() == Kind.KEYWORD) {
            for (Expression.Cast cast : Expression.Cast.values()) {
                if (cast.name().equals(word)) {
                    return new Expression.VarRef(name, cast);
                }
            }
        }
        throw TokenReader.unexpected(
                token, "float, integer, unsigned, string, boolean, field, tag");
    }

    /// `a.b.c` is one name with dots.
    private String segments(Token first) {
        StringBuilder name = new StringBuilder(first.text());
        while (in.accept(".")) {
            name.append('.').append(in.name());
        }
        return name.toString();
    }

    private Expression call(Token name) {
        in.expect("(");
        List<Expression> arguments = new ArrayList<>();
        if (!in.accept(")")) {
            do {
                arguments.add(expression());
            } while (in.accept(","));
            in.expect(")");
        }
        return new Expression.Call(name.text().toLowerCase(Locale.ROOT), arguments);
    }
}
