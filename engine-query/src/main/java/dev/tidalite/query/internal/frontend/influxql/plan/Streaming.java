package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.SortKey;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Page;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Plans the rows of one measurement so that memory does not grow with the range of time: series
/// after series, the rows of each in the order of time as the storage has them.
final class Streaming {
    private final boolean descending;
    private final Page page;
    private final Page seriesPage;

    Streaming(boolean descending, Page page, Page seriesPage) {
        this.descending = descending;
        this.page = page;
        this.seriesPage = seriesPage;
    }

    /// The plan of a page of each series, in order; null if something in it needs all rows at once.
    ///
    /// @param series neither sorted nor paged yet
    /// @param tagOrder of the series
    /// @param order of the rows of a series, by the time first
    @Nullable PhysicalPlan plan(SeriesRows series, List<SortKey> tagOrder, List<SortKey> order) {
        PhysicalPlan all = series.rows().plan();
        PhysicalPlan.Scan scan = scan(all);
        if (scan == null) {
            return null;
        }
        List<SeriesKey> keys = new ArrayList<>();
        BitSet fixed = new BitSet();
        for (int tag = 0; tag < tagOrder.size(); tag++) {
            Lineage lineage = Lineage.of(all, tag + 1);
            if (lineage instanceof Lineage.Computed) {
                return null;
            }
            if (lineage instanceof Lineage.OfScan(int column)) {
                keys.add(new SeriesKey("#" + tag, column, tagOrder.get(tag)));
                fixed.set(column);
            }
        }
        if (!seriesPage.isAll() && (keys.isEmpty() || descending || page.offset() > 0)) {
            return null; // which series have rows must be known before their rows are counted
        }
        List<Expr> filters = new ArrayList<>(scan.filters());
        for (SeriesKey key : keys) {
            Expr.Parameter value = new Expr.Parameter(key.parameter, DataType.UTF8);
            filters.add(Exprs.test("is_not_distinct_from", ref(scan, key.column), value));
        }
        ScanSpec.Order scanOrder =
                descending ? ScanSpec.Order.TIME_DESCENDING : ScanSpec.Order.TIME;
        PhysicalPlan ordered =
                inOrder(
                        all,
                        new PhysicalPlan.Scan(scan.table(), scan.columns(), filters, scanOrder),
                        fixed);
        if (ordered == null) {
            return null;
        }
        Expr offset = page.offset() == 0 ? null : count(page.offset());
        Expr fetch = page.limit() == 0 ? null : count(page.limit());
        PhysicalPlan one =
                new PhysicalPlan.InOrder(new PhysicalPlan.Sort(ordered, order, offset, fetch));
        if (keys.isEmpty()) {
            return one;
        }
        List<String> parameters = keys.stream().map(SeriesKey::parameter).toList();
        return new PhysicalPlan.EachSeries(
                keys(scan, keys),
                parameters,
                one,
                seriesPage.offset(),
                seriesPage.limit() == 0 ? Long.MAX_VALUE : seriesPage.limit());
    }

    private static Expr count(long value) {
        return Exprs.of(value);
    }

    /// A tag that tells series apart.
    ///
    /// @param column of the scan
    private record SeriesKey(String parameter, int column, SortKey order) {}

    private static Expr ref(PhysicalPlan.Scan scan, int column) {
        return new Expr.ColumnRef(column, scan.columns().get(column).type());
    }

    private static PhysicalPlan.@Nullable Scan scan(PhysicalPlan plan) {
        PhysicalPlan leaf = plan;
        while (leaf.inputs().size() == 1) {
            leaf = leaf.inputs().get(0);
        }
        return leaf instanceof PhysicalPlan.Scan scan ? scan : null;
    }

    /// The same plan over rows in order; null if it cannot be.
    ///
    /// @param fixed columns of the scan that have one value only
    private @Nullable PhysicalPlan inOrder(
            PhysicalPlan plan, PhysicalPlan.Scan scan, BitSet fixed) {
        if (plan instanceof PhysicalPlan.Scan) {
            return scan;
        }
        if (plan.inputs().size() != 1) {
            return null;
        }
        PhysicalPlan input = inOrder(plan.inputs().get(0), scan, fixed);
        if (input == null) {
            return null;
        }
        return switch (plan) {
            case PhysicalPlan.Filter filter -> new PhysicalPlan.Filter(input, filter.condition());
            case PhysicalPlan.Project project ->
                    new PhysicalPlan.Project(input, project.expressions(), project.columns());
            case PhysicalPlan.Aggregate aggregate -> aggregated(aggregate, input, fixed);
            case PhysicalPlan.Distinct distinct when distinct.on().isEmpty() ->
                    distinct(input, distinct.columns());
            case PhysicalPlan.GapFill fill ->
                    !descending && isOneSeries(fill.input(), fill.seriesColumns(), fixed)
                            ? filled(fill, input)
                            : null;
            case PhysicalPlan.SeriesTransform transform ->
                    transform.descending() == descending
                                    && isOneSeries(
                                            transform.input(), transform.seriesColumns(), fixed)
                                    && transform.calls().stream()
                                            .allMatch(c -> c.function().isLocal())
                            ? new PhysicalPlan.InOrder(
                                    new PhysicalPlan.SeriesTransform(
                                            input,
                                            transform.seriesColumns(),
                                            transform.timeColumn(),
                                            descending,
                                            transform.calls(),
                                            transform.dropEmptyRows(),
                                            transform.columns()))
                            : null;
            default -> null;
        };
    }

