package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A projection with window functions: one window node per distinct PARTITION BY and ORDER BY, each
/// adding its columns behind those it got, then the projection itself.
final class WindowTranslation {
    private final Part input;
    private final int inputFields;

    /// The field behind the input's that holds a window function's result.
    private final Map<RexOver, Integer> fields = new LinkedHashMap<>();

    private WindowTranslation(Part input, int inputFields) {
        this.input = input;
        this.inputFields = inputFields;
    }

    static Part of(Project project, ImmutableBitSet needed) {
        List<RexNode> kept = new ArrayList<>(needed.cardinality());
        for (int field : needed) {
            kept.add(project.getProjects().get(field));
        }
        ImmutableBitSet below = RelOptUtil.InputFinder.bits(kept, null);
        WindowTranslation translation =
                new WindowTranslation(
                        NodeTranslation.of(project.getInput(), below),
                        project.getInput().getRowType().getFieldCount());
        List<RexNode> plain = translation.replaceWindows(kept);
        return NodeTranslation.projected(project, translation.windows(), plain, needed);
    }

    private List<RexNode> replaceWindows(List<RexNode> nodes) {
        RexShuttle shuttle =
                new RexShuttle() {
                    @Override
                    public RexNode visitOver(RexOver over) {
                        int field = fields.computeIfAbsent(over, o -> inputFields + fields.size());
                        return new RexInputRef(field, over.getType());
                    }
                };
        return shuttle.apply(nodes);
    }

    private Part windows() {
        Map<List<Object>, List<RexOver>> groups = new LinkedHashMap<>();
        for (RexOver over : fields.keySet()) {
            RexWindow window = over.getWindow();
            groups.computeIfAbsent(
                            List.of(window.partitionKeys, window.orderKeys), k -> new ArrayList<>())
                    .add(over);
        }
        int[] places = Arrays.copyOf(input.places(), inputFields + fields.size());
        PhysicalPlan plan = input.plan();
        for (List<RexOver> group : groups.values()) {
            for (int index = 0; index < group.size(); index++) {
                places[fields.getOrDefault(group.get(index), -1)] = plan.columns().size() + index;
            }
            plan = window(plan, group);
        }
        return new Part(plan, places);
    }

    private PhysicalPlan window(PhysicalPlan plan, List<RexOver> group) {
        RexTranslation expressions = input.expressions();
        RexWindow window = group.getFirst().getWindow();
        List<PhysicalPlan.SortKey> order = new ArrayList<>(window.orderKeys.size());
        for (RexFieldCollation key : window.orderKeys) {
            boolean descending = key.getDirection().isDescending();
            boolean nullsFirst =
                    switch (key.getNullDirection()) {
                        case FIRST -> true;
                        case LAST -> false;
                        case UNSPECIFIED -> descending;
                    };
            order.add(new PhysicalPlan.SortKey(expressions.of(key.left), descending, nullsFirst));
        }
        List<PlanColumn> columns = new ArrayList<>(plan.columns());
        List<PhysicalPlan.WindowCall> calls = new ArrayList<>(group.size());
        for (RexOver over : group) {
            PhysicalPlan.WindowCall call = call(over, expressions);
            calls.add(call);
            columns.add(new PlanColumn(call.function(), call.type()));
        }
        return new PhysicalPlan.Window(
                plan, expressions.all(window.partitionKeys), order, calls, columns);
    }

    private static PhysicalPlan.WindowCall call(RexOver over, RexTranslation expressions) {
        DataType type = SqlTypes.dataType(over.getType());
        String function = Operators.name(over.getAggOperator());
        List<Expr> args =
                Operators.aggregateArguments(function, expressions.all(over.getOperands()));
        return new PhysicalPlan.WindowCall(
                function, args, over.ignoreNulls(), frame(over.getWindow(), expressions), type);
    }

    private static PhysicalPlan.Frame frame(RexWindow window, RexTranslation expressions) {
        return new PhysicalPlan.Frame(
                window.isRows() ? PhysicalPlan.FrameUnit.ROWS : PhysicalPlan.FrameUnit.RANGE,
                bound(window.getLowerBound(), expressions),
                bound(window.getUpperBound(), expressions));
    }

    private static PhysicalPlan.FrameBound bound(RexWindowBound bound, RexTranslation expressions) {
        if (bound.isCurrentRow()) {
            return new PhysicalPlan.FrameBound(PhysicalPlan.FrameBoundKind.CURRENT_ROW, null);
        }
        if (bound.isUnbounded()) {
            return new PhysicalPlan.FrameBound(
                    bound.isPreceding()
                            ? PhysicalPlan.FrameBoundKind.UNBOUNDED_PRECEDING
                            : PhysicalPlan.FrameBoundKind.UNBOUNDED_FOLLOWING,
                    null);
        }
        RexNode offset = bound.getOffset();
        return new PhysicalPlan.FrameBound(
                bound.isPreceding()
                        ? PhysicalPlan.FrameBoundKind.PRECEDING
                        : PhysicalPlan.FrameBoundKind.FOLLOWING,
                offset == null ? null : expressions.of(offset));
    }
}
