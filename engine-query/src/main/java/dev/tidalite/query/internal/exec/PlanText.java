package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.query.internal.expr.Expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A plan as text: one line a node, inputs indented below it. What EXPLAIN shows and plan tests
/// compare.
public final class PlanText {
    private final StringBuilder text = new StringBuilder();
    private final UnaryOperator<Expr> conditions;
    private final Function<PhysicalPlan, String> suffix;

    private PlanText(UnaryOperator<Expr> conditions, Function<PhysicalPlan, String> suffix) {
        this.conditions = conditions;
        this.suffix = suffix;
    }

    /// @param conditions what to print in place of a condition
    /// @param suffix what to put behind a node's line
    static String of(
            PhysicalPlan plan,
            UnaryOperator<Expr> conditions,
            Function<PhysicalPlan, String> suffix) {
        PlanText printed = new PlanText(conditions, suffix);
        printed.print(plan, 0);
        return printed.text.toString();
    }

    private void print(PhysicalPlan plan, int depth) {
        text.append("  ".repeat(depth)).append(line(plan)).append(suffix.apply(plan)).append('\n');
        for (PhysicalPlan input : plan.inputs()) {
            print(input, depth + 1);
        }
    }

    private String line(PhysicalPlan plan) {
        return switch (plan) {
            case PhysicalPlan.Scan scan ->
                    "Scan "
                            + scan.table()
                            + " columns="
                            + names(scan.columns())
                            + (scan.filters().isEmpty() ? "" : " filters=" + conditions(scan))
                            + (scan.order() == ScanSpec.Order.ANY ? "" : " order=" + scan.order());
            case PhysicalPlan.Values values ->
                    "Values columns=" + names(values.columns()) + " rows=" + values.rows().size();
            case PhysicalPlan.Filter filter -> filter(filter);
            case PhysicalPlan.Project project -> "Project " + named(project);
            case PhysicalPlan.Aggregate aggregate -> aggregate(aggregate);
            case PhysicalPlan.Sort sort -> sort(sort);
            case PhysicalPlan.Limit limit ->
                    "Limit"
                            + (limit.offset() == null ? "" : " offset=" + limit.offset())
                            + (limit.fetch() == null ? "" : " fetch=" + limit.fetch());
            case PhysicalPlan.Join join ->
                    "Join "
                            + lower(join.kind())
                            + " left="
                            + join.leftKeys()
                            + " right="
                            + join.rightKeys()
                            + (join.nullsMatch() ? " nulls match" : "")
                            + (join.residual() == null ? "" : " residual=" + join.residual());
            case PhysicalPlan.Window window -> window(window);
            case PhysicalPlan.UnionAll _ -> "UnionAll";
            case PhysicalPlan.SetOperation set ->
                    "SetOperation " + lower(set.kind()) + (set.all() ? " all" : "");
            case PhysicalPlan.Distinct distinct ->
                    "Distinct" + (distinct.on().isEmpty() ? "" : " on=" + distinct.on());
            case PhysicalPlan.GapFill fill ->
                    "GapFill time=$"
                            + fill.timeColumn()
                            + " series="
                            + fill.seriesColumns()
                            + " from="
                            + fill.lo()
                            + " to="
                            + fill.hi()
                            + " step="
                            + fill.step()
                            + " fills="
                            + fill.fills();
            case PhysicalPlan.SeriesTransform transform -> transform(transform);
            case PhysicalPlan.InOrder(PhysicalPlan same) -> "InOrder " + line(same);
            case PhysicalPlan.Frugal _ -> "Frugal";
            case PhysicalPlan.EachSeries each -> eachSeries(each);
            case PhysicalPlan.Unnest unnest ->
                    "Unnest " + unnest.lists() + (unnest.keepsRows() ? " keeping rows" : "");
            case PhysicalPlan.Recursive recursive ->
                    "Recursive " + recursive.name() + (recursive.all() ? "" : " distinct");
            case PhysicalPlan.PreviousRound previous -> "PreviousRound " + previous.name();
            case PhysicalPlan.Explain explain -> explain.analyze() ? "Explain analyze" : "Explain";
        };
    }

