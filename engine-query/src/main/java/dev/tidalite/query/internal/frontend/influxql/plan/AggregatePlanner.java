package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.AggregateCall;
import dev.tidalite.query.internal.exec.PhysicalPlan.SortKey;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Fill;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.FillKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/// Plans aggregates and selectors: one row per series or window, the windows without rows filled,
/// transforms over the result.
final class AggregatePlanner {
    private final Shape shape;
    private final Reach reach;
    private final Windows windows;
    private final boolean nested;
    private final boolean groupsTell;
    private final TransformPlanner transforms;

    /// @param groupsTell whether there are rows without any value that is aggregated, as far as
    ///     [#groupsTell(Shape, Rows)] lets them
    AggregatePlanner(
            Shape shape,
            Reach reach,
            Windows windows,
            boolean nested,
            boolean groupsTell,
            TransformPlanner transforms) {
        this.shape = shape;
        this.reach = reach;
        this.windows = windows;
        this.nested = nested;
        this.groupsTell = groupsTell;
        this.transforms = transforms;
    }

    /// Whether the aggregates of several columns tell which groups have a value in one of them, so
    /// that not every row has to be asked. Of a single column the storage knows where it is null.
    static boolean groupsTell(Shape shape, Rows rows) {
        if (shape.kind() != Shape.Kind.AGGREGATE) {
            return false;
        }
        Set<String> names = new HashSet<>();
        for (Expression.Call call : shape.aggregates()) {
            if (!Calls.isNeverNull(call.name())) {
                return false;
            }
            for (Expression.VarRef ref : Expressions.references(call)) {
                int index = rows.indexOf(ref.name());
                if (index >= 0 && !SelectPlanner.makesRows(rows, index)) {
                    return false;
                }
                names.add(ref.name());
            }
        }
        return names.size() > 1;
    }

    SeriesRows plan(Rows rows) {
        Map<Expression, Integer> indexes = new LinkedHashMap<>();
        boolean percentileRow =
                shape.kind() == Shape.Kind.SELECTOR
                        && shape.aggregates().iterator().next().name().equals("percentile");
        Rows aggregated = percentileRow ? percentile(rows, indexes) : aggregate(rows, indexes);
        Rows filled = filled(aggregated, indexes);
        if (shape.transforms().isEmpty()) {
            return outputs(filled, indexes);
        }
        Map<Expression, Integer> plain = new LinkedHashMap<>(indexes);
        plain.keySet().retainAll(outsideTransforms());
        SeriesRows transformed = transforms.over(filled, indexes, plain);
        // without waiting, indicators also have a result for the window before; so has version 1
        boolean indicatorsOnly =
                plain.isEmpty()
                        && shape.transforms().stream().allMatch(c -> Calls.isIndicator(c.name()));
        return reach.readsMore() && !indicatorsOnly ? asked(transformed) : transformed;
    }

    /// Without the windows around those asked for.
    private SeriesRows asked(SeriesRows series) {
        Rows rows = series.rows();
        Expr start = reach.asked().start();
        Expr end = reach.asked().end();
        if (start != null) {
            rows = rows.filtered(Exprs.test(">=", rows.time(), windows.startOf(start)));
        }
        if (end != null) {
            rows = rows.filtered(Exprs.test("<=", rows.time(), end));
        }
        return series.with(rows);
    }

    private SeriesRows outputs(Rows rows, Map<Expression, Integer> indexes) {
        Map<Expression, Expr> known = new HashMap<>();
        indexes.forEach((expression, index) -> known.put(expression, rows.ref(index)));
        Rows.Projection projection = MeasurementPlanner.withTimeAndTags(rows, rows.time(), shape);
        MeasurementPlanner.addOutputs(projection, rows, known, shape);
        return new SeriesRows(projection.build(), shape.groupTags().size(), shape.columns().size());
    }

    /// The aggregates that are selected themselves, and not only under a transform.
    private Set<Expression> outsideTransforms() {
        Set<Expression> outside = new LinkedHashSet<>();
        shape.columns().forEach(column -> collectOutside(column.expression(), outside));
        return outside;
    }

