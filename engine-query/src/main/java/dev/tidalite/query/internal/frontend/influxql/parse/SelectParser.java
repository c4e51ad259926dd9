package dev.tidalite.query.internal.frontend.influxql.parse;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Field;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Fill;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Page;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Target;
import dev.tidalite.query.internal.frontend.influxql.parse.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads `SELECT` and the clauses that other statements share with it.
final class SelectParser {
    private final TokenReader in;
    private final ExprParser expressions;

    SelectParser(TokenReader in) {
        this.in = in;
        this.expressions = new ExprParser(in);
    }

    /// Reads what follows the word `SELECT`.
    Statement.Select select() {
        List<Field> fields = new ArrayList<>();
        do {
            fields.add(field());
        } while (in.accept(","));
        Target into = in.accept("INTO") ? target() : null;
        if (!in.accept("FROM")) {
            throw TokenReader.unexpected(in.take(), "FROM");
        }
        List<Source> from = sources(/* subqueries= */ true);
        Expression where = where();
        List<Expression> groupBy = groupBy();
        Fill fill = fill();
        boolean descending = orderBy();
        Page page = page("LIMIT", "OFFSET");
        Page seriesPage = page("SLIMIT", "SOFFSET");
        String zone = zone();
        return new Statement.Select(
                fields, into, from, where, groupBy, fill, descending, page, seriesPage, zone);
    }

    private Field field() {
        Expression expression = expressions.expression();
        if (!in.accept("AS")) {
            return new Field(expression, null);
        }
        return new Field(expression, in.name());
    }

    private Target target() {
        List<@Nullable String> segments = segments(/* measurementWord= */ true);
        int last = segments.size() - 1;
        String database = last == 2 ? segments.get(0) : null;
        String policy = last >= 1 ? segments.get(last - 1) : null;
        return new Target(database, policy, segments.get(last));
    }

    /// Up to three names with dots between them; an empty one is null.
    private List<@Nullable String> segments(boolean measurementWord) {
        List<@Nullable String> segments = new ArrayList<>();
        segments.add(segment(measurementWord));
        while (segments.size() < 3 && in.accept(".")) {
            if (in.peek().is(".")) {
                segments.add(null);
            } else {
                segments.add(segment(measurementWord));
            }
        }
        return segments;
    }

    private @Nullable String segment(boolean measurementWord) {
        if (measurementWord && in.accept(":")) {
            Token token = in.take();
            if (!token.is("MEASUREMENT")) {
                throw TokenReader.unexpected(token, "MEASUREMENT");
            }
            return null;
        }
        return in.name();
    }

    /// `FROM` and what follows, or no sources.
    List<Source> from() {
        return in.accept("FROM") ? sources(/* subqueries= */ false) : List.of();
    }

    private List<Source> sources(boolean subqueries) {
        List<Source> sources = new ArrayList<>();
        do {
            sources.add(source(subqueries));
        } while (in.accept(","));
        return sources;
    }

    private Source source(boolean subqueries) {
        if (subqueries && in.accept("(")) {
            in.enter();
            in.expect("SELECT");
            Statement.Select select = select();
            in.expect(")");
            in.leave();
            return new Source.Subquery(select);
        }
        return measurement();
    }

    /// `[[db.][rp].]name` or a pattern in place of the name.
    Source.Measurement measurement() {
        List<@Nullable String> prefix = new ArrayList<>();
        while (true) {
            String pattern = in.regex();
            if (pattern != null) {
                return measurement(prefix, null, pattern);
            }
            if (!prefix.isEmpty() && prefix.size() < 2 && in.accept(".")) {
                prefix.add(null);
                continue;
            }
            String name = in.name();
            if (prefix.size() == 2 || !in.accept(".")) {
                return measurement(prefix, name, null);
            }
            prefix.add(name);
        }
    }

    private static Source.Measurement measurement(
            List<@Nullable String> prefix, @Nullable String name, @Nullable String pattern) {
        String database = prefix.size() == 2 ? prefix.get(0) : null;
        String policy = prefix.isEmpty() ? null : prefix.get(prefix.size() - 1);
        return new Source.Measurement(database, policy, name, pattern);
    }

    @Nullable Expression where() {
        return in.accept("WHERE") ? expressions.expression() : null;
    }

    List<Expression> groupBy() {
        List<Expression> dimensions = new ArrayList<>();
        if (in.accept("GROUP")) {
            in.expect("BY");
            do {
                dimensions.add(expressions.expression());
            } while (in.accept(","));
        }
        return dimensions;
    }

    private @Nullable Fill fill() {
        Token word = in.peek();
        if (!word.isName("fill") || !in.adjoins(word, "(")) {
            return null;
        }
        Expression.Call call = (Expression.Call) expressions.expression();
        if (call.arguments().size() != 1) {
            throw TokenReader.failed(
                    word, "fill requires an argument, e.g.: 0, null, none, previous, linear");
        }
        return switch (call.arguments().get(0)) {
            case Expression.VarRef(String name, Expression.Cast ignored) ->
                    switch (name.toLowerCase(Locale.ROOT)) {
                        case "null" -> Fill.NULL;
                        case "none" -> Fill.NONE;
                        case "previous" -> Fill.PREVIOUS;
                        case "linear" -> Fill.LINEAR;
                        default -> throw wrongFill(word);
                    };
            case Expression.IntegerNumber number -> new Fill.Value(number);
            case Expression.FloatNumber number -> new Fill.Value(number);
            case Expression.BoundParameter parameter -> new Fill.Value(parameter);
            default -> throw wrongFill(word);
        };
    }

    private static SyntaxException wrongFill(Token word) {
        return TokenReader.failed(word, "expected number argument in fill()");
    }

    /// @return whether the order is descending
    boolean orderBy() {
        if (!in.accept("ORDER")) {
            return false;
        }
        in.expect("BY");
        Token token = in.take();
        if (token.is("ASC") || token.is("DESC")) {
            return endOrder(token.is("DESC"));
        }
        if (token.kind() != Kind.NAME) {
            throw TokenReader.unexpected(token, "identifier, ASC, DESC");
        }
        if (!token.text().equalsIgnoreCase("time")) {
            throw TokenReader.failed(token, "only ORDER BY time supported at this time");
        }
        if (in.accept("DESC")) {
            return endOrder(true);
        }
        in.accept("ASC");
        return endOrder(false);
    }

    private boolean endOrder(boolean descending) {
        Token token = in.peek();
        if (token.is(",")) {
            throw TokenReader.failed(token, "only ORDER BY time supported at this time");
        }
        return descending;
    }

    Page page(String limitWord, String offsetWord) {
        long limit = in.accept(limitWord) ? in.count(limitWord) : 0;
        long offset = in.accept(offsetWord) ? in.count(offsetWord) : 0;
        return new Page(limit, offset);
    }

    private @Nullable String zone() {
        Token word = in.peek();
        if (!word.isName("tz") || !in.adjoins(word, "(")) {
            return null;
        }
        Expression.Call call = (Expression.Call) expressions.expression();
        if (call.arguments().size() == 1
                && call.arguments().get(0) instanceof Expression.Text zone) {
            return zone.value();
        }
        throw TokenReader.failed(word, "timezone must be a string argument");
    }
}
