package dev.tidalite.query.internal.frontend.influxql.parse;

import dev.tidalite.query.internal.frontend.influxql.ast.Durations;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.parse.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.OptionalLong;

/// Where the parser stands in the text, with the questions it asks again and again.
final class TokenReader {
    private final Lexer lexer;
    private final @Nullable Map<String, Expression> parameters;
    private int at;
    private int depth;
    private final int depthMax;

    /// @param parameters what `$name` stands for; null leaves it as it is
    /// @param depthMax how deep expressions and subqueries may nest
    TokenReader(String text, @Nullable Map<String, Expression> parameters, int depthMax) {
        this.lexer = new Lexer(text);
        this.parameters = parameters;
        this.depthMax = depthMax;
    }

    Token peek() {
        return lexer.next(at);
    }

    Token take() {
        Token token = lexer.next(at);
        at = token.end();
        return token;
    }

    /// Takes the next token if it is this keyword or sign.
    boolean accept(String keywordOrSign) {
        Token token = peek();
        if (token.is(keywordOrSign)) {
            at = token.end();
            return true;
        }
        return false;
    }

    void expect(String keywordOrSign) {
        Token token = take();
        if (!token.is(keywordOrSign)) {
            throw unexpected(token, keywordOrSign);
        }
    }

    /// Whether the token behind `token` follows without a blank and is this sign.
    boolean adjoins(Token token, String sign) {
        Token next = lexer.next(token.end());
        return next.start() == token.end() && next.is(sign);
    }

    String name() {
        Token token = take();
        if (token.kind() != Kind.NAME) {
            throw unexpected(token, "identifier");
        }
        return token.text();
    }

    /// A whole number without a sign.
    long count(String clause) {
        Token token = take();
        if (token.kind() == Kind.BOUND
                && resolve(token) instanceof Expression.IntegerNumber number) {
            return number.value();
        }
        if (token.kind() != Kind.INTEGER) {
            throw unexpected(token, "integer");
        }
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException tooLarge) {
            throw failed(token, clause + " is too large");
        }
    }

    long durationNs() {
        Token token = take();
        if (token.kind() != Kind.DURATION) {
            throw unexpected(token, "duration");
        }
        return durationNs(token);
    }

    long durationNs(Token token) {
        OptionalLong ns = Durations.parse(token.text());
        if (ns.isEmpty()) {
            throw failed(token, "invalid duration");
        }
        return ns.getAsLong();
    }

    /// What a bound parameter stands for.
    Expression resolve(Token token) {
        if (parameters == null) {
            return new Expression.BoundParameter(token.text());
        }
        Expression value = parameters.get(token.text());
        if (value == null) {
            throw failed(token, "missing parameter: " + token.text());
        }
        return value;
    }

    /// The pattern that stands here, or null if none does.
    @Nullable String regex() {
        Token bound = peek();
        if (bound.kind() == Kind.BOUND) {
            if (parameters != null && resolve(bound) instanceof Expression.Regex regex) {
                at = bound.end();
                return regex.pattern();
            }
            return null;
        }
        Token token = lexer.regex(at);
        if (token == null) {
            return null;
        }
        if (token.kind() == Kind.BAD) {
            throw failed(token, "found " + token.text() + ", expected regex");
        }
        at = token.end();
        try {
            Patterns.compile(token.text());
        } catch (IllegalArgumentException e) {
            throw failed(token, "error parsing regexp: " + e.getMessage());
        }
        return token.text();
    }

    /// Enters one more level of nesting.
    void enter() {
        if (++depth > depthMax) {
            throw failed(peek(), "more than " + depthMax + " levels of nesting");
        }
    }

    void leave() {
        depth--;
    }

    /// The text from a token to the end of the last one taken.
    String textFrom(Token first) {
        return lexer.substring(first.start(), at);
    }

    static SyntaxException unexpected(Token token, String expected) {
        return failed(token, "found " + token.found() + ", expected " + expected);
    }

    static SyntaxException failed(Token token, String reason) {
        return new SyntaxException(reason, token.line(), token.column());
    }
}