    private void collectOutside(Expression expression, Set<Expression> outside) {
        if (expression instanceof Expression.Call call) {
            if (shape.transforms().contains(call)) {
                return;
            }
            if (shape.aggregates().contains(call)) {
                outside.add(call);
                return;
            }
        }
        Expressions.operands(expression).forEach(operand -> collectOutside(operand, outside));
    }

    /// One row per series or window: the time, the tags, then a column for each aggregate; with a
    /// selector also one for each other column selected.
    private Rows aggregate(Rows rows, Map<Expression, Integer> indexes) {
        List<Expr> keys = new ArrayList<>();
        List<PlanColumn> columns = new ArrayList<>();
        if (shape.hasWindows()) {
            keys.add(windows.startOf(rows.time()));
            columns.add(new PlanColumn("time", DataType.TIMESTAMP));
        }
        for (String tag : shape.groupTags()) {
            keys.add(rows.tagOrNull(tag));
            columns.add(rows.tagColumn(tag));
        }
        int keyCount = keys.size();
        List<AggregateCall> calls = new ArrayList<>();
        List<Expression.VarRef> others = others(rows);
        Map<Expression.Call, AggregateTerm> terms = new LinkedHashMap<>();
        boolean wantsRow = wantsOwnTime() || !others.isEmpty();
        for (Expression.Call call : shape.aggregates()) {
            int index = keyCount + calls.size();
            terms.put(call, AggregateTerm.of(call, rows, others, wantsRow, index, calls));
        }
        if (keyCount == 0 && !groupsTell) {
            calls.add(new AggregateCall("count", List.of(), DataType.INT64));
        }
        for (AggregateCall call : calls) {
            columns.add(new PlanColumn("#" + columns.size(), call.type()));
        }
        PhysicalPlan plan =
                new PhysicalPlan.Aggregate(
                        rows.plan(),
                        keys,
                        List.of(IntStream.range(0, keyCount).boxed().toList()),
                        calls,
                        columns);
        if (groupsTell) {
            plan = new PhysicalPlan.Filter(plan, Exprs.any(haveValues(terms)));
        } else if (keyCount == 0) {
            // without keys there is a row even if there are none
            Expr count = new Expr.ColumnRef(columns.size() - 1, DataType.INT64);
            plan = new PhysicalPlan.Filter(plan, Exprs.test(">", count, Exprs.of(0)));
        }
        return values(rows, plan, terms, others, indexes);
    }

    private static List<Expr> haveValues(Map<Expression.Call, AggregateTerm> terms) {
        List<Expr> conditions = new ArrayList<>();
        terms.forEach((call, term) -> {
            if (!Exprs.isNull(term.value())) {
                conditions.add(
                        call.name().equals("count")
                                ? Exprs.test(">", term.value(), Exprs.of(0))
                                : Exprs.isNotNull(term.value()));
            }
        });
        return conditions;
    }

    /// The columns that a selector takes along. The group's tags are there anyway, also in the
    /// windows that have no row.
    private List<Expression.VarRef> others(Rows rows) {
        Set<Expression.VarRef> others = new LinkedHashSet<>();
        if (shape.kind() == Shape.Kind.SELECTOR) {
            shape.columns().forEach(column -> collectOthers(column.expression(), others));
        }
        others.removeIf(ref ->
                shape.groupTags().contains(ref.name())
                        && rows.indexOf(ref.name()) == rows.tagIndex(ref.name()));
        return List.copyOf(others);
    }

    private void collectOthers(Expression expression, Set<Expression.VarRef> others) {
        if (expression instanceof Expression.VarRef ref) {
            others.add(ref);
        } else if (!(expression instanceof Expression.Call call
                && shape.aggregates().contains(call))) {
            Expressions.operands(expression).forEach(operand -> collectOthers(operand, others));
        }
    }

    /// Whether the time of the row that a selector has chosen is the time of the result.
    private boolean wantsOwnTime() {
        return shape.kind() == Shape.Kind.SELECTOR && !shape.hasWindows();
    }

