package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.SortKey;
import dev.tidalite.query.internal.exec.PhysicalPlan.WindowCall;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Page;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Plans what a SELECT does with the rows of one measurement.
final class MeasurementPlanner {
    private final Statement.Select select;
    private final Shape shape;
    private final Reach reach;
    private final Windows windows;
    private final boolean nested;
    private final boolean streams;

    /// @param streams whether rows may be taken in the order of time
    MeasurementPlanner(
            Statement.Select select,
            Shape shape,
            Reach reach,
            Windows windows,
            boolean nested,
            boolean streams) {
        this.select = select;
        this.shape = shape;
        this.reach = reach;
        this.windows = windows;
        this.nested = nested;
        this.streams = streams;
    }

    /// @return null if the measurement has nothing of what is selected
    @Nullable SeriesRows plan(Rows rows) {
        boolean groupsTell = AggregatePlanner.groupsTell(shape, rows);
        Rows present = withValues(rows, groupsTell);
        if (present == null) {
            return null;
        }
        SeriesRows series =
                switch (shape.kind()) {
                    case RAW -> raw(present);
                    case TRANSFORM -> transforms().raw(present);
                    case AGGREGATE, SELECTOR ->
                            new AggregatePlanner(
                                            shape, reach, windows, nested, groupsTell, transforms())
                                    .plan(present);
                    case ROW_SELECTOR ->
                            new RowSelectorPlanner(shape, windows)
                                    .plan(present, select.into() == null);
                    case DISTINCT -> distinct(present);
                    case INTEGRAL -> transforms().integral(present, windows, timeOfSpan());
                };
        SeriesRows whole = ordered(paged(series));
        PhysicalPlan streamed = streams ? streamed(series) : null;
        if (streamed == null) {
            return whole;
        }
        boolean stopsEarly =
                select.page().limit() > 0 && series.tagCount() == 0 && present.ofTable();
        PhysicalPlan fast = whole.rows().plan();
        return whole.with(
                whole.rows().with(stopsEarly ? streamed : new PhysicalPlan.Frugal(fast, streamed)));
    }

    /// The same rows as [#ordered] and [#paged] give, without having all of them in memory.
    private @Nullable PhysicalPlan streamed(SeriesRows series) {
        return new Streaming(select.descending(), select.page(), select.seriesPage())
                .plan(series, tagKeys(series, select.descending()), orderInSeries(series));
    }

    private TransformPlanner transforms() {
        return new TransformPlanner(shape, select.descending());
    }

    /// Those rows that have a value in one of the columns that count.
    ///
    /// @param groupsTell whether groups without such rows are left out later
    private @Nullable Rows withValues(Rows rows, boolean groupsTell) {
        Set<Expression.VarRef> counting = new LinkedHashSet<>();
        if (shape.kind() == Shape.Kind.RAW) {
            shape.columns().forEach(c -> counting.addAll(Expressions.references(c.expression())));
        } else if (shape.aggregates().isEmpty() && shape.transforms().isEmpty()) {
            Expression.Call call = Analysis.wholeCall(shape.columns());
            if (call != null) {
                counting.addAll(Expressions.references(call.arguments().get(0)));
            }
        } else {
            shape.aggregates().forEach(c -> counting.addAll(Expressions.references(c)));
            shape.transforms().forEach(c -> counting.addAll(Expressions.references(c)));
        }
        List<Expr> conditions = new ArrayList<>();
        for (Expression.VarRef ref : counting) {
            int index = rows.indexOf(ref.name());
            if (index >= 0 && SelectPlanner.makesRows(rows, index)) {
                Expr value = new Scalars(rows).value(ref);
                if (!Exprs.isNull(value)) {
                    conditions.add(Exprs.isNotNull(value));
                }
            }
        }
        if (conditions.isEmpty()) {
            return null;
        }
        return groupsTell ? rows : Sources.where(rows, List.of(Exprs.any(conditions)));
    }

    private SeriesRows raw(Rows rows) {
        Rows.Projection projection = withTimeAndTags(rows, rows.time(), shape);
        addOutputs(projection, rows, Map.of(), shape);
        for (int index = 0; index < rows.roles().size(); index++) {
            if (rows.roles().get(index) == ColumnRole.TAG && !projection.holds(index)) {
                projection.keep(index);
            }
        }
        return new SeriesRows(projection.build(), shape.groupTags().size(), shape.columns().size());
    }

    /// The time and the group's tags.
    static Rows.Projection withTimeAndTags(Rows rows, Expr time, Shape shape) {
        Rows.Projection projection = new Rows.Projection(rows);
        projection.add(time, new PlanColumn("time", time.type(), false, null), ColumnRole.TIME);
        for (String tag : shape.groupTags()) {
            projection.add(rows.tagOrNull(tag), rows.tagColumn(tag), ColumnRole.TAG);
        }
        return projection;
    }

