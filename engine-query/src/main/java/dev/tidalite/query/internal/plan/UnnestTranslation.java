package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Lists to rows: `FROM unnest(list)` and `SELECT unnest(list)`.
final class UnnestTranslation {
    private UnnestTranslation() {}

    static Part of(Uncollect uncollect) {
        if (!(uncollect.getInput() instanceof Project project)
                || project.getProjects().size() != 1
                || uncollect.withOrdinality) {
            throw new QueryException(
                    QueryException.Code.UNSUPPORTED, "UNNEST takes one array here");
        }
        Part input = NodeTranslation.of(project.getInput(), ImmutableBitSet.of());
        Expr list = input.expressions().of(project.getProjects().getFirst());
        PhysicalPlan rows = unnested(input, list);
        int element = rows.columns().size() - 1;
        Expr column = new Expr.ColumnRef(element, rows.columns().get(element).type());
        List<PlanColumn> columns = NodeTranslation.columns(uncollect, ImmutableBitSet.of(0));
        return Part.whole(new PhysicalPlan.Project(rows, List.of(column), columns));
    }

    private static PhysicalPlan unnested(Part input, Expr list) {
        if (!(list.type() instanceof DataType.ListOf(DataType element))) {
            throw new QueryException(QueryException.Code.INVALID, "unnest expects an array");
        }
        List<PlanColumn> columns = new ArrayList<>(input.plan().columns());
        columns.add(new PlanColumn("element", element));
        return new PhysicalPlan.Unnest(input.plan(), list, columns);
    }

    static boolean isNeeded(List<RexNode> expressions) {
        return expressions.stream().anyMatch(UnnestTranslation::isUnnest);
    }

    private static boolean isUnnest(RexNode node) {
        return node instanceof RexCall call
                && call.getOperator().getName().equals(LanguageFunctions.UNNEST);
    }

    private static RexNode list(@Nullable RexCall unnest) {
        return Objects.requireNonNull(unnest).getOperands().getFirst();
    }

    /// A projection of which one expression is an unnested list.
    static Part projected(Project project, Part input, List<RexNode> kept, ImmutableBitSet needed) {
        List<RexNode> plain = new ArrayList<>(kept);
        int fields = project.getInput().getRowType().getFieldCount();
        RexCall call = null;
        for (int index = 0; index < plain.size(); index++) {
            if (isUnnest(plain.get(index))) {
                if (call != null) {
                    throw new QueryException(
                            QueryException.Code.UNSUPPORTED, "one unnest in a selection at most");
                }
                call = (RexCall) plain.get(index);
                plain.set(index, new RexInputRef(fields, call.getType()));
            }
        }
        PhysicalPlan rows = unnested(input, input.expressions().of(list(call)));
        int[] places = Arrays.copyOf(input.places(), fields + 1);
        places[fields] = rows.columns().size() - 1;
        return NodeTranslation.projected(project, new Part(rows, places), plain, needed);
    }
}
