package dev.tidalite.query.internal.frontend.influxql.parse;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Fill;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.KeyFilter;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Page;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Statements as the parser could have made them.
final class RandomStatements {
    private static final String[] NAMES = {
        "cpu", "host", "select", "a b", "quo\"te", "back\\slash", "new\nline", "ünï", "_x1", "time"
    };
    private static final String[] TEXTS = {
        "", "a", "it's", "\\", "line\nbreak", "\"", "2000-01-01"
    };
    private static final String[] PATTERNS = {"^cpu.*", "a/b", "[0-9]+", "\\d\\.x", "(?i)x|y"};
    private static final Expression.Operator[] PLAIN = {
        Expression.Operator.OR,
        Expression.Operator.AND,
        Expression.Operator.EQUAL,
        Expression.Operator.NOT_EQUAL,
        Expression.Operator.LESS,
        Expression.Operator.GREATER_OR_EQUAL,
        Expression.Operator.ADD,
        Expression.Operator.SUBTRACT,
        Expression.Operator.MULTIPLY,
        Expression.Operator.DIVIDE,
        Expression.Operator.MODULO,
        Expression.Operator.BITWISE_AND,
        Expression.Operator.BITWISE_OR,
        Expression.Operator.BITWISE_XOR
    };

    private final SplittableRandom random;

    RandomStatements(SplittableRandom random) {
        this.random = random;
    }

    Statement statement() {
        return switch (random.nextInt(12)) {
            case 0 -> new Statement.ShowDatabases();
            case 1 -> new Statement.ShowRetentionPolicies(maybe(this::name));
            case 2 ->
                    new Statement.ShowMeasurements(
                            maybe(this::name),
                            maybe(this::measurement),
                            maybe(() -> expression(3)),
                            random.nextBoolean(),
                            page());
            case 3 ->
                    new Statement.ShowTagValues(
                            maybe(this::name),
                            List.of(measurement()),
                            key(),
                            maybe(() -> expression(3)),
                            random.nextBoolean(),
                            page());
            case 4 ->
                    new Statement.ShowCardinality(
                            Statement.Counted.SERIES,
                            random.nextBoolean(),
                            maybe(this::name),
                            List.of(measurement()),
                            null,
                            maybe(() -> expression(2)),
                            List.of(),
                            page());
            case 5 -> new Statement.Delete(List.of(measurement()), maybe(() -> expression(2)));
            case 6 ->
                    new Statement.CreateRetentionPolicy(
                            name(),
                            new Statement.RetentionPolicy(
                                    name(),
                                    random.nextLong(1L << 50),
                                    null,
                                    1 + random.nextInt(3),
                                    random.nextBoolean()));
            case 7 -> new Statement.Explain(random.nextBoolean(), random.nextBoolean(), select(1));
            default -> select(3);
        };
    }

    private Statement.Select select(int depth) {
        return new Statement.Select(
                several(() -> new Statement.Field(expression(depth), maybe(this::name))),
                maybe(this::target),
                several(() ->
                        depth > 1 && random.nextInt(3) == 0
                                ? new Source.Subquery(select(depth - 1))
                                : measurement()),
                maybe(() -> expression(depth)),
                random.nextBoolean() ? List.of() : several(() -> expression(1)),
                maybe(this::fill),
                random.nextBoolean(),
                page(),
                page(),
                maybe(() -> pick(TEXTS)));
    }

    private Fill fill() {
        return switch (random.nextInt(5)) {
            case 0 -> Fill.NULL;
            case 1 -> Fill.NONE;
            case 2 -> Fill.PREVIOUS;
            case 3 -> Fill.LINEAR;
            default -> new Fill.Value(new Expression.IntegerNumber(random.nextInt(-5, 5)));
        };
    }

    private Statement.Target target() {
        return switch (random.nextInt(3)) {
            case 0 -> new Statement.Target(null, null, name());
            case 1 -> new Statement.Target(name(), name(), null);
            default -> new Statement.Target(name(), null, name());
        };
    }

    private KeyFilter key() {
        return switch (random.nextInt(3)) {
            case 0 -> new KeyFilter.Named(name(), random.nextBoolean());
            case 1 -> new KeyFilter.Matching(pick(PATTERNS), random.nextBoolean());
            default -> new KeyFilter.Among(several(this::name));
        };
    }

    private Source.Measurement measurement() {
        String policy = maybe(this::name);
        String database = maybe(this::name);
        boolean named = random.nextBoolean();
        return new Source.Measurement(
                database, policy, named ? name() : null, named ? null : pick(PATTERNS));
    }

    private Page page() {
        return new Page(
                random.nextBoolean() ? 0 : random.nextInt(9),
                random.nextBoolean() ? 0 : random.nextInt(9));
    }

    /// Nested as the parser nests: to the left, parentheses where precedence needs them.
    private Expression expression(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return leaf();
        }
        return switch (random.nextInt(5)) {
            case 0 -> new Expression.Paren(expression(depth - 1));
            case 1 ->
                    new Expression.Call(
                            "f" + random.nextInt(3), several(() -> expression(depth - 1)));
            case 2 ->
                    new Expression.Binary(
                            Expression.Operator.MATCH,
                            new Expression.VarRef(name()),
                            new Expression.Regex(pick(PATTERNS)));
            default ->
                    new Expression.Binary(
                            PLAIN[random.nextInt(PLAIN.length)],
                            new Expression.Paren(expression(depth - 1)),
                            leaf());
        };
    }

    private Expression leaf() {
        return switch (random.nextInt(12)) {
            case 0 -> new Expression.FloatNumber(random.nextInt(-1000, 1000) / 8.0);
            case 1 -> new Expression.IntegerNumber(random.nextLong());
            case 2 -> new Expression.UnsignedNumber(Long.MIN_VALUE + random.nextInt(1000));
            case 3 -> new Expression.Duration(random.nextLong(1L << 60));
            case 4 -> new Expression.Text(pick(TEXTS));
            case 5 -> new Expression.Bool(random.nextBoolean());
            case 6 -> new Expression.Wildcard(pick(Expression.Wildcard.Kind.values()));
            case 7 -> new Expression.VarRef(name(), pick(Expression.Cast.values()));
            case 8 -> new Expression.BoundParameter(name());
            case 9 -> new Expression.Distinct(name());
            case 10 -> new Expression.Regex(pick(PATTERNS));
            default -> new Expression.VarRef(name());
        };
    }

    private String name() {
        return pick(NAMES);
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> several(Supplier<? extends T> value) {
        List<T> values = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            values.add(value.get());
        }
        return values;
    }
}
