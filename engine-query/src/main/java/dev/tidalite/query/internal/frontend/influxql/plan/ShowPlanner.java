package dev.tidalite.query.internal.frontend.influxql.plan;

import com.google.re2j.Pattern;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.AggregateCall;
import dev.tidalite.query.internal.exec.PhysicalPlan.SortKey;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.KeyFilter;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Page;
import dev.tidalite.query.internal.frontend.influxql.parse.Patterns;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Plans the SHOW statements about one database. What the schema knows comes from there; where a
/// condition or the values of tags matter, rows are read.
final class ShowPlanner {
    /// Rows before 1990-01-01 count only if a condition on the time says so.
    private static final long DEFAULT_START_NS = 631_152_000_000_000_000L;

    private final Snapshot snapshot;
    private final Sources sources;

    ShowPlanner(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.sources = new Sources(snapshot);
    }

    PhysicalPlan measurements(Statement.ShowMeasurements show) {
        List<TableSchema> tables =
                show.with() == null ? snapshot.tables() : sources.tables(show.with());
        List<PlanColumn> columns = columns("name");
        if (show.where() == null) {
            List<List<Expr>> rows = new ArrayList<>();
            for (TableSchema table : ordered(tables, show.descending())) {
                rows.add(List.of(Exprs.of("measurements"), Exprs.of(table.table())));
            }
            return new PhysicalPlan.Values(columns, page(rows, show.page()));
        }
        List<PhysicalPlan> parts = new ArrayList<>();
        for (TableSchema table : ordered(tables, show.descending())) {
            parts.add(
                    firstOf(
                            matching(table, show.where(), Set.of()),
                            columns,
                            "measurements",
                            table.table()));
        }
        return page(union(parts, columns), show.page());
    }

    /// One row of texts, if there is any row.
    private static PhysicalPlan firstOf(
            Rows rows, List<PlanColumn> columns, String measurement, String value) {
        return new PhysicalPlan.Project(
                new PhysicalPlan.Limit(rows.plan(), null, Exprs.of(1L)),
                List.of(Exprs.of(measurement), Exprs.of(value)),
                columns);
    }

    private static List<TableSchema> ordered(List<TableSchema> tables, boolean descending) {
        return descending ? tables.reversed() : tables;
    }

    PhysicalPlan fieldKeys(Statement.ShowFieldKeys show) {
        List<List<Expr>> rows = new ArrayList<>();
        for (TableSchema table : sources.tables(show.from())) {
            List<List<Expr>> fields = new ArrayList<>();
            for (ColumnSchema field : sorted(table.fields(), show.descending())) {
                fields.add(
                        List.of(
                                Exprs.of(table.table()),
                                Exprs.of(field.name()),
                                Exprs.of(Arithmetic.word(PlanColumn.of(field).type()))));
            }
            rows.addAll(page(fields, show.page()));
        }
        return new PhysicalPlan.Values(columns("fieldKey", "fieldType"), rows);
    }

    private static List<ColumnSchema> sorted(List<ColumnSchema> columns, boolean descending) {
        Comparator<ColumnSchema> byName = Comparator.comparing(ColumnSchema::name);
        return columns.stream().sorted(descending ? byName.reversed() : byName).toList();
    }

    PhysicalPlan tagKeys(Statement.ShowTagKeys show) {
        List<PlanColumn> columns = columns("tagKey");
        List<PhysicalPlan> parts = new ArrayList<>();
        List<List<Expr>> rows = new ArrayList<>();
        for (TableSchema table : pageOf(sources.tables(show.from()), show.seriesPage())) {
            List<PhysicalPlan> keys = new ArrayList<>();
            List<List<Expr>> names = new ArrayList<>();
            for (ColumnSchema tag : sorted(table.tags(), show.descending())) {
                names.add(List.of(Exprs.of(table.table()), Exprs.of(tag.name())));
                if (show.where() != null) {
                    Rows matching = matching(table, show.where(), Set.of(tag.name()));
                    Rows present = notNull(matching, tag.name());
                    keys.add(firstOf(present, columns, table.table(), tag.name()));
                }
            }
            rows.addAll(page(names, show.page()));
            if (!keys.isEmpty()) {
                parts.add(page(union(keys, columns), show.page()));
            }
        }
        return show.where() == null
                ? new PhysicalPlan.Values(columns, rows)
                : union(parts, columns);
    }

