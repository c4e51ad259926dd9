package dev.tidalite.query.internal.plan;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.plan.rel.GapFill;
import dev.tidalite.query.internal.plan.rel.SeriesTransform;
import dev.tidalite.query.internal.schema.InformationTable;
import dev.tidalite.query.internal.schema.SqlTypes;
import dev.tidalite.query.internal.schema.StoredTable;

import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Spool;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.TransientTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Node by node from Calcite's tree to the executor's, asking each input only for what is needed
/// above it.
final class NodeTranslation {
    private NodeTranslation() {}

    /// @param needed the fields of `rel` that someone looks at
    static Part of(RelNode rel, ImmutableBitSet needed) {
        return switch (rel) {
            case TableScan scan -> scan(scan, needed, List.of());
            case Filter filter -> filter(filter, needed);
            case Project project -> project(project, needed);
            case Aggregate aggregate -> AggregateTranslation.of(aggregate, needed);
            case Sort sort -> sort(sort, needed);
            case Join join -> JoinTranslation.of(join, needed);
            case Union union -> union(union, needed);
            case Intersect intersect -> setOperation(PhysicalPlan.SetKind.INTERSECT, intersect);
            case Minus minus -> setOperation(PhysicalPlan.SetKind.EXCEPT, minus);
            case Values values -> Part.whole(values(values));
            case Uncollect uncollect -> UnnestTranslation.of(uncollect);
            case Correlate correlate -> UnnestTranslation.of(correlate);
            case RepeatUnion union -> recursive(union);
            case Spool spool -> of(spool.getInput(), needed);
            case GapFill gapFill -> gapFill(gapFill);
            case SeriesTransform transform -> seriesTransform(transform);
            default ->
                    throw new QueryException(
                            QueryException.Code.UNSUPPORTED,
                            "not supported: " + rel.getRelTypeName());
        };
    }

    /// @param conditions over the table's columns
    private static Part scan(TableScan scan, ImmutableBitSet needed, List<RexNode> conditions) {
        InformationTable information = scan.getTable().unwrap(InformationTable.class);
        if (information != null) {
            PhysicalPlan rows = new PhysicalPlan.Values(information.columns(), information.rows());
            return filtered(Part.whole(rows), conditions);
        }
        if (scan.getTable().unwrap(TransientTable.class) != null) {
            PhysicalPlan rows =
                    new PhysicalPlan.PreviousRound(name(scan.getTable()), columns(scan, all(scan)));
            return filtered(Part.whole(rows), conditions);
        }
        StoredTable table = scan.getTable().unwrapOrThrow(StoredTable.class);
        ImmutableBitSet read = needed.union(RelOptUtil.InputFinder.bits(conditions, null));
        List<PlanColumn> columns = new ArrayList<>(read.cardinality());
        for (int field : read) {
            ColumnSchema column = table.columns().get(field);
            columns.add(PlanColumn.of(column));
        }
        PhysicalPlan empty =
                new PhysicalPlan.Scan(
                        table.schema().table(), columns, List.of(), ScanSpec.Order.ANY);
        Part part = Part.only(empty, table.columns().size(), read);
        List<Expr> filters = part.expressions().all(conditions);
        return new Part(
                new PhysicalPlan.Scan(table.schema().table(), columns, filters, ScanSpec.Order.ANY),
                part.places());
    }

    private static Part filter(Filter filter, ImmutableBitSet needed) {
        List<RexNode> conditions = RelOptUtil.conjunctions(filter.getCondition());
        if (filter.getInput() instanceof TableScan scan) {
            return scan(scan, needed, conditions);
        }
        ImmutableBitSet used = needed.union(RelOptUtil.InputFinder.bits(conditions, null));
        return filtered(of(filter.getInput(), used), conditions);
    }

    static Part filtered(Part input, List<RexNode> conditions) {
        if (conditions.isEmpty()) {
            return input;
        }
        Expr condition = RexTranslation.chain("and", input.expressions().all(conditions));
        return new Part(new PhysicalPlan.Filter(input.plan(), condition), input.places());
    }

    private static Part project(Project project, ImmutableBitSet needed) {
        if (project.containsOver()) {
            return WindowTranslation.of(project, needed);
        }
        List<RexNode> kept = new ArrayList<>(needed.cardinality());
        for (int field : needed) {
            kept.add(project.getProjects().get(field));
        }
        Part input = of(project.getInput(), RelOptUtil.InputFinder.bits(kept, null));
        if (UnnestTranslation.isNeeded(kept)) {
            return UnnestTranslation.projected(project, input, kept, needed);
        }
        return projected(project, input, kept, needed);
    }

    /// @param kept the expressions of the needed fields
    static Part projected(Project project, Part input, List<RexNode> kept, ImmutableBitSet needed) {
        List<Expr> expressions = input.expressions().all(kept);
        List<PlanColumn> columns = new ArrayList<>(kept.size());
        int index = 0;
        for (int field : needed) {
            RelDataTypeField output = project.getRowType().getFieldList().get(field);
            columns.add(input.output(output, expressions.get(index++)));
        }
        return Part.only(
                new PhysicalPlan.Project(input.plan(), expressions, columns),
                project.getProjects().size(),
                needed);
    }

