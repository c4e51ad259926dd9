package dev.tidalite.query.internal.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/// The way from a relational tree to a physical plan, the same for both languages.
public final class Translation {
    private Translation() {}

    /// @param root a tree over a [PlanContext]; sub-queries in it may still be expressions
    /// @return a plan with the columns of `root`, in order, under their names
    /// @throws dev.tidalite.query.QueryException if something in it is not supported
    public static PhysicalPlan translate(RelNode root) {
        RelNode simple = Simplification.simplify(SubQueries.unnest(root));
        RelDataType rowType = root.getRowType();
        ImmutableBitSet all = ImmutableBitSet.range(rowType.getFieldCount());
        return NodeTranslation.of(simple, all).aligned(all, rowType);
    }
}
