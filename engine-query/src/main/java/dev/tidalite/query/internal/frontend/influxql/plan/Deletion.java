package dev.tidalite.query.internal.frontend.influxql.plan;

import com.google.re2j.Pattern;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression.Operator;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.parse.Patterns;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Which rows a DELETE or DROP SERIES means: a range of time, and tests of tags joined by AND and
/// OR.
public final class Deletion {
    /// Into how many deletes one statement may fall apart.
    private static final int ALTERNATIVES_MAX = 256;

    private final TimeRange range;
    private final @Nullable Expression condition;

    private Deletion(TimeRange range, @Nullable Expression condition) {
        this.range = range;
        this.condition = condition;
    }

    /// @param nowNs what `now()` is
    public static Deletion of(@Nullable Expression where, long nowNs) {
        Condition condition = Condition.of(where, ZoneOffset.UTC);
        TimeSpan span = condition.span();
        long start = Long.MIN_VALUE;
        long end = Long.MAX_VALUE;
        if (span.startNs() != null) {
            start = span.startNs();
        }
        if (span.startFromNowNs() != null) {
            start = Math.max(start, nowNs + span.startFromNowNs());
        }
        if (span.endNs() != null) {
            end = span.endNs();
        }
        if (span.endFromNowNs() != null) {
            end = Math.min(end, nowNs + span.endFromNowNs());
        }
        return new Deletion(
                start > end ? TimeRange.NONE : new TimeRange(start, end), condition.rest());
    }

    public TimeRange range() {
        return range;
    }

    /// The tables that a statement names; all if it names none.
    public static List<TableSchema> tables(Snapshot snapshot, List<Source> from) {
        List<Source> plain = new ArrayList<>();
        for (Source source : from) {
            if (source instanceof Source.Measurement m) {
                plain.add(new Source.Measurement(null, null, m.name(), m.pattern()));
            }
        }
        return new Sources(snapshot).tables(plain);
    }

    /// What a row of a table must satisfy: all predicates of one of the lists; no list if no row
    /// can.
    public List<List<ColumnPredicate>> alternatives(TableSchema table) {
        return condition == null ? List.of(List.of()) : alternatives(condition, table);
    }

    private static List<List<ColumnPredicate>> alternatives(
            Expression condition, TableSchema table) {
        List<List<ColumnPredicate>> alternatives = new ArrayList<>();
        switch (condition) {
            case Expression.Paren(Expression inner) -> {
                return alternatives(inner, table);
            }
            case Expression.Binary(Operator operator, Expression left, Expression right)
                    when operator.isLogical() -> {
                List<List<ColumnPredicate>> first = alternatives(left, table);
                List<List<ColumnPredicate>> second = alternatives(right, table);
                if (operator == Operator.OR) {
                    alternatives.addAll(first);
                    alternatives.addAll(second);
                } else {
                    for (List<ColumnPredicate> some : first) {
                        for (List<ColumnPredicate> others : second) {
                            List<ColumnPredicate> both = new ArrayList<>(some);
                            both.addAll(others);
                            alternatives.add(both);
                        }
                    }
                }
            }
            case Expression.Binary test
                    when test.operator().isComparison()
                            && test.left()
                                    instanceof
                                    Expression.VarRef(String name, Expression.Cast ignored) ->
                    addTest(test, name, table, alternatives);
            default ->
                    throw Failures.unsupported(
                            "conditions other than tests of tags in DELETE and DROP SERIES");
        }
        if (alternatives.size() > ALTERNATIVES_MAX) {
            throw Failures.unsupported(
                    "more than " + ALTERNATIVES_MAX + " alternatives in DELETE and DROP SERIES");
        }
        return alternatives;
    }

    /// A tag that is not there is tested as an empty text.
    private static void addTest(
            Expression.Binary test,
            String name,
            TableSchema table,
            List<List<ColumnPredicate>> alternatives) {
        ColumnSchema column = table.find(name).orElse(null);
        if (column != null && column.role() == ColumnRole.FIELD) {
            throw Failures.invalid("fields not supported in WHERE clause during deletion");
        }
        Predicate<String> holds = predicate(test);
        boolean emptyHolds = holds.test("");
        if (column == null) {
            if (emptyHolds) {
                alternatives.add(List.of());
            }
            return;
        }
        if (emptyHolds) {
            alternatives.add(List.of(new ColumnPredicate.IsNull(name)));
        }
        alternatives.add(List.of(new ColumnPredicate.TextMatches(name, holds)));
    }

    private static Predicate<String> predicate(Expression.Binary test) {
        boolean negated =
                test.operator() == Operator.NOT_EQUAL || test.operator() == Operator.NOT_MATCH;
        return switch (test.right()) {
            case Expression.Text(String text)
                    when test.operator() == Operator.EQUAL
                            || test.operator() == Operator.NOT_EQUAL ->
                    value -> value.equals(text) != negated;
            case Expression.Regex(String text)
                    when test.operator() == Operator.MATCH
                            || test.operator() == Operator.NOT_MATCH -> {
                Pattern pattern = Patterns.compile(text);
                yield value -> pattern.matcher(value).find() != negated;
            }
            default -> throw Failures.unsupported("this comparison in DELETE and DROP SERIES");
        };
    }
}