    private static Part sort(Sort sort, ImmutableBitSet needed) {
        List<RelFieldCollation> collations = sort.getCollation().getFieldCollations();
        ImmutableBitSet used = needed;
        for (RelFieldCollation collation : collations) {
            used = used.set(collation.getFieldIndex());
        }
        Part input = of(sort.getInput(), used);
        Expr offset = count(sort.offset);
        Expr fetch = count(sort.fetch);
        if (collations.isEmpty()) {
            return new Part(new PhysicalPlan.Limit(input.plan(), offset, fetch), input.places());
        }
        List<PhysicalPlan.SortKey> keys = new ArrayList<>(collations.size());
        for (RelFieldCollation collation : collations) {
            keys.add(sortKey(input.column(collation.getFieldIndex()), collation));
        }
        return new Part(new PhysicalPlan.Sort(input.plan(), keys, offset, fetch), input.places());
    }

    static PhysicalPlan.SortKey sortKey(Expr expression, RelFieldCollation collation) {
        boolean descending = collation.getDirection().isDescending();
        boolean nullsFirst =
                switch (collation.nullDirection) {
                    case FIRST -> true;
                    case LAST -> false;
                    case UNSPECIFIED -> descending;
                };
        return new PhysicalPlan.SortKey(expression, descending, nullsFirst);
    }

    private static @Nullable Expr count(@Nullable RexNode rows) {
        return rows == null ? null : new RexTranslation(field -> field).of(rows);
    }

    private static Part union(Union union, ImmutableBitSet needed) {
        ImmutableBitSet wanted = union.all ? needed : all(union);
        List<PhysicalPlan> inputs = inputs(union, wanted);
        List<PlanColumn> columns = columns(union, wanted);
        PhysicalPlan plan =
                ConstantRows.join(inputs, columns)
                        .orElseGet(() -> new PhysicalPlan.UnionAll(inputs, columns));
        if (!union.all) {
            plan = new PhysicalPlan.Distinct(plan, List.of());
        }
        return Part.only(plan, union.getRowType().getFieldCount(), wanted);
    }

    private static Part setOperation(PhysicalPlan.SetKind kind, SetOp operation) {
        ImmutableBitSet all = all(operation);
        List<PlanColumn> columns = columns(operation, all);
        List<PhysicalPlan> inputs = inputs(operation, all);
        PhysicalPlan plan = inputs.getFirst();
        for (PhysicalPlan right : inputs.subList(1, inputs.size())) {
            plan = new PhysicalPlan.SetOperation(kind, operation.all, plan, right, columns);
        }
        return Part.whole(plan);
    }

    private static Part recursive(RepeatUnion union) {
        ImmutableBitSet all = all(union);
        return Part.whole(
                new PhysicalPlan.Recursive(
                        name(Objects.requireNonNull(union.getTransientTable())),
                        of(union.getSeedRel(), all).aligned(all, union.getRowType()),
                        of(union.getIterativeRel(), all).aligned(all, union.getRowType()),
                        union.all,
                        columns(union, all)));
    }

    private static String name(RelOptTable table) {
        return String.join(".", table.getQualifiedName());
    }

    private static ImmutableBitSet all(RelNode rel) {
        return ImmutableBitSet.range(rel.getRowType().getFieldCount());
    }

    /// The inputs with the row type of the operation.
    private static List<PhysicalPlan> inputs(SetOp operation, ImmutableBitSet wanted) {
        List<PhysicalPlan> inputs = new ArrayList<>(operation.getInputs().size());
        for (RelNode input : operation.getInputs()) {
            inputs.add(of(input, wanted).aligned(wanted, operation.getRowType()));
        }
        return inputs;
    }

    static List<PlanColumn> columns(RelNode rel, ImmutableBitSet wanted) {
        List<PlanColumn> columns = new ArrayList<>(wanted.cardinality());
        for (int index : wanted) {
            columns.add(column(rel.getRowType().getFieldList().get(index)));
        }
        return columns;
    }

    static PlanColumn column(RelDataTypeField field) {
        return new PlanColumn(
                field.getName(),
                SqlTypes.dataType(field.getType()),
                field.getType().isNullable(),
                null);
    }

    private static PhysicalPlan values(Values values) {
        List<PlanColumn> columns = columns(values, all(values));
        List<List<Expr>> rows = new ArrayList<>(values.getTuples().size());
        RexTranslation expressions = new RexTranslation(field -> field);
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Expr> row = new ArrayList<>(tuple.size());
            for (int index = 0; index < tuple.size(); index++) {
                row.add(
                        RexTranslation.cast(
                                expressions.literal(tuple.get(index)),
                                columns.get(index).type(),
                                false));
            }
            rows.add(row);
        }
        return new PhysicalPlan.Values(columns, rows);
    }

    private static Part gapFill(GapFill gapFill) {
        RelNode input = gapFill.getInput();
        PhysicalPlan rows = of(input, all(input)).aligned(all(input), input.getRowType());
        GapFill.Grid grid = gapFill.grid();
        return Part.whole(
                new PhysicalPlan.GapFill(
                        rows,
                        grid.timeColumn(),
                        grid.seriesColumns(),
                        grid.lo(),
                        grid.hi(),
                        grid.step(),
                        grid.origin(),
                        grid.zone(),
                        grid.fillEmpty(),
                        gapFill.fills()));
    }

    private static Part seriesTransform(SeriesTransform transform) {
        RelNode input = transform.getInput();
        PhysicalPlan rows = of(input, all(input)).aligned(all(input), input.getRowType());
        SeriesTransform.Series series = transform.series();
        return Part.whole(
                new PhysicalPlan.SeriesTransform(
                        rows,
                        series.seriesColumns(),
                        series.timeColumn(),
                        series.descending(),
                        transform.calls(),
                        series.dropEmptyRows(),
                        columns(transform, all(transform))));
    }
}