    PhysicalPlan tagValues(Statement.ShowTagValues show) {
        List<PlanColumn> columns = columns("key", "value");
        List<PhysicalPlan> parts = new ArrayList<>();
        for (TableSchema table : sources.tables(show.from())) {
            List<PhysicalPlan> keys = new ArrayList<>();
            for (ColumnSchema tag : sorted(table.tags(), false)) {
                if (admits(show.key()).test(tag.name())) {
                    keys.add(values(table, tag.name(), show.where(), columns));
                }
            }
            if (!keys.isEmpty()) {
                List<SortKey> order = new ArrayList<>();
                for (int index = 1; index <= 2; index++) {
                    Expr key = new Expr.ColumnRef(index, DataType.UTF8);
                    order.add(SortKey.of(key, show.descending()));
                }
                parts.add(
                        page(
                                new PhysicalPlan.Sort(union(keys, columns), order, null, null),
                                show.page()));
            }
        }
        return union(parts, columns);
    }

    private static PhysicalPlan values(
            TableSchema table, String tag, @Nullable Expression where, List<PlanColumn> columns) {
        Rows rows = notNull(matching(table, where, Set.of(tag)), tag);
        PhysicalPlan values =
                new PhysicalPlan.Project(
                        rows.plan(),
                        List.of(
                                Exprs.of(table.table()),
                                Exprs.of(tag),
                                rows.ref(rows.tagIndex(tag))),
                        columns);
        return new PhysicalPlan.Distinct(values, List.of());
    }

    private static Predicate<String> admits(KeyFilter filter) {
        return switch (filter) {
            case KeyFilter.Named(String name, boolean negated) ->
                    key -> key.equals(name) != negated;
            case KeyFilter.Matching(String text, boolean negated) -> {
                Pattern pattern = Patterns.compile(text);
                yield key -> pattern.matcher(key).find() != negated;
            }
            case KeyFilter.Among(List<String> names) -> names::contains;
        };
    }

    PhysicalPlan series(Statement.ShowSeries show) {
        List<PlanColumn> columns = columns("key");
        List<PhysicalPlan> parts = new ArrayList<>();
        for (TableSchema table : sources.tables(show.from())) {
            Rows rows = series(table, show.where(), /* allTime= */ true);
            parts.add(
                    new PhysicalPlan.Project(
                            rows.plan(), List.of(Exprs.of(""), seriesKey(rows)), columns));
        }
        Expr key = new Expr.ColumnRef(1, DataType.UTF8);
        PhysicalPlan sorted =
                new PhysicalPlan.Sort(
                        union(parts, columns),
                        List.of(SortKey.of(key, show.descending())),
                        null,
                        null);
        return page(sorted, show.page());
    }

    /// Every combination of tags that a table has rows of.
    private static Rows series(TableSchema table, @Nullable Expression where, boolean allTime) {
        Set<String> tags = new HashSet<>();
        table.tags().forEach(tag -> tags.add(tag.name()));
        Rows rows = matching(table, where, tags, allTime);
        Rows.Projection projection = new Rows.Projection(rows);
        projection.add(Exprs.timestamp(0), ColumnSchema.TIME, rows.roles().get(rows.timeIndex()));
        for (ColumnSchema tag : sorted(table.tags(), false)) {
            projection.keep(rows.tagIndex(tag.name()));
        }
        Rows combinations = projection.build();
        return combinations.with(new PhysicalPlan.Distinct(combinations.plan(), List.of()));
    }

