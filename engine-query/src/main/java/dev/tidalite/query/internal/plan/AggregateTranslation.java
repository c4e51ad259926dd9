package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// An aggregate. A projection right below it is taken in: keys and arguments become expressions
/// over what the projection reads.
final class AggregateTranslation {
    private final Part input;
    private final @Nullable Project project;

    private AggregateTranslation(Part input, @Nullable Project project) {
        this.input = input;
        this.project = project;
    }

    static Part of(Aggregate aggregate, ImmutableBitSet needed) {
        int keyCount = aggregate.getGroupCount();
        ImmutableBitSet.Builder fields = ImmutableBitSet.builder();
        fields.addAll(aggregate.getGroupSet());
        List<AggregateCall> kept = new ArrayList<>();
        ImmutableBitSet.Builder outputs = ImmutableBitSet.builder();
        outputs.addAll(ImmutableBitSet.range(keyCount));
        for (int index = 0; index < aggregate.getAggCallList().size(); index++) {
            AggregateCall call = aggregate.getAggCallList().get(index);
            if (needed.get(keyCount + index)) {
                kept.add(call);
                outputs.set(keyCount + index);
                fields.addAll(call.getArgList());
                if (call.filterArg >= 0) {
                    fields.set(call.filterArg);
                }
                call.getCollation()
                        .getFieldCollations()
                        .forEach(c -> fields.set(c.getFieldIndex()));
            }
        }
        AggregateTranslation translation = over(aggregate.getInput(), fields.build());
        ImmutableBitSet put = outputs.build();
        return Part.only(
                translation.plan(aggregate, kept, put),
                aggregate.getRowType().getFieldCount(),
                put);
    }

    private static AggregateTranslation over(RelNode input, ImmutableBitSet fields) {
        if (input instanceof Project project && !project.containsOver()) {
            List<RexNode> read = new ArrayList<>();
            fields.forEachInt(field -> read.add(project.getProjects().get(field)));
            ImmutableBitSet below = RelOptUtil.InputFinder.bits(read, null);
            return new AggregateTranslation(NodeTranslation.of(project.getInput(), below), project);
        }
        return new AggregateTranslation(NodeTranslation.of(input, fields), null);
    }

    /// A field of the aggregate's input, over the columns of `input`.
    private Expr expression(int field) {
        return project == null
                ? input.column(field)
                : input.expressions().of(project.getProjects().get(field));
    }

    private PhysicalPlan plan(
            Aggregate aggregate, List<AggregateCall> kept, ImmutableBitSet outputs) {
        List<Integer> groups = aggregate.getGroupSet().asList();
        List<Expr> keys = new ArrayList<>(groups.size());
        List<PlanColumn> columns = new ArrayList<>();
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        for (int index = 0; index < groups.size(); index++) {
            Expr key = expression(groups.get(index));
            keys.add(key);
            columns.add(input.output(fields.get(index), key));
        }
        List<PhysicalPlan.AggregateCall> calls = new ArrayList<>(kept.size());
        List<Integer> outputList = outputs.asList();
        for (int index = 0; index < kept.size(); index++) {
            PhysicalPlan.AggregateCall call = call(kept.get(index), groups);
            calls.add(call);
            RelDataTypeField field = fields.get(outputList.get(groups.size() + index));
            columns.add(
                    new PlanColumn(
                            field.getName(), call.type(), field.getType().isNullable(), null));
        }
        List<List<Integer>> sets = new ArrayList<>();
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            sets.add(set.asList().stream().map(groups::indexOf).toList());
        }
        return new PhysicalPlan.Aggregate(input.plan(), keys, sets, calls, columns);
    }

    private PhysicalPlan.AggregateCall call(AggregateCall call, List<Integer> groups) {
        String function = Operators.name(call.getAggregation());
        DataType type = SqlTypes.dataType(call.getType());
        if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
            // a constant per group, which Calcite's sub-query rule asks for
            List<Expr> constant = input.expressions().all(call.rexList);
            return new PhysicalPlan.AggregateCall("first_value", constant, type);
        }
        List<Expr> args = new ArrayList<>(call.getArgList().size());
        for (int field : call.getArgList()) {
            args.add(
                    function.equals("grouping")
                            ? new Expr.ColumnRef(groups.indexOf(field), type)
                            : expression(field));
        }
        List<PhysicalPlan.SortKey> order = new ArrayList<>();
        for (RelFieldCollation collation : call.getCollation().getFieldCollations()) {
            order.add(NodeTranslation.sortKey(expression(collation.getFieldIndex()), collation));
        }
        Expr filter = call.filterArg < 0 ? null : expression(call.filterArg);
        return Operators.aggregateCall(function, args, call.isDistinct(), filter, order, type);
    }
}