    private Rows values(
            Rows rows,
            PhysicalPlan plan,
            Map<Expression.Call, AggregateTerm> terms,
            List<Expression.VarRef> others,
            Map<Expression, Integer> indexes) {
        List<Expr> expressions = new ArrayList<>();
        List<PlanColumn> columns = new ArrayList<>();
        List<ColumnRole> roles = new ArrayList<>();
        AggregateTerm first = terms.values().iterator().next();
        Expr time =
                shape.hasWindows()
                        ? new Expr.ColumnRef(0, DataType.TIMESTAMP)
                        : wantsOwnTime() ? first.time() : timeOfSpan();
        expressions.add(time);
        columns.add(new PlanColumn("time", DataType.TIMESTAMP, false, null));
        roles.add(ColumnRole.TIME);
        int firstTag = shape.hasWindows() ? 1 : 0;
        for (int tag = 0; tag < shape.groupTags().size(); tag++) {
            PlanColumn column = plan.columns().get(firstTag + tag);
            expressions.add(new Expr.ColumnRef(firstTag + tag, column.type()));
            columns.add(column);
            roles.add(ColumnRole.TAG);
        }
        terms.forEach((call, term) -> {
            indexes.put(call, expressions.size());
            expressions.add(term.value());
            columns.add(new PlanColumn(call.name(), term.value().type()));
            roles.add(ColumnRole.FIELD);
        });
        for (int other = 0; other < others.size(); other++) {
            Expression.VarRef ref = others.get(other);
            Expr value = first.others().get(other);
            indexes.put(ref, expressions.size());
            expressions.add(value);
            int source = rows.indexOf(ref.name());
            columns.add(
                    source >= 0 && rows.column(source).type().equals(value.type())
                            ? rows.column(source)
                            : new PlanColumn(ref.name(), value.type()));
            roles.add(source >= 0 ? rows.roles().get(source) : ColumnRole.FIELD);
        }
        return new Rows(
                rows.measurement(),
                new PhysicalPlan.Project(plan, expressions, columns),
                roles,
                rows.ofTable());
    }

    /// The row of a percentile: the one whose number in the order of the values is asked for.
    private Rows percentile(Rows rows, Map<Expression, Integer> indexes) {
        Expression.Call call = shape.aggregates().iterator().next();
        Expression field = call.arguments().get(0);
        List<Expr> partition = new ArrayList<>();
        for (String tag : shape.groupTags()) {
            partition.add(rows.tagOrNull(tag));
        }
        Expr window = shape.hasWindows() ? windows.startOf(rows.time()) : null;
        if (window != null) {
            partition.add(window);
        }
        Expr value = new Scalars(rows).value(field);
        AggregateTerm.requireNumber(call, value.type());
        List<SortKey> order =
                List.of(new SortKey(value, false, false), new SortKey(rows.time(), false, false));
        Rows numbered = RowSelectorPlanner.numbered(rows, "row_number", partition, order);
        Rows counted = RowSelectorPlanner.numbered(numbered, "count", partition, List.of());
        int width = rows.roles().size();
        Expr rank =
                Exprs.call(
                        "floor",
                        DataType.FLOAT64,
                        Exprs.call(
                                "+",
                                DataType.FLOAT64,
                                Exprs.call(
                                        "/",
                                        DataType.FLOAT64,
                                        Exprs.call(
                                                "*",
                                                DataType.FLOAT64,
                                                Exprs.cast(
                                                        counted.ref(width + 1), DataType.FLOAT64),
                                                Exprs.of(Calls.percentage(call))),
                                        Exprs.of(100.0)),
                                Exprs.of(0.5)));
        Rows chosen =
                counted.filtered(
                        Exprs.test("=", Exprs.cast(counted.ref(width), DataType.FLOAT64), rank));
        Rows.Projection projection =
                MeasurementPlanner.withTimeAndTags(
                        chosen, window == null ? chosen.time() : window, shape);
        indexes.put(call, projection.size());
        projection.add(new Scalars(chosen).value(field), call.name(), ColumnRole.FIELD);
        for (Expression.VarRef ref : others(rows)) {
            int index = chosen.indexOf(ref.name());
            indexes.put(ref, projection.size());
            if (index >= 0) {
                projection.keep(index);
            } else {
                projection.add(Exprs.nullOf(DataType.NULL), ref.name(), ColumnRole.FIELD);
            }
        }
        return projection.build();
    }