    /// `measurement,tag=value,…` as line protocol writes it.
    private static Expr seriesKey(Rows rows) {
        List<Expr> parts = new ArrayList<>();
        parts.add(Exprs.of(rows.measurement().replace(",", "\\,").replace(" ", "\\ ")));
        for (int index = 1; index < rows.roles().size(); index++) {
            Expr value = rows.ref(index);
            for (String special : List.of(",", "=", " ")) {
                value =
                        Exprs.call(
                                "replace",
                                DataType.UTF8,
                                value,
                                Exprs.of(special),
                                Exprs.of("\\" + special));
            }
            String key = rows.column(index).name().replaceAll("[,= ]", "\\\\$0");
            Expr pair = Exprs.call("concat", DataType.UTF8, Exprs.of("," + key + "="), value);
            parts.add(
                    new Expr.Case(
                            List.of(new Expr.When(Exprs.isNotNull(rows.ref(index)), pair)),
                            Exprs.of(""),
                            DataType.UTF8));
        }
        return new Expr.Call("concat", parts, DataType.UTF8);
    }

    PhysicalPlan cardinality(Statement.ShowCardinality show) {
        if (show.where() != null
                && !Condition.of(show.where(), ZoneOffset.UTC).span().equals(TimeSpan.ALL)) {
            throw Failures.invalid(
                    "SHOW "
                            + show.counted().words()
                            + " EXACT CARDINALITY doesn't support time in WHERE clause");
        }
        List<PlanColumn> columns =
                List.of(columns("count").get(0), new PlanColumn("count", DataType.INT64));
        return switch (show.counted()) {
            case MEASUREMENTS -> {
                long count = 0;
                List<PhysicalPlan> parts = new ArrayList<>();
                for (TableSchema table : sources.tables(show.from())) {
                    count++;
                    if (show.where() != null) {
                        parts.add(
                                firstOf(
                                        matching(table, show.where(), Set.of(), true),
                                        columns("name"),
                                        "",
                                        table.table()));
                    }
                }
                yield show.where() == null
                        ? counts(columns, List.of(row("", count)))
                        : counted(union(parts, columns("name")), "", columns, false);
            }
            case FIELD_KEYS, TAG_KEYS -> {
                boolean fields = show.counted() == Statement.Counted.FIELD_KEYS;
                List<List<Expr>> rows = new ArrayList<>();
                for (TableSchema table : sources.tables(show.from())) {
                    int count = fields ? table.fields().size() : table.tags().size();
                    if (count > 0) {
                        rows.add(row(table.table(), count));
                    }
                }
                yield counts(columns, page(rows, show.page()));
            }
            case SERIES -> {
                List<PhysicalPlan> parts = new ArrayList<>();
                for (TableSchema table : sources.tables(show.from())) {
                    Rows rows = series(table, show.where(), /* allTime= */ true);
                    parts.add(counted(rows.plan(), table.table(), columns, true));
                }
                yield page(union(parts, columns), show.page());
            }
            case TAG_VALUES -> tagValueCounts(show, columns);
        };
    }

    private PhysicalPlan tagValueCounts(Statement.ShowCardinality show, List<PlanColumn> columns) {
        List<PhysicalPlan> parts = new ArrayList<>();
        for (TableSchema table : sources.tables(show.from())) {
            List<PhysicalPlan> keys = new ArrayList<>();
            for (ColumnSchema tag : table.tags()) {
                if (show.key() != null && admits(show.key()).test(tag.name())) {
                    keys.add(values(table, tag.name(), show.where(), columns("key", "value")));
                }
            }
            if (!keys.isEmpty()) {
                PhysicalPlan all = union(keys, columns("key", "value"));
                parts.add(counted(all, table.table(), columns, true));
            }
        }
        return page(union(parts, columns), show.page());
    }

    private static List<Expr> row(String measurement, long count) {
        return List.of(Exprs.of(measurement), Exprs.of(count));
    }

    private static PhysicalPlan counts(List<PlanColumn> columns, List<List<Expr>> rows) {
        return new PhysicalPlan.Values(columns, rows);
    }

