package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.FunctionRegistry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/// Recognizes plans that can be answered with less work than they say.
final class Shortcuts {
    private Shortcuts() {}

    /// The window below a filter that keeps only its rows with `row_number() = 1`, or null.
    static PhysicalPlan.@Nullable Window firstRowsOnly(PhysicalPlan.Filter filter) {
        PhysicalPlan below = filter.input();
        Expr condition = filter.condition();
        while (below instanceof PhysicalPlan.Project project) {
            condition = Exprs.replaceColumns(condition, project.expressions()::get);
            below = project.input();
        }
        if (!(below instanceof PhysicalPlan.Window window)
                || window.calls().size() != 1
                || !window.calls().getFirst().function().equals("row_number")) {
            return null;
        }
        int number = window.input().columns().size();
        for (Expr conjunct : Exprs.conjuncts(condition)) {
            if (conjunct instanceof Expr.Call call
                    && call.function().equals("=")
                    && isNumberAndOne(call.args(), number)) {
                return window;
            }
        }
        return null;
    }

    private static boolean isNumberAndOne(List<Expr> args, int number) {
        boolean hasNumber = false;
        boolean hasOne = false;
        for (Expr wrapped : args) {
            Expr arg = wrapped instanceof Expr.Cast cast ? cast.operand() : wrapped;
            hasNumber |= arg instanceof Expr.ColumnRef(int index, DataType _) && index == number;
            hasOne |= arg instanceof Expr.Literal(Object value, DataType _) && one(value);
        }
        return hasNumber && hasOne;
    }

    private static boolean one(@Nullable Object value) {
        return value instanceof Long number && number == 1;
    }

    /// A window of `row_number()` without the keys of its order that are the same in all rows of a
    /// partition, such as those that `DISTINCT ON (k) … ORDER BY k, time` puts there.
    static PhysicalPlan.Window orderedWithin(PhysicalPlan.Window window) {
        List<PhysicalPlan.SortKey> order =
                window.orderBy().stream()
                        .filter(key -> !window.partitionBy().contains(key.expression()))
                        .toList();
        return new PhysicalPlan.Window(
                window.input(), window.partitionBy(), order, window.calls(), window.columns());
    }

    /// For a window over a scan whose first order key is the time, newest first: the query that
    /// finds the newest time of each partition. No row before the oldest of these can be first.
    /// Null for any other window.
    static PhysicalPlan.@Nullable Aggregate newestTimes(PhysicalPlan.Window window) {
        if (!(window.input() instanceof PhysicalPlan.Scan scan) || window.orderBy().isEmpty()) {
            return null;
        }
        PhysicalPlan.SortKey first = window.orderBy().getFirst();
        if (!first.descending()
                || !(first.expression() instanceof Expr.ColumnRef(int time, DataType timeType))
                || !TimeBins.isTime(scan.columns().get(time))) {
            return null;
        }
        // only the columns that partitions, filters and the time need
        BitSet needed = new BitSet();
        needed.set(time);
        window.partitionBy().forEach(key -> needed.or(Exprs.columns(key)));
        scan.filters().forEach(filter -> needed.or(Exprs.columns(filter)));
        List<PlanColumn> columns = new ArrayList<>();
        int[] places = new int[scan.columns().size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = columns.size();
            if (needed.get(i)) {
                columns.add(scan.columns().get(i));
            }
        }
        IntFunction<Expr> moved =
                index -> new Expr.ColumnRef(places[index], scan.columns().get(index).type());
        PhysicalPlan.Scan narrow =
                new PhysicalPlan.Scan(
                        scan.table(),
                        columns,
                        Exprs.replaceAll(scan.filters(), moved),
                        scan.order());
        List<Expr> keys = Exprs.replaceAll(window.partitionBy(), moved);
        List<PlanColumn> out = new ArrayList<>();
        List<Integer> set = new ArrayList<>();
        for (Expr key : keys) {
            set.add(set.size());
            out.add(new PlanColumn("key", key.type()));
        }
        out.add(new PlanColumn("newest", timeType));
        PhysicalPlan.AggregateCall max =
                new PhysicalPlan.AggregateCall("max", List.of(moved.apply(time)), timeType);
        return new PhysicalPlan.Aggregate(narrow, keys, List.of(set), List.of(max), out);
    }

    /// Whether the first row of every partition is the last one of some series: the rows of a scan,
    /// newest first, or projections of them, partitioned by nothing but tags.
    static boolean isLastOfSeries(PhysicalPlan.Window window) {
        PhysicalPlan below = window.input();
        List<Expr> keys = window.partitionBy();
        if (window.orderBy().isEmpty() || !window.orderBy().getFirst().descending()) {
            return false;
        }
        Expr first = window.orderBy().getFirst().expression();
        while (below instanceof PhysicalPlan.Project project) {
            keys = Exprs.replaceAll(keys, project.expressions()::get);
            first = Exprs.replaceColumns(first, project.expressions()::get);
            below = project.input();
        }
        return below instanceof PhysicalPlan.Scan scan
                && first instanceof Expr.ColumnRef(int time, DataType _)
                && TimeBins.isTime(scan.columns().get(time))
                && keys.stream().allMatch(key -> isOfTags(key, scan.columns()));
    }

    /// Whether an expression has one value in all rows of a series.
    private static boolean isOfTags(Expr expression, List<PlanColumn> columns) {
        if (expression instanceof Expr.ColumnRef(int index, DataType _)) {
            return TimeBins.hasRole(columns.get(index), ColumnRole.TAG);
        }
        if (expression instanceof Expr.Call call
                && !FunctionRegistry.scalar(call.function()).pure()) {
            return false;
        }
        return Exprs.operands(expression).stream().allMatch(part -> isOfTags(part, columns));
    }

    /// The scan without rows before a time.
    static PhysicalPlan.Scan from(PhysicalPlan.Scan scan, Expr time, long oldestNs) {
        List<Expr> filters = new ArrayList<>(scan.filters());
        Expr oldest = new Expr.Literal(oldestNs, time.type());
        filters.add(new Expr.Call(">=", List.of(time, oldest), DataType.BOOLEAN));
        return new PhysicalPlan.Scan(scan.table(), scan.columns(), filters, scan.order());
    }
}