    private static String eachSeries(PhysicalPlan.EachSeries each) {
        return "EachSeries "
                + each.parameters()
                + (each.offset() == 0 ? "" : " offset=" + each.offset())
                + (each.fetch() == Long.MAX_VALUE ? "" : " fetch=" + each.fetch());
    }

    private List<Expr> conditions(PhysicalPlan.Scan scan) {
        return scan.filters().stream().map(conditions).toList();
    }

    private static String transform(PhysicalPlan.SeriesTransform transform) {
        List<String> calls = new ArrayList<>();
        for (PhysicalPlan.SeriesCall call : transform.calls()) {
            calls.add(lower(call.function()) + "($" + call.column() + ")" + call.args());
        }
        return "SeriesTransform time=$"
                + transform.timeColumn()
                + " series="
                + transform.seriesColumns()
                + " calls="
                + calls;
    }

    private String filter(PhysicalPlan.Filter filter) {
        boolean firstOnly = Shortcuts.firstRowsOnly(filter) != null;
        return "Filter "
                + conditions.apply(filter.condition())
                + (firstOnly ? " keeping first rows only" : "");
    }

    private static String sort(PhysicalPlan.Sort sort) {
        return "Sort keys="
                + keys(sort.keys())
                + (sort.offset() == null ? "" : " offset=" + sort.offset())
                + (sort.fetch() == null ? "" : " fetch=" + sort.fetch())
                + (NewestBins.of(sort) == null ? "" : " reading newest bins first")
                + (TimeOrder.of(sort) == null ? "" : " reading in the order of time");
    }

    private static String aggregate(PhysicalPlan.Aggregate aggregate) {
        List<String> calls = new ArrayList<>();
        for (PhysicalPlan.AggregateCall call : aggregate.calls()) {
            calls.add(
                    call.function()
                            + (call.distinct() ? " distinct" : "")
                            + call.args()
                            + (call.orderBy().isEmpty() ? "" : " order=" + keys(call.orderBy()))
                            + (call.filter() == null ? "" : " filter=" + call.filter()));
        }
        boolean plain =
                aggregate.groupingSets().size() == 1
                        && aggregate.groupingSets().getFirst().size() == aggregate.keys().size();
        return "Aggregate keys="
                + aggregate.keys()
                + " calls="
                + calls
                + (plain ? "" : " sets=" + aggregate.groupingSets());
    }

    private static String window(PhysicalPlan.Window window) {
        return "Window partition="
                + window.partitionBy()
                + " order="
                + keys(window.orderBy())
                + " calls="
                + window.calls().stream()
                        .map(call -> call.function() + call.args() + frame(call))
                        .toList();
    }

    private static String frame(PhysicalPlan.WindowCall call) {
        return call.frame().equals(PhysicalPlan.Frame.DEFAULT)
                ? ""
                : " "
                        + lower(call.frame().unit())
                        + " "
                        + bound(call.frame().start())
                        + ".."
                        + bound(call.frame().end());
    }

    private static String bound(PhysicalPlan.FrameBound bound) {
        return (bound.offset() == null ? "" : bound.offset() + " ") + lower(bound.kind());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> names(List<PlanColumn> columns) {
        return columns.stream().map(PlanColumn::name).toList();
    }

    private static List<String> named(PhysicalPlan.Project project) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            Expr expression = project.expressions().get(i);
            parts.add(expression + " as " + project.columns().get(i).name());
        }
        return parts;
    }

    private static List<String> keys(List<PhysicalPlan.SortKey> keys) {
        return keys.stream()
                .map(key ->
                        key.expression()
                                + (key.descending() ? " desc" : "")
                                + (key.nullsFirst() == key.descending()
                                        ? ""
                                        : key.nullsFirst() ? " nulls first" : " nulls last"))
                .toList();
    }
}
