package dev.tidalite.query.internal.frontend.influxql.plan;

import com.google.re2j.Pattern;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Source;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.parse.Patterns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What stands behind FROM: tables of the snapshot, by name or pattern, and their rows.
final class Sources {
    private final Snapshot snapshot;

    Sources(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /// The tables that a source names, ascending; none if it names none that exists.
    List<TableSchema> tables(Source.Measurement source) {
        checkDatabase(source);
        String name = source.name();
        if (name != null) {
            return snapshot.table(name).stream().toList();
        }
        Pattern pattern = Patterns.compile(String.valueOf(source.pattern()));
        return snapshot.tables().stream()
                .filter(table -> pattern.matcher(table.table()).find())
                .toList();
    }

    /// The tables of several sources, each once, ascending; all of the snapshot if there are none.
    List<TableSchema> tables(List<Source> sources) {
        if (sources.isEmpty()) {
            return snapshot.tables();
        }
        Map<String, TableSchema> byName = new TreeMap<>();
        for (Source source : sources) {
            if (source instanceof Source.Measurement measurement) {
                tables(measurement).forEach(table -> byName.put(table.table(), table));
            }
        }
        return List.copyOf(byName.values());
    }

    private void checkDatabase(Source.Measurement source) {
        String database = source.database();
        if (database != null && !database.equals(snapshot.database())) {
            throw Failures.unsupported("database name in from clause");
        }
        if (source.retentionPolicy() != null) {
            throw Failures.unsupported("retention policy in from clause");
        }
    }

    /// All rows and columns of a table.
    static Rows rows(TableSchema table) {
        List<PlanColumn> columns = table.columns().stream().map(PlanColumn::of).toList();
        List<ColumnRole> roles = table.columns().stream().map(ColumnSchema::role).toList();
        PhysicalPlan scan =
                new PhysicalPlan.Scan(table.table(), columns, List.of(), ScanSpec.Order.ANY);
        return new Rows(table.table(), scan, roles, /* ofTable= */ true);
    }

    /// Only the time and the named columns of a table; a subquery's rows stay as they are.
    static Rows pruned(Rows rows, Set<String> names, boolean allTags) {
        if (!(rows.plan() instanceof PhysicalPlan.Scan scan)) {
            return rows;
        }
        List<PlanColumn> columns = new ArrayList<>();
        List<ColumnRole> roles = new ArrayList<>();
        for (int index = 0; index < rows.roles().size(); index++) {
            ColumnRole role = rows.roles().get(index);
            boolean wanted = role == ColumnRole.TIME || (allTags && role == ColumnRole.TAG);
            if (wanted || names.contains(rows.column(index).name())) {
                columns.add(rows.column(index));
                roles.add(role);
            }
        }
        PhysicalPlan.Scan narrow =
                new PhysicalPlan.Scan(scan.table(), columns, scan.filters(), scan.order());
        return new Rows(rows.measurement(), narrow, roles, rows.ofTable());
    }

    /// The rows for which all conditions hold; a table's scan takes them over.
    static Rows where(Rows rows, List<Expr> conditions) {
        if (conditions.isEmpty()) {
            return rows;
        }
        if (rows.plan() instanceof PhysicalPlan.Scan scan) {
            List<Expr> filters = new ArrayList<>(scan.filters());
            filters.addAll(conditions);
            return rows.with(
                    new PhysicalPlan.Scan(scan.table(), scan.columns(), filters, scan.order()));
        }
        Rows filtered = rows;
        for (Expr condition : conditions) {
            filtered = filtered.filtered(condition);
        }
        return filtered;
    }

    /// The conditions that AND joins.
    static List<Expr> conjuncts(Expression condition, Rows rows) {
        List<Expr> conjuncts = new ArrayList<>();
        collect(condition, new Scalars(rows), conjuncts);
        return conjuncts;
    }

    private static void collect(Expression condition, Scalars scalars, List<Expr> conjuncts) {
        switch (condition) {
            case Expression.Paren(Expression inner) -> collect(inner, scalars, conjuncts);
            case Expression.Binary(Expression.Operator op, Expression left, Expression right)
                    when op == Expression.Operator.AND -> {
                collect(left, scalars, conjuncts);
                collect(right, scalars, conjuncts);
            }
            default -> conjuncts.add(scalars.condition(condition));
        }
    }

    /// Rows of the same measurement put together, so that each measurement is there once; ascending
    /// by measurement.
    static List<Rows> merged(List<Rows> sources) {
        Map<String, List<Rows>> byMeasurement = new TreeMap<>();
        for (Rows rows : sources) {
            byMeasurement.computeIfAbsent(rows.measurement(), m -> new ArrayList<>()).add(rows);
        }
        return byMeasurement.values().stream().map(Sources::union).toList();
    }

    private static Rows union(List<Rows> parts) {
        Rows first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        Map<String, PlanColumn> columns = new LinkedHashMap<>();
        Map<String, ColumnRole> roles = new LinkedHashMap<>();
        columns.put(first.column(first.timeIndex()).name(), first.column(first.timeIndex()));
        roles.put(first.column(first.timeIndex()).name(), ColumnRole.TIME);
        for (Rows part : parts) {
            for (int index = 0; index < part.roles().size(); index++) {
                ColumnRole role = part.roles().get(index);
                if (role != ColumnRole.TIME) {
                    PlanColumn column = part.column(index);
                    columns.merge(column.name(), column, Sources::widened);
                    roles.putIfAbsent(column.name(), role);
                }
            }
        }
        List<PhysicalPlan> inputs = new ArrayList<>();
        for (Rows part : parts) {
            inputs.add(aligned(part, columns, roles));
        }
        PhysicalPlan union = new PhysicalPlan.UnionAll(inputs, List.copyOf(columns.values()));
        return new Rows(first.measurement(), union, List.copyOf(roles.values()), false);
    }

    private static PlanColumn widened(PlanColumn a, PlanColumn b) {
        DataType type = SourceColumns.preferred(a.type(), b.type());
        return type.equals(a.type()) ? a : b;
    }

    private static PhysicalPlan aligned(
            Rows part, Map<String, PlanColumn> columns, Map<String, ColumnRole> roles) {
        List<Expr> expressions = new ArrayList<>();
        for (PlanColumn column : columns.values()) {
            boolean time = roles.get(column.name()) == ColumnRole.TIME;
            int index = time ? part.timeIndex() : part.indexOf(column.name());
            expressions.add(
                    index < 0
                            ? Exprs.nullOf(column.type())
                            : Exprs.cast(part.ref(index), column.type()));
        }
        return new PhysicalPlan.Project(part.plan(), expressions, List.copyOf(columns.values()));
    }

    /// The tags that the rows of some sources have.
    NavigableSet<String> tags(List<Source> sources) {
        NavigableSet<String> tags = new TreeSet<>();
        for (Source source : sources) {
            switch (source) {
                case Source.Measurement measurement ->
                        tables(measurement)
                                .forEach(t -> t.tags().forEach(tag -> tags.add(tag.name())));
                case Source.Subquery(Statement.Select select) -> tags.addAll(tags(select));
            }
        }
        return tags;
    }

    private NavigableSet<String> tags(Statement.Select select) {
        NavigableSet<String> inner = tags(select.from());
        NavigableSet<String> tags = Analysis.groupTags(select.groupBy(), inner);
        tags.retainAll(inner);
        SourceColumns columns = new SourceColumns(new TreeMap<>(), inner);
        for (Statement.Field field : Naming.expanded(select.fields(), columns, tags)) {
            if (field.expression() instanceof Expression.VarRef(String name, Expression.Cast c)
                    && inner.contains(name)) {
                tags.add(field.alias() == null ? name : field.alias());
            }
        }
        return tags;
    }
}
