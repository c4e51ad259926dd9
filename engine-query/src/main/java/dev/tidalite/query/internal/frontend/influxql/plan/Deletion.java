package dev.tidalite.query.internal.frontend.influxql.plan;

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
import java.util.regex.Pattern;

/// Which rows a DELETE or DROP SERIES means: a range of time, and tests of tags that must all hold.
public final class Deletion {
    private final TimeRange range;
    private final List<Expression.Binary> tests;

    private Deletion(TimeRange range, List<Expression.Binary> tests) {
        this.range = range;
        this.tests = tests;
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
        List<Expression.Binary> tests = new ArrayList<>();
        if (condition.rest() != null) {
            collect(condition.rest(), tests);
        }
        return new Deletion(new TimeRange(start, end), tests);
    }

    private static void collect(Expression condition, List<Expression.Binary> tests) {
        switch (condition) {
            case Expression.Paren(Expression inner) -> collect(inner, tests);
            case Expression.Binary binary when binary.operator() == Operator.AND -> {
                collect(binary.left(), tests);
                collect(binary.right(), tests);
            }
            case Expression.Binary binary
                    when binary.operator().isComparison()
                            && binary.left() instanceof Expression.VarRef ->
                    tests.add(binary);
            default ->
                    throw Failures.unsupported(
                            "conditions other than tag tests joined by AND in DELETE and DROP"
                                    + " SERIES");
        }
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

    /// The tests as conditions on the tags of a table; null if no row of it can satisfy them.
    public @Nullable List<ColumnPredicate> predicates(TableSchema table) {
        List<ColumnPredicate> predicates = new ArrayList<>();
        for (Expression.Binary test : tests) {
            String name = ((Expression.VarRef) test.left()).name();
            ColumnSchema column = table.find(name).orElse(null);
            if (column != null && column.role() == ColumnRole.FIELD) {
                throw Failures.invalid("fields not allowed in WHERE clause during deletion");
            }
            boolean emptyHolds = holds(test, "");
            if (column == null) {
                if (!emptyHolds) {
                    return null;
                }
            } else if (!emptyHolds) {
                predicates.add(new ColumnPredicate.TextMatches(name, value -> holds(test, value)));
            } else if (test.operator() == Operator.EQUAL) {
                predicates.add(new ColumnPredicate.IsNull(name));
            } else {
                throw Failures.unsupported(
                        "conditions that a missing tag satisfies in DELETE and DROP SERIES");
            }
        }
        return predicates;
    }

    private static boolean holds(Expression.Binary test, String value) {
        return switch (test.right()) {
            case Expression.Text(String text) ->
                    switch (test.operator()) {
                        case EQUAL -> value.equals(text);
                        case NOT_EQUAL -> !value.equals(text);
                        default -> throw Failures.unsupported("this comparison of tags");
                    };
            case Expression.Regex(String text) -> {
                Pattern pattern = Patterns.compile(text);
                yield pattern.matcher(value).find() == (test.operator() == Operator.MATCH);
            }
            default -> false;
        };
    }
}
