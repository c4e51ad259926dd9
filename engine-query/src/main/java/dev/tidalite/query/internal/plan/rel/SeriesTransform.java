package dev.tidalite.query.internal.plan.rel;

import dev.tidalite.query.internal.exec.PhysicalPlan;

import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

import java.util.List;

/// Computes along the time of each series of its input: derivatives, moving averages and the like.
/// Its rows hold the series columns, the time, then one column per call. What each part means: see
/// [PhysicalPlan.SeriesTransform].
public final class SeriesTransform extends SingleRel {
    private final Series series;
    private final List<PhysicalPlan.SeriesCall> calls;

    /// How rows come together.
    ///
    /// @param seriesColumns indexes into the input
    /// @param timeColumn index into the input
    /// @param descending whether the functions see the rows, and put them out, newest first
    /// @param dropEmptyRows leaves out rows in which every call is null
    public record Series(
            List<Integer> seriesColumns,
            int timeColumn,
            boolean descending,
            boolean dropEmptyRows) {
        public Series {
            seriesColumns = List.copyOf(seriesColumns);
        }
    }

    /// @param rowType the series columns, the time, then the calls
    public SeriesTransform(
            RelNode input,
            Series series,
            List<PhysicalPlan.SeriesCall> calls,
            RelDataType rowType) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
        this.series = series;
        this.calls = List.copyOf(calls);
        this.rowType = rowType;
    }

    public Series series() {
        return series;
    }

    public List<PhysicalPlan.SeriesCall> calls() {
        return calls;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
        return new SeriesTransform(inputs.getFirst(), series, calls, getRowType());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("series", series)
                .item("calls", calls)
                .item("type", getRowType());
    }
}
