package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Field;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/// Plans a SELECT: for each measurement that its sources have rows of, one plan.
final class SelectPlanner {
    private final Sources sources;

    /// Whether the windows of all queries planned so far ascend with the time.
    private boolean ascend = true;

    SelectPlanner(Snapshot snapshot) {
        this.sources = new Sources(snapshot);
    }

    /// @return one for each measurement, ascending by its name
    List<SeriesRows> plan(Statement.Select written, Scope scope) {
        Statement.Select select = withWindowsOf(scope, written);
        ZoneId zone = Scope.zone(select.zone(), scope.zone());
        Condition condition = Condition.of(select.where(), zone);
        TimeSpan span = condition.span().intersect(scope.span());
        long windowNs = Analysis.windowNs(select.groupBy());
        if (windowNs > 0 && !span.hasEnd()) {
            span = span.untilNow();
        }
        Reach reach = reach(select, span, windowNs);

        List<String> groupTags = groupTags(select, scope);
        Expression.Call windows = Analysis.windows(select.groupBy());
        List<Rows> all =
                rows(select.from(), new Scope(reach.read(), groupTags, windows, zone, true));
        Shape shape = shape(select, all, groupTags);
        if (shape == null) {
            return List.of();
        }
        Windows windowsOfTime = Windows.of(shape, zone, reach.read());
        ascend &= windowsOfTime.ascend();
        MeasurementPlanner planner =
                new MeasurementPlanner(
                        select,
                        shape,
                        reach,
                        windowsOfTime,
                        scope.nested(),
                        ascend && !scope.nested());
        List<SeriesRows> planned = new ArrayList<>();
        for (Rows rows : Sources.merged(narrowed(all, shape, condition.rest(), reach.read()))) {
            SeriesRows series = planner.plan(rows);
            if (series != null) {
                planned.add(series);
            }
        }
        return planned;
    }

    /// A subquery that aggregates and does not say over which windows does so over those of the
    /// query around it, as in version 1 (`compiledStatement.subquery`).
    private static Statement.Select withWindowsOf(Scope scope, Statement.Select select) {
        Expression.Call windows = scope.windows();
        if (windows == null
                || Analysis.windows(select.groupBy()) != null
                || select.fields().stream().noneMatch(f -> aggregates(f.expression()))) {
            return select;
        }
        List<Expression> groupBy = new ArrayList<>(select.groupBy());
        groupBy.add(windows);
        return select.groupedBy(groupBy);
    }

    private static boolean aggregates(Expression expression) {
        if (expression instanceof Expression.Call call
                && (Calls.isAggregate(call.name())
                        || Calls.isSelector(call.name())
                        || Calls.isRowSelector(call.name()))) {
            return true;
        }
        return Expressions.operands(expression).stream().anyMatch(SelectPlanner::aggregates);
    }

    private List<String> groupTags(Statement.Select select, Scope scope) {
        boolean open = select.groupBy().stream().anyMatch(Expressions::isWildcard);
        NavigableSet<String> known =
                open ? sources.tags(select.from()) : java.util.Collections.emptyNavigableSet();
        NavigableSet<String> tags = Analysis.groupTags(select.groupBy(), known);
        tags.addAll(scope.groupTags());
        return List.copyOf(tags);
    }

    /// Functions along the time need the window before the first one asked for; where rows come
    /// descending, the one behind the last.
    private static Reach reach(Statement.Select select, TimeSpan span, long windowNs) {
        boolean looksBack = select.fields().stream().anyMatch(f -> looksBack(f.expression()));
        if (windowNs == 0 || !looksBack) {
            return new Reach(span, span);
        }
        if (select.descending()) {
            return new Reach(span, span.endingLater(windowNs));
        }
        return new Reach(span, span.hasStart() ? span.startingEarlier(windowNs) : span);
    }

    private static boolean looksBack(Expression expression) {
        if (expression instanceof Expression.Call call
                && Calls.isTransform(call.name())
                && Calls.looksBack(call.name())) {
            return true;
        }
        return Expressions.operands(expression).stream().anyMatch(SelectPlanner::looksBack);
    }

    /// @return null if nothing is selected, because no field matches
    private static @Nullable Shape shape(
            Statement.Select select, List<Rows> all, List<String> groupTags) {
        boolean open =
                select.fields().stream().anyMatch(f -> Expressions.hasWildcard(f.expression()));
        SourceColumns columns = open ? SourceColumns.of(all) : SourceColumns.NONE;
        List<Field> fields = Naming.expanded(select.fields(), columns, new HashSet<>(groupTags));
        return fields.isEmpty() ? null : Analysis.of(select, fields, groupTags);
    }

    private List<Rows> rows(List<Source> from, Scope inner) {
        List<Rows> rows = new ArrayList<>();
        Set<String> tables = new HashSet<>();
        for (Source source : from) {
            switch (source) {
                case Source.Measurement measurement ->
                        sources.tables(measurement).stream()
                                .filter(table -> tables.add(table.table()))
                                .forEach(table -> rows.add(Sources.rows(table)));
                case Source.Subquery(Statement.Select select) -> {
                    for (SeriesRows series : plan(select, inner)) {
                        rows.add(asSource(series));
                    }
                }
            }
        }
        return rows;
    }

    /// The rows of a subquery: a tag that is both grouped by and selected is there once.
    private static Rows asSource(SeriesRows series) {
        Rows rows = series.rows();
        Rows.Projection projection = new Rows.Projection(rows);
        Set<String> names = new HashSet<>();
        for (int index = 0; index < series.firstHidden(); index++) {
            if (names.add(rows.column(index).name())) {
                projection.keep(index);
            }
        }
        Rows source = projection.build();
        return new Rows(source.measurement(), source.plan(), source.roles(), false);
    }

    /// Only the columns and rows that are looked at.
    private static List<Rows> narrowed(
            List<Rows> all, Shape shape, @Nullable Expression rest, TimeSpan read) {
        Set<String> names = new HashSet<>(shape.groupTags());
        for (Shape.Column column : shape.columns()) {
            Expressions.references(column.expression()).forEach(ref -> names.add(ref.name()));
        }
        if (rest != null) {
            Expressions.references(rest).forEach(ref -> names.add(ref.name()));
        }
        boolean allTags = shape.kind() == Shape.Kind.RAW;
        List<Rows> narrowed = new ArrayList<>();
        for (Rows rows : all) {
            Rows pruned = Sources.pruned(rows, names, allTags);
            List<Expr> conditions = new ArrayList<>();
            if (rows.ofTable()) {
                conditions.addAll(read.conditions(pruned.time()));
            }
            if (rest != null) {
                conditions.addAll(Sources.conjuncts(rest, pruned));
            }
            narrowed.add(Sources.where(pruned, conditions));
        }
        return narrowed;
    }

    /// Whether a column can make a row be there: a field of a table, anything of a subquery.
    static boolean makesRows(Rows rows, int index) {
        return rows.roles().get(index) == ColumnRole.FIELD
                || (!rows.ofTable() && rows.roles().get(index) == ColumnRole.TAG);
    }
}
