package dev.tidalite.query.internal.plan;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.Types;
import dev.tidalite.query.internal.schema.SqlTypes;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A join: its condition taken apart into pairs of keys and a rest.
final class JoinTranslation {
    private final int leftFields;
    private final Part left;
    private final Part right;
    private final List<Expr> leftKeys = new ArrayList<>();
    private final List<Expr> rightKeys = new ArrayList<>();
    private boolean nullsMatch;
    private @Nullable Expr residual;

    private JoinTranslation(int leftFields, Part left, Part right) {
        this.leftFields = leftFields;
        this.left = left;
        this.right = right;
    }

    static Part of(Join join, ImmutableBitSet needed) {
        int leftFields = join.getLeft().getRowType().getFieldCount();
        int rightFields = join.getRight().getRowType().getFieldCount();
        ImmutableBitSet used =
                needed.union(RelOptUtil.InputFinder.bits(List.of(join.getCondition()), null));
        ImmutableBitSet usedLeft = used.intersect(ImmutableBitSet.range(leftFields));
        ImmutableBitSet usedRight =
                used.intersect(ImmutableBitSet.range(leftFields, leftFields + rightFields))
                        .shift(-leftFields);
        JoinTranslation translation =
                new JoinTranslation(
                        leftFields,
                        NodeTranslation.of(join.getLeft(), usedLeft),
                        NodeTranslation.of(join.getRight(), usedRight));
        translation.split(join.getCondition());
        return translation.part(join, rightFields);
    }

    private int place(int field) {
        return field < leftFields
                ? left.place(field)
                : left.plan().columns().size() + right.place(field - leftFields);
    }

    private void split(RexNode condition) {
        List<RexNode> conditions = RelOptUtil.conjunctions(condition);
        // keys all compare alike; what compares otherwise is left to the residual
        nullsMatch =
                conditions.stream().noneMatch(c -> isKey(c, SqlKind.EQUALS))
                        && conditions.stream()
                                .anyMatch(c -> isKey(c, SqlKind.IS_NOT_DISTINCT_FROM));
        SqlKind keyKind = nullsMatch ? SqlKind.IS_NOT_DISTINCT_FROM : SqlKind.EQUALS;
        List<Expr> rest = new ArrayList<>();
        for (RexNode conjunct : conditions) {
            if (isKey(conjunct, keyKind)) {
                addKey((RexCall) conjunct);
            } else if (!conjunct.isAlwaysTrue()) {
                rest.add(new RexTranslation(this::place).of(conjunct));
            }
        }
        residual = rest.isEmpty() ? null : RexTranslation.chain("and", rest);
    }

    private boolean isKey(RexNode condition, SqlKind kind) {
        if (condition.getKind() != kind) {
            return false;
        }
        List<RexNode> operands = ((RexCall) condition).getOperands();
        if (kind == SqlKind.IS_NOT_DISTINCT_FROM
                && Types.isMixed(
                        SqlTypes.dataType(operands.get(0).getType()),
                        SqlTypes.dataType(operands.get(1).getType()))) {
            return false;
        }
        int first = side(operands.get(0));
        int second = side(operands.get(1));
        return first * second == -1;
    }

    /// -1 if an expression reads the left input only, 1 for the right one, 0 for both or none.
    private int side(RexNode node) {
        ImmutableBitSet fields = RelOptUtil.InputFinder.bits(List.of(node), null);
        if (fields.isEmpty()) {
            return 0;
        }
        if (fields.length() <= leftFields) {
            return -1;
        }
        return fields.nth(0) >= leftFields ? 1 : 0;
    }

    private void addKey(RexCall call) {
        boolean swapped = side(call.getOperands().get(0)) > 0;
        Expr onLeft = left.expressions().of(call.getOperands().get(swapped ? 1 : 0));
        RexTranslation rightExpressions =
                new RexTranslation(field -> right.place(field - leftFields));
        Expr onRight = rightExpressions.of(call.getOperands().get(swapped ? 0 : 1));
        if (Types.isMixed(onLeft.type(), onRight.type())) {
            // what is beyond 64 bits signed equals no signed number, as null equals nothing
            leftKeys.add(RexTranslation.cast(onLeft, DataType.INT64, /* safe= */ true));
            rightKeys.add(RexTranslation.cast(onRight, DataType.INT64, /* safe= */ true));
            return;
        }
        DataType common = Types.comparison(onLeft.type(), onRight.type());
        if (common == null) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    "Cannot join " + onLeft.type() + " with " + onRight.type());
        }
        leftKeys.add(RexTranslation.cast(onLeft, common, false));
        rightKeys.add(RexTranslation.cast(onRight, common, false));
    }

    private Part part(Join join, int rightFields) {
        boolean leftOnly =
                join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI;
        int[] places = new int[leftFields + (leftOnly ? 0 : rightFields)];
        int leftColumns = left.plan().columns().size();
        for (int field = 0; field < places.length; field++) {
            int place =
                    field < leftFields ? left.places()[field] : right.places()[field - leftFields];
            places[field] = place < 0 || field < leftFields ? place : leftColumns + place;
        }
        List<PlanColumn> columns = new ArrayList<>();
        addColumns(columns, left, join.getJoinType().generatesNullsOnLeft());
        if (!leftOnly) {
            addColumns(columns, right, join.getJoinType().generatesNullsOnRight());
        }
        PhysicalPlan.Join plan =
                new PhysicalPlan.Join(
                        kind(join.getJoinType()),
                        left.plan(),
                        right.plan(),
                        leftKeys,
                        rightKeys,
                        nullsMatch,
                        residual,
                        columns);
        return new Part(KeyConditions.shared(plan), places);
    }

    private static void addColumns(List<PlanColumn> columns, Part side, boolean nullable) {
        for (PlanColumn column : side.plan().columns()) {
            columns.add(
                    new PlanColumn(
                            column.name(),
                            column.type(),
                            nullable || column.nullable(),
                            column.origin()));
        }
    }

    private static PhysicalPlan.JoinKind kind(JoinRelType type) {
        return switch (type) {
            case INNER -> PhysicalPlan.JoinKind.INNER;
            case LEFT -> PhysicalPlan.JoinKind.LEFT;
            case RIGHT -> PhysicalPlan.JoinKind.RIGHT;
            case FULL -> PhysicalPlan.JoinKind.FULL;
            case SEMI -> PhysicalPlan.JoinKind.SEMI;
            case ANTI -> PhysicalPlan.JoinKind.ANTI;
            default ->
                    throw new QueryException(
                            QueryException.Code.UNSUPPORTED, type + " JOIN is not supported");
        };
    }
}