    private Expr timeOfSpan() {
        Expr start = reach.asked().start();
        return start == null ? Exprs.timestamp(0) : start;
    }

    /// The rows with those of empty windows.
    private Rows filled(Rows rows, Map<Expression, Integer> indexes) {
        if (!shape.hasWindows() || Fill.NONE.equals(shape.fill())) {
            return rows;
        }
        boolean counting =
                indexes.keySet().stream()
                        .anyMatch(e -> e instanceof Expression.Call c && c.name().equals("count"));
        if (nested && Fill.NULL.equals(shape.fill()) && !counting && shape.transforms().isEmpty()) {
            return rows; // rows without any value are not seen from outside
        }
        List<PhysicalPlan.Fill> fills = new ArrayList<>();
        for (int index = 0; index < rows.roles().size(); index++) {
            fills.add(PhysicalPlan.Fill.NULL);
        }
        Map<Integer, Expr> replacements = new HashMap<>();
        indexes.forEach((expression, index) -> {
            boolean counts = expression instanceof Expression.Call c && c.name().equals("count");
            boolean other = !(expression instanceof Expression.Call);
            if (!other || !Fill.LINEAR.equals(shape.fill())) {
                fills.set(index, fill(counts, rows.column(index).type(), index, replacements));
            }
        });
        TimeSpan read = reach.read();
        List<Integer> tags = IntStream.rangeClosed(1, shape.groupTags().size()).boxed().toList();
        PhysicalPlan plan =
                new PhysicalPlan.GapFill(
                        rows.plan(),
                        0,
                        tags,
                        read.start(),
                        Objects.requireNonNull(read.end()),
                        Interval.ofNanos(windows.intervalNs()),
                        Exprs.timestamp(windows.originNs()),
                        windows.zoneName(),
                        /* fillEmpty= */ false,
                        fills);
        return withReplacements(rows.with(plan), replacements);
    }

    /// @param replacements gets what also replaces the nulls of rows that are there
    private PhysicalPlan.Fill fill(
            boolean counts, DataType type, int index, Map<Integer, Expr> replacements) {
        return switch (shape.fill()) {
            case Fill.Plain(FillKind kind) ->
                    switch (kind) {
                        case NULL, NONE ->
                                counts && type == DataType.INT64
                                        ? new PhysicalPlan.Fill.WithValue(Exprs.of(0L))
                                        : PhysicalPlan.Fill.NULL;
                        case PREVIOUS -> new PhysicalPlan.Fill.WithPrevious(true);
                        case LINEAR ->
                                type.isNumeric()
                                        ? PhysicalPlan.Fill.LINEAR
                                        : PhysicalPlan.Fill.NULL;
                    };
            case Fill.Value(Expression number) -> {
                if (!type.isNumeric()) {
                    yield PhysicalPlan.Fill.NULL;
                }
                Expr value = constant(number, type);
                replacements.put(index, value);
                yield new PhysicalPlan.Fill.WithValue(value);
            }
        };
    }

    private static Expr constant(Expression number, DataType type) {
        double value =
                switch (number) {
                    case Expression.IntegerNumber(long whole) -> whole;
                    case Expression.FloatNumber(double fraction) -> fraction;
                    default -> throw Failures.invalid("expected number argument in fill()");
                };
        return type.isFloat() ? Exprs.of(value) : new Expr.Literal((long) value, type);
    }

    private static Rows withReplacements(Rows rows, Map<Integer, Expr> replacements) {
        if (replacements.isEmpty()) {
            return rows;
        }
        Rows.Projection projection = new Rows.Projection(rows);
        for (int index = 0; index < rows.roles().size(); index++) {
            Expr replacement = replacements.get(index);
            if (replacement == null) {
                projection.keep(index);
            } else {
                projection.add(
                        Exprs.call("coalesce", replacement.type(), rows.ref(index), replacement),
                        rows.column(index).name(),
                        ColumnRole.FIELD);
            }
        }
        return projection.build();
    }
}