    /// The columns of the result.
    ///
    /// @param known values of calls that are already there
    static void addOutputs(
            Rows.Projection projection, Rows rows, Map<Expression, Expr> known, Shape shape) {
        Scalars scalars = new Scalars(rows, known);
        for (Shape.Column column : shape.columns()) {
            Expr value = scalars.value(column.expression());
            if (value instanceof Expr.ColumnRef(int index, DataType ignored)) {
                PlanColumn origin = rows.column(index).named(column.name());
                projection.add(value, origin, rows.roles().get(index));
            } else {
                projection.add(value, column.name(), ColumnRole.FIELD);
            }
        }
    }

    private SeriesRows distinct(Rows rows) {
        Expression.Call call = Objects.requireNonNull(Analysis.wholeCall(shape.columns()));
        Expr value = new Scalars(rows).value(call.arguments().get(0));
        Rows.Projection projection =
                withTimeAndTags(
                        rows,
                        shape.hasWindows() ? windows.startOf(rows.time()) : timeOfSpan(),
                        shape);
        addOutputs(projection, rows, Map.of(call, value), shape);
        Rows values = projection.build();
        return new SeriesRows(
                values.with(new PhysicalPlan.Distinct(values.plan(), List.of())),
                shape.groupTags().size(),
                1);
    }

    private Expr timeOfSpan() {
        Expr start = reach.asked().start();
        return start == null ? Exprs.timestamp(0) : start;
    }

    /// LIMIT and OFFSET for each series, SLIMIT and SOFFSET over the series.
    private SeriesRows paged(SeriesRows series) {
        Page seriesPage = select.seriesPage();
        SeriesRows paged = series;
        if (!seriesPage.isAll()) {
            paged =
                    numbered(
                            paged,
                            "dense_rank",
                            List.of(),
                            tagKeys(paged, /* descending= */ false),
                            seriesPage);
        }
        Page page = select.page();
        if (!page.isAll()) {
            List<SortKey> keys = orderInSeries(paged);
            if (paged.tagCount() == 0) {
                Expr offset = page.offset() == 0 ? null : Exprs.of(page.offset());
                Expr fetch = page.limit() == 0 ? null : Exprs.of(page.limit());
                return paged.with(
                        paged.rows()
                                .with(
                                        new PhysicalPlan.Sort(
                                                paged.rows().plan(), keys, offset, fetch)));
            }
            List<Expr> tags = new ArrayList<>();
            for (int tag = 1; tag <= paged.tagCount(); tag++) {
                tags.add(paged.rows().ref(tag));
            }
            paged = numbered(paged, "row_number", tags, keys, page);
        }
        return paged;
    }

    /// Those rows whose number is on the page.
    private static SeriesRows numbered(
            SeriesRows series,
            String function,
            List<Expr> partition,
            List<SortKey> keys,
            Page page) {
        Rows rows = series.rows();
        List<Expr> conditions = new ArrayList<>();
        Rows numbered = RowSelectorPlanner.numbered(rows, function, partition, keys);
        Expr number = numbered.ref(rows.roles().size());
        if (page.offset() > 0) {
            conditions.add(Exprs.test(">", number, Exprs.of(page.offset())));
        }
        if (page.limit() > 0) {
            long last = page.offset() + page.limit();
            // of the first row alone the executor needs no order of the others
            conditions.add(Exprs.test(last == 1 ? "=" : "<=", number, Exprs.of(last)));
        }
        Rows kept = numbered;
        for (Expr condition : conditions) {
            kept = kept.filtered(condition);
        }
        return series.with(kept);
    }

    private static List<SortKey> tagKeys(SeriesRows series, boolean descending) {
        List<SortKey> keys = new ArrayList<>();
        for (int tag = 1; tag <= series.tagCount(); tag++) {
            keys.add(new SortKey(series.rows().ref(tag), descending, !descending));
        }
        return keys;
    }

    private List<SortKey> orderInSeries(SeriesRows series) {
        Rows rows = series.rows();
        boolean descending = select.descending();
        List<SortKey> keys = new ArrayList<>();
        keys.add(new SortKey(rows.ref(0), descending, false));
        for (int index = series.firstOutput(); index < series.firstHidden(); index++) {
            boolean counts =
                    switch (shape.kind()) {
                        case DISTINCT -> true;
                        case ROW_SELECTOR -> false;
                        case RAW, AGGREGATE, SELECTOR, TRANSFORM, INTEGRAL -> series.isTag(index);
                    };
            if (counts) {
                keys.add(new SortKey(rows.ref(index), false, false));
            }
        }
        for (int index = series.firstHidden(); index < rows.roles().size(); index++) {
            keys.add(new SortKey(rows.ref(index), series.isTag(index) && descending, true));
        }
        return keys;
    }

    /// By series, then by time. A subquery's rows may come as they like.
    private SeriesRows ordered(SeriesRows series) {
        if (nested) {
            return series;
        }
        List<SortKey> keys = tagKeys(series, select.descending());
        keys.addAll(orderInSeries(series));
        return series.with(
                series.rows().with(new PhysicalPlan.Sort(series.rows().plan(), keys, null, null)));
    }

    /// A call of a window function over whole partitions.
    static WindowCall windowCall(String function, DataType type) {
        return new WindowCall(function, List.of(), false, PhysicalPlan.Frame.DEFAULT, type);
    }
}
