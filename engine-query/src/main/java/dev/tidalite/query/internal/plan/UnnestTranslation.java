package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lists to rows: `FROM unnest(list)`, `FROM t, unnest(t.list)` and `SELECT unnest(list)`.
final class UnnestTranslation {
    private UnnestTranslation() {}

    static Part of(Uncollect uncollect) {
        Project project = lists(uncollect);
        Part input = NodeTranslation.of(project.getInput(), ImmutableBitSet.of());
        PhysicalPlan rows = unnested(input, input.expressions().all(project.getProjects()), false);
        int first = rows.columns().size() - project.getProjects().size();
        ImmutableBitSet all = ImmutableBitSet.range(project.getProjects().size());
        List<Expr> elements = new ArrayList<>();
        for (int list : all) {
            elements.add(new Expr.ColumnRef(first + list, rows.columns().get(first + list).type()));
        }
        List<PlanColumn> columns = NodeTranslation.columns(uncollect, all);
        return Part.whole(new PhysicalPlan.Project(rows, elements, columns));
    }

    /// The projection below, whose expressions are the lists.
    private static Project lists(Uncollect uncollect) {
        if (!(uncollect.getInput() instanceof Project project)
                || project.getProjects().size() != uncollect.getRowType().getFieldCount()
                || uncollect.withOrdinality) {
            throw new QueryException(
                    QueryException.Code.UNSUPPORTED, "UNNEST takes arrays of plain values here");
        }
        return project;
    }

    private static PhysicalPlan unnested(Part input, List<Expr> lists, boolean keepsRows) {
        List<PlanColumn> columns = new ArrayList<>(input.plan().columns());
        for (Expr list : lists) {
            if (!(list.type() instanceof DataType.ListOf(DataType element))) {
                throw new QueryException(QueryException.Code.INVALID, "unnest expects an array");
            }
            columns.add(new PlanColumn("element", element));
        }
        return new PhysicalPlan.Unnest(input.plan(), lists, keepsRows, columns);
    }

    /// The elements of lists that the rows on the left have.
    static Part of(Correlate correlate) {
        RelNode left = correlate.getLeft();
        int fields = left.getRowType().getFieldCount();
        boolean keepsRows = correlate.getJoinType() == JoinRelType.LEFT;
        if (!keepsRows && correlate.getJoinType() != JoinRelType.INNER) {
            throw unsupported(correlate);
        }
        Part input = NodeTranslation.of(left, ImmutableBitSet.range(fields));
        return beside(correlate, correlate.getRight(), input, fields, keepsRows);
    }

    private static QueryException unsupported(RelNode rel) {
        return new QueryException(
                QueryException.Code.UNSUPPORTED, "not supported: " + rel.getRelTypeName());
    }

    /// The fields of the left rows and of a node on the right that depends on them.
    private static Part beside(
            Correlate correlate, RelNode node, Part left, int fields, boolean keepsRows) {
        OnTheLeft outer = new OnTheLeft(correlate, fields);
        return switch (node) {
            case Uncollect uncollect -> {
                Project project = lists(uncollect);
                if (!(project.getInput() instanceof Values values)
                        || values.getTuples().size() != 1) {
                    throw unsupported(correlate);
                }
                List<Expr> lists = left.expressions().all(outer.apply(project.getProjects()));
                yield appended(left, unnested(left, lists, keepsRows), lists.size());
            }
            case Project project -> {
                Part input = beside(correlate, project.getInput(), left, fields, keepsRows);
                List<Expr> expressions = new ArrayList<>();
                List<PlanColumn> columns = new ArrayList<>();
                for (int column = 0; column < input.plan().columns().size(); column++) {
                    PlanColumn kept = input.plan().columns().get(column);
                    expressions.add(new Expr.ColumnRef(column, kept.type()));
                    columns.add(kept);
                }
                List<RexNode> projects = outer.apply(project.getProjects());
                expressions.addAll(input.expressions().all(projects));
                for (RelDataTypeField field : project.getRowType().getFieldList()) {
                    columns.add(
                            new PlanColumn(field.getName(), SqlTypes.dataType(field.getType())));
                }
                PhysicalPlan rows = new PhysicalPlan.Project(input.plan(), expressions, columns);
                yield appended(left, rows, projects.size());
            }
            case Filter filter when !keepsRows -> {
                Part input = beside(correlate, filter.getInput(), left, fields, false);
                List<RexNode> conditions =
                        outer.apply(RelOptUtil.conjunctions(filter.getCondition()));
                yield NodeTranslation.filtered(input, conditions);
            }
            default -> throw unsupported(correlate);
        };
    }

    /// The fields on the left, and the last columns of a plan.
    private static Part appended(Part left, PhysicalPlan rows, int count) {
        int[] places = Arrays.copyOf(left.places(), left.places().length + count);
        for (int index = 0; index < count; index++) {
            places[left.places().length + index] = rows.columns().size() - count + index;
        }
        return new Part(rows, places);
    }

    /// Makes what refers to the rows on the left refer to the fields in front.
    private static final class OnTheLeft extends RexShuttle {
        private final CorrelationId outer;
        private final int fields;

        OnTheLeft(Correlate correlate, int fields) {
            this.outer = correlate.getCorrelationId();
            this.fields = fields;
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(ref.getIndex() + fields, ref.getType());
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable variable
                            && variable.id.equals(outer)
                    ? new RexInputRef(access.getField().getIndex(), access.getType())
                    : super.visitFieldAccess(access);
        }
    }

    static boolean isNeeded(List<RexNode> expressions) {
        return expressions.stream().anyMatch(UnnestTranslation::hasUnnest);
    }

    private static boolean hasUnnest(RexNode node) {
        return node instanceof RexCall call
                && (isUnnest(call)
                        || call.getOperands().stream().anyMatch(UnnestTranslation::hasUnnest));
    }

    private static boolean isUnnest(RexCall call) {
        return call.getOperator().getName().equals(LanguageFunctions.UNNEST);
    }

    /// A projection with unnested lists in it, side by side.
    static Part projected(Project project, Part input, List<RexNode> kept, ImmutableBitSet needed) {
        int fields = project.getInput().getRowType().getFieldCount();
        List<RexNode> lists = new ArrayList<>();
        RexShuttle collector =
                new RexShuttle() {
                    @Override
                    public RexNode visitCall(RexCall call) {
                        if (!isUnnest(call)) {
                            return super.visitCall(call);
                        }
                        lists.add(call.getOperands().getFirst());
                        return new RexInputRef(fields + lists.size() - 1, call.getType());
                    }
                };
        List<RexNode> plain = collector.apply(kept);
        PhysicalPlan rows = unnested(input, input.expressions().all(lists), false);
        int[] places = Arrays.copyOf(input.places(), fields + lists.size());
        for (int list = 0; list < lists.size(); list++) {
            places[fields + list] = rows.columns().size() - lists.size() + list;
        }
        return NodeTranslation.projected(project, new Part(rows, places), plain, needed);
    }
}
