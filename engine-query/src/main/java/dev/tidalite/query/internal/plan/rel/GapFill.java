package dev.tidalite.query.internal.plan.rel;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;

import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// Adds the missing rows of a grid of times to every series of its input, usually an aggregate by
/// binned time and series. Its row type is the input's. What each part means: see
/// [PhysicalPlan.GapFill].
public final class GapFill extends SingleRel {
    private final Grid grid;
    private final List<PhysicalPlan.Fill> fills;

    /// Which rows there have to be.
    ///
    /// @param timeColumn index of the binned time in the input
    /// @param seriesColumns indexes of the other group keys
    /// @param lo a constant time of the first bin, inclusive; null lets each series begin with its
    ///     first row
    /// @param hi a constant time of the last bin, inclusive
    /// @param origin a constant timestamp, or null for the epoch
    /// @param zone in whose wall clock the grid lies, or null
    /// @param fillEmpty whether an input without rows becomes one series, if there are no series
    ///     columns
    public record Grid(
            int timeColumn,
            List<Integer> seriesColumns,
            @Nullable Expr lo,
            Expr hi,
            Interval step,
            @Nullable Expr origin,
            @Nullable String zone,
            boolean fillEmpty) {
        public Grid {
            seriesColumns = List.copyOf(seriesColumns);
        }
    }

    /// @param fills one per column of the input
    public GapFill(RelNode input, Grid grid, List<PhysicalPlan.Fill> fills) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.grid = grid;
        this.fills = List.copyOf(fills);
    }

    public Grid grid() {
        return grid;
    }

    public List<PhysicalPlan.Fill> fills() {
        return fills;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
        return new GapFill(inputs.getFirst(), grid, fills);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("grid", grid).item("fills", fills);
    }
}
