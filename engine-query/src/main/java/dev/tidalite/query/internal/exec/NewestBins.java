package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.time.DateBin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A query for some rows of the newest bins: ORDER BY a bin of the time, newest first, with a
/// LIMIT, over a GROUP BY of that bin. Only times near the end have to be read.
///
/// @param input what is sorted
/// @param scan what it reads
/// @param bins over the scan's columns
record NewestBins(PhysicalPlan input, PhysicalPlan.Scan scan, TimeBins bins) {
    /// Recognizes such a query; null for any other.
    static @Nullable NewestBins of(PhysicalPlan.Sort sort) {
        if (sort.fetch() == null || !sort.keys().getFirst().descending()) {
            return null;
        }
        Expr key = sort.keys().getFirst().expression();
        PhysicalPlan below = sort.input();
        while (below instanceof PhysicalPlan.Project || below instanceof PhysicalPlan.Filter) {
            if (below instanceof PhysicalPlan.Project project) {
                key = Exprs.replaceColumns(key, project.expressions()::get);
            }
            below = below.inputs().getFirst();
        }
        if (below instanceof PhysicalPlan.InOrder(PhysicalPlan same)) {
            below = same;
        }
        if (!(below instanceof PhysicalPlan.Aggregate aggregate)
                || !(aggregate.input() instanceof PhysicalPlan.Scan scan)
                || aggregate.groupingSets().size() != 1
                || !(key instanceof Expr.ColumnRef(int index, DataType _))
                || !aggregate.groupingSets().getFirst().contains(index)) {
            return null;
        }
        TimeBins bins = TimeBins.of(aggregate.keys().get(index), scan.columns());
        return bins == null ? null : new NewestBins(sort.input(), scan, bins);
    }

    /// The query for the bins from one on.
    ///
    /// @param startNs where a bin starts
    PhysicalPlan from(long startNs) {
        return from(input, startNs);
    }

    private PhysicalPlan from(PhysicalPlan plan, long startNs) {
        return switch (plan) {
            case PhysicalPlan.Project project ->
                    new PhysicalPlan.Project(
                            from(project.input(), startNs),
                            project.expressions(),
                            project.columns());
            case PhysicalPlan.Filter filter ->
                    new PhysicalPlan.Filter(from(filter.input(), startNs), filter.condition());
            case PhysicalPlan.InOrder(PhysicalPlan same) -> from(same, startNs);
            case PhysicalPlan.Aggregate aggregate ->
                    new PhysicalPlan.Aggregate(
                            from(aggregate.input(), startNs),
                            aggregate.keys(),
                            aggregate.groupingSets(),
                            aggregate.calls(),
                            aggregate.columns());
            default -> {
                List<Expr> filters = new ArrayList<>(scan.filters());
                Expr time = new Expr.ColumnRef(bins.column(), DataType.TIMESTAMP);
                Expr start = new Expr.Literal(startNs, DataType.TIMESTAMP);
                filters.add(new Expr.Call(">=", List.of(time, start), DataType.BOOLEAN));
                yield new PhysicalPlan.Scan(
                        scan.table(), scan.columns(), filters, ScanSpec.Order.ANY);
            }
        };
    }

    /// The start of the bin so many bins before that of a time, about.
    long startNs(long newestNs, long binCount) {
        DateBin grid = bins.grid();
        long lengthNs = Math.max(1, grid.end(newestNs) - grid.bin(newestNs));
        if (binCount > Long.MAX_VALUE / lengthNs
                || newestNs < Long.MIN_VALUE + 2 * lengthNs + binCount * lengthNs) {
            return Long.MIN_VALUE;
        }
        return grid.bin(newestNs - binCount * lengthNs);
    }
}