    /// The number of rows as one row.
    private static PhysicalPlan counted(
            PhysicalPlan rows, String measurement, List<PlanColumn> columns, boolean onlySome) {
        PhysicalPlan count =
                new PhysicalPlan.Aggregate(
                        rows,
                        List.of(),
                        List.of(List.of()),
                        List.of(new AggregateCall("count", List.of(), DataType.INT64)),
                        List.of(new PlanColumn("count", DataType.INT64)));
        Expr value = new Expr.ColumnRef(0, DataType.INT64);
        if (onlySome) {
            count = new PhysicalPlan.Filter(count, Exprs.test(">", value, Exprs.of(0L)));
        }
        return new PhysicalPlan.Project(count, List.of(Exprs.of(measurement), value), columns);
    }

    private static Rows matching(
            TableSchema table, @Nullable Expression where, Set<String> columns) {
        return matching(table, where, columns, /* allTime= */ false);
    }

    /// The rows of a table that satisfy a condition.
    private static Rows matching(
            TableSchema table, @Nullable Expression where, Set<String> columns, boolean allTime) {
        Condition condition = Condition.of(where, ZoneOffset.UTC);
        TimeSpan span = condition.span();
        if (!allTime && !span.hasStart()) {
            span = span.intersect(new TimeSpan(DEFAULT_START_NS, null, null, null));
        }
        Set<String> names = new HashSet<>(columns);
        Expression rest = condition.rest();
        if (rest != null) {
            Expressions.references(rest).forEach(ref -> names.add(ref.name()));
        }
        Rows rows = Sources.pruned(Sources.rows(table), names, /* allTags= */ false);
        List<Expr> conditions = new ArrayList<>(span.conditions(rows.time()));
        if (rest != null) {
            conditions.addAll(Sources.conjuncts(rest, rows));
        }
        return Sources.where(rows, conditions);
    }

    private static Rows notNull(Rows rows, String tag) {
        return Sources.where(rows, List.of(Exprs.isNotNull(rows.ref(rows.tagIndex(tag)))));
    }

    PhysicalPlan retentionPolicies() {
        List<PlanColumn> columns =
                List.of(
                        columns("name").get(0),
                        new PlanColumn("name", DataType.UTF8),
                        new PlanColumn("duration", DataType.UTF8),
                        new PlanColumn("shardGroupDuration", DataType.UTF8),
                        new PlanColumn("replicaN", DataType.INT64),
                        new PlanColumn("default", DataType.BOOLEAN));
        return new PhysicalPlan.Values(
                columns,
                List.of(
                        List.of(
                                Exprs.of(""),
                                Exprs.of("autogen"),
                                Exprs.of("0s"),
                                Exprs.of("168h0m0s"),
                                Exprs.of(1L),
                                Exprs.of(true))));
    }

    /// The measurement's column, then columns of texts.
    static List<PlanColumn> columns(String... names) {
        List<PlanColumn> columns = new ArrayList<>();
        columns.add(new PlanColumn(ResultLayout.MEASUREMENT, DataType.UTF8, false, null));
        for (String name : names) {
            columns.add(new PlanColumn(name, DataType.UTF8));
        }
        return columns;
    }

    private static PhysicalPlan union(List<PhysicalPlan> parts, List<PlanColumn> columns) {
        return switch (parts.size()) {
            case 0 -> new PhysicalPlan.Values(columns, List.of());
            case 1 -> parts.get(0);
            default -> new PhysicalPlan.UnionAll(parts, columns);
        };
    }

    private static PhysicalPlan page(PhysicalPlan plan, Page page) {
        if (page.isAll()) {
            return plan;
        }
        return new PhysicalPlan.Limit(
                plan,
                page.offset() == 0 ? null : Exprs.of(page.offset()),
                page.limit() == 0 ? null : Exprs.of(page.limit()));
    }

    private static List<List<Expr>> page(List<List<Expr>> rows, Page page) {
        return pageOf(rows, page);
    }

    private static <T> List<T> pageOf(List<T> all, Page page) {
        int from = (int) Math.min(page.offset(), all.size());
        long to = page.limit() == 0 ? all.size() : Math.min(all.size(), from + page.limit());
        return all.subList(from, (int) to);
    }

    /// What a statement names with ON must be the database it is asked of.
    void checkDatabase(@Nullable String database, String statement) {
        if (database != null && !database.equals(snapshot.database())) {
            throw Failures.unsupported(statement + " ON <database>");
        }
    }
}