    /// Windows as they become complete, or one row over windows of an inner query.
    private static @Nullable PhysicalPlan aggregated(
            PhysicalPlan.Aggregate aggregate, PhysicalPlan input, BitSet fixed) {
        PhysicalPlan same =
                new PhysicalPlan.Aggregate(
                        input,
                        aggregate.keys(),
                        aggregate.groupingSets(),
                        aggregate.calls(),
                        aggregate.columns());
        if (!aggregate.keys().isEmpty() && isTime(aggregate.columns().get(0))) {
            return new PhysicalPlan.InOrder(same);
        }
        List<Integer> keys = IntStream.range(0, aggregate.keys().size()).boxed().toList();
        return holdsRows(input) && isOneSeries(aggregate, keys, fixed) ? same : null;
    }

    /// Whether something below would hold rows of all times if they did not come in order.
    private static boolean holdsRows(PhysicalPlan plan) {
        return plan instanceof PhysicalPlan.InOrder
                || plan.inputs().stream().anyMatch(Streaming::holdsRows);
    }

    /// Different rows, of which those of one time are all that has to be remembered.
    private static PhysicalPlan distinct(PhysicalPlan input, List<PlanColumn> columns) {
        List<Expr> keys = new ArrayList<>();
        for (PlanColumn column : columns) {
            keys.add(new Expr.ColumnRef(keys.size(), column.type()));
        }
        List<Integer> all = IntStream.range(0, keys.size()).boxed().toList();
        return new PhysicalPlan.InOrder(
                new PhysicalPlan.Aggregate(input, keys, List.of(all), List.of(), columns));
    }

    /// Whether all rows agree in some columns.
    private static boolean isOneSeries(PhysicalPlan rows, List<Integer> columns, BitSet fixed) {
        return columns.stream()
                .map(column -> Lineage.of(rows, column))
                .allMatch(lineage ->
                        switch (lineage) {
                            case Lineage.OfScan(int column) -> fixed.get(column);
                            case Lineage.Constant() -> true;
                            case Lineage.Computed() -> false;
                        });
    }

    private static boolean isTime(PlanColumn column) {
        return column.type().isTimestamp();
    }

    private static @Nullable PhysicalPlan filled(PhysicalPlan.GapFill fill, PhysicalPlan input) {
        if (fill.fills().contains(PhysicalPlan.Fill.LINEAR)) {
            return null;
        }
        return new PhysicalPlan.InOrder(
                new PhysicalPlan.GapFill(
                        input,
                        fill.timeColumn(),
                        fill.seriesColumns(),
                        fill.lo(),
                        fill.hi(),
                        fill.step(),
                        fill.origin(),
                        fill.zone(),
                        fill.fillEmpty(),
                        fill.fills()));
    }

    /// Which series there are, in order; some of them may turn out to have no row.
    private static PhysicalPlan keys(PhysicalPlan.Scan scan, List<SeriesKey> keys) {
        BitSet wanted = new BitSet();
        keys.forEach(key -> wanted.set(key.column));
        for (int index = 0; index < scan.columns().size(); index++) {
            PlanColumn column = scan.columns().get(index);
            boolean field = column.origin() == null || column.origin().role() == ColumnRole.FIELD;
            if (!field) {
                wanted.set(index);
            }
        }
        List<PlanColumn> columns = new ArrayList<>();
        int[] places = new int[scan.columns().size()];
        for (int index = wanted.nextSetBit(0); index >= 0; index = wanted.nextSetBit(index + 1)) {
            places[index] = columns.size();
            columns.add(scan.columns().get(index));
        }
        List<Expr> filters = new ArrayList<>();
        for (Expr filter : scan.filters()) {
            BitSet read = dev.tidalite.query.internal.exec.Exprs.columns(filter);
            read.andNot(wanted);
            if (read.isEmpty()) {
                filters.add(
                        dev.tidalite.query.internal.exec.Exprs.replaceColumns(
                                filter,
                                index ->
                                        new Expr.ColumnRef(
                                                places[index], scan.columns().get(index).type())));
            }
        }
        List<Expr> values = new ArrayList<>();
        List<PlanColumn> named = new ArrayList<>();
        List<SortKey> order = new ArrayList<>();
        for (SeriesKey key : keys) {
            PlanColumn column = scan.columns().get(key.column);
            values.add(new Expr.ColumnRef(places[key.column], column.type()));
            order.add(
                    new SortKey(
                            new Expr.ColumnRef(order.size(), column.type()),
                            key.order.descending(),
                            key.order.nullsFirst()));
            named.add(column);
        }
        PhysicalPlan tags =
                new PhysicalPlan.Scan(scan.table(), columns, filters, ScanSpec.Order.ANY);
        PhysicalPlan each =
                new PhysicalPlan.Distinct(new PhysicalPlan.Project(tags, values, named), List.of());
        return new PhysicalPlan.Sort(each, order, null, null);
    }
}
