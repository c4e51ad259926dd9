package dev.tidalite.query.internal.frontend.sql;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;

import java.util.List;
import java.util.stream.Collectors;

/// A plan as text, one node a line, inputs indented below their node.
final class PlanText {
    private PlanText() {}

    static String of(PhysicalPlan plan) {
        StringBuilder text = new StringBuilder();
        append(plan, 0, text);
        return text.toString().stripTrailing();
    }

    private static void append(PhysicalPlan plan, int depth, StringBuilder text) {
        text.append("  ".repeat(depth)).append(line(plan)).append('\n');
        plan.inputs().forEach(input -> append(input, depth + 1, text));
    }

    private static String line(PhysicalPlan plan) {
        return switch (plan) {
            case PhysicalPlan.Scan scan ->
                    "scan "
                            + scan.table()
                            + names(scan.columns())
                            + list(" where ", scan.filters());
            case PhysicalPlan.Values values ->
                    "values " + names(values.columns()) + " " + values.rows();
            case PhysicalPlan.Filter filter -> "filter " + filter.condition();
            case PhysicalPlan.Project project ->
                    "project " + project.expressions() + " as " + names(project.columns());
            case PhysicalPlan.Aggregate aggregate ->
                    "aggregate by "
                            + aggregate.keys()
                            + (aggregate.groupingSets().size() > 1
                                    ? " sets " + aggregate.groupingSets()
                                    : "")
                            + list(
                                    " calls ",
                                    aggregate.calls().stream().map(PlanText::call).toList())
                            + " as "
                            + names(aggregate.columns());
            case PhysicalPlan.Sort sort ->
                    "sort "
                            + sort.keys().stream().map(PlanText::key).toList()
                            + (sort.offset() == null ? "" : " offset " + sort.offset())
                            + (sort.fetch() == null ? "" : " fetch " + sort.fetch());
            case PhysicalPlan.Limit limit ->
                    "limit"
                            + (limit.offset() == null ? "" : " offset " + limit.offset())
                            + (limit.fetch() == null ? "" : " fetch " + limit.fetch());
            case PhysicalPlan.Join join ->
                    "join "
                            + join.kind()
                            + " "
                            + join.leftKeys()
                            + (join.nullsMatch() ? " <=> " : " = ")
                            + join.rightKeys()
                            + (join.residual() == null ? "" : " if " + join.residual());
            case PhysicalPlan.Window window ->
                    "window by "
                            + window.partitionBy()
                            + " order "
                            + window.orderBy().stream().map(PlanText::key).toList()
                            + " calls "
                            + window.calls().stream().map(PlanText::call).toList();
            case PhysicalPlan.UnionAll union -> "union all " + names(union.columns());
            case PhysicalPlan.SetOperation set -> set.kind() + (set.all() ? " all" : "");
            case PhysicalPlan.Distinct distinct -> "distinct" + list(" on ", distinct.on());
            case PhysicalPlan.GapFill gapFill -> gapFill(gapFill);
            case PhysicalPlan.SeriesTransform transform -> "series " + transform.calls();
            case PhysicalPlan.Unnest unnest ->
                    "unnest " + unnest.lists() + (unnest.keepsRows() ? " keeping rows" : "");
            case PhysicalPlan.Recursive recursive ->
                    "recursive " + recursive.name() + (recursive.all() ? "" : " distinct");
            case PhysicalPlan.PreviousRound previous -> "previous round of " + previous.name();
            case PhysicalPlan.InOrder(PhysicalPlan same) -> "InOrder " + line(same);
            case PhysicalPlan.Frugal _, PhysicalPlan.EachSeries _ -> "in turn";
            case PhysicalPlan.Explain explain -> explain.analyze() ? "explain analyze" : "explain";
        };
    }

    private static String gapFill(PhysicalPlan.GapFill gapFill) {
        return "gapfill time $"
                + gapFill.timeColumn()
                + " series "
                + gapFill.seriesColumns()
                + " from "
                + gapFill.lo()
                + " to "
                + gapFill.hi()
                + " step "
                + gapFill.step()
                + " fills "
                + gapFill.fills();
    }

    private static String call(PhysicalPlan.AggregateCall call) {
        return call.function()
                + "("
                + (call.distinct() ? "distinct " : "")
                + call.args().stream().map(Object::toString).collect(Collectors.joining(", "))
                + ")"
                + list(" order ", call.orderBy().stream().map(PlanText::key).toList())
                + (call.filter() == null ? "" : " filter " + call.filter());
    }

    private static String call(PhysicalPlan.WindowCall call) {
        return call.function()
                + call.args()
                + (call.ignoreNulls() ? " ignore nulls" : "")
                + " "
                + call.frame().unit()
                + " "
                + bound(call.frame().start())
                + " to "
                + bound(call.frame().end());
    }

    private static String bound(PhysicalPlan.FrameBound bound) {
        return bound.kind() + (bound.offset() == null ? "" : "(" + bound.offset() + ")");
    }

    private static String key(PhysicalPlan.SortKey key) {
        boolean usual = key.descending() == key.nullsFirst();
        return key.expression()
                + (key.descending() ? " desc" : "")
                + (usual ? "" : key.nullsFirst() ? " nulls first" : " nulls last");
    }

    private static String list(String prefix, List<?> items) {
        return items.isEmpty() ? "" : prefix + items;
    }

    private static String names(List<PlanColumn> columns) {
        return columns.stream().map(PlanColumn::name).collect(Collectors.joining(", ", "(", ")"));
    }
}
