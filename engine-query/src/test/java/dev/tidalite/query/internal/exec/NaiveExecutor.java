package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Values;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.aggregate.Accumulator;
import dev.tidalite.query.internal.function.time.DateBin;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs a plan row by row, with everything in memory and no shortcut: what the real executor is
/// compared with. Takes the nodes that InfluxQL is planned with.
public final class NaiveExecutor {
    private final Snapshot snapshot;
    private final FunctionContext context;

    public NaiveExecutor(Snapshot snapshot, long nowNs) {
        this.snapshot = snapshot;
        this.context = new FunctionContext(nowNs);
    }

    public List<@Nullable Object[]> run(PhysicalPlan plan) {
        return switch (plan) {
            case PhysicalPlan.Scan scan -> scan(scan);
            case PhysicalPlan.Values values ->
                    values.rows().stream().map(row -> evaluate(row, new Object[0])).toList();
            case PhysicalPlan.Filter(PhysicalPlan input, Expr condition) ->
                    run(input).stream()
                            .filter(row -> Boolean.TRUE.equals(value(condition, row)))
                            .toList();
            case PhysicalPlan.Project(PhysicalPlan input, List<Expr> expressions, var ignored) ->
                    run(input).stream().map(row -> evaluate(expressions, row)).toList();
            case PhysicalPlan.Aggregate aggregate -> aggregate(aggregate);
            case PhysicalPlan.Sort sort ->
                    page(sorted(run(sort.input()), sort.keys()), sort.offset(), sort.fetch());
            case PhysicalPlan.Limit limit ->
                    page(run(limit.input()), limit.offset(), limit.fetch());
            case PhysicalPlan.Window window -> window(window);
            case PhysicalPlan.UnionAll union ->
                    union.inputs().stream().flatMap(input -> run(input).stream()).toList();
            case PhysicalPlan.Distinct(PhysicalPlan input, var ignored) -> distinct(run(input));
            case PhysicalPlan.GapFill fill -> new NaiveSeries(this).gapFill(fill);
            case PhysicalPlan.SeriesTransform transform ->
                    new NaiveSeries(this).transform(transform);
            case PhysicalPlan.InOrder(PhysicalPlan same) -> run(same);
            case PhysicalPlan.Frugal(PhysicalPlan fast, var ignored) -> run(fast);
            default -> throw new IllegalArgumentException("no " + plan.getClass());
        };
    }

    private List<@Nullable Object[]> scan(PhysicalPlan.Scan scan) {
        List<String> names = scan.columns().stream().map(PlanColumn::name).toList();
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (BatchCursor cursor = snapshot.scan(ScanSpec.of(scan.table(), names))) {
            for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    @Nullable Object[] values = new Object[names.size()];
                    for (int column = 0; column < values.length; column++) {
                        values[column] = Columns.get(Columns.of(batch.vector(column)), row);
                    }
                    if (scan.filters().stream()
                            .allMatch(f -> Boolean.TRUE.equals(value(f, values)))) {
                        rows.add(values);
                    }
                }
            }
        }
        return rows;
    }

    @Nullable Object[] evaluate(List<Expr> expressions, @Nullable Object[] row) {
        return expressions.stream().map(e -> value(e, row)).toArray();
    }

    @Nullable Object value(Expr expression, @Nullable Object[] row) {
        return switch (expression) {
            case Expr.ColumnRef(int index, var ignored) -> row[index];
            case Expr.Literal(Object value, var ignored) -> value;
            case Expr.Parameter(String name, var ignored) ->
                    throw new IllegalArgumentException(name);
            case Expr.Cast(Expr operand, DataType type, boolean safe) ->
                    Casts.cast(value(operand, row), operand.type(), type, safe);
            case Expr.Case(List<Expr.When> whens, Expr orElse, var ignored) -> {
                for (Expr.When when : whens) {
                    if (Boolean.TRUE.equals(value(when.condition(), row))) {
                        yield value(when.value(), row);
                    }
                }
                yield value(orElse, row);
            }
            case Expr.InList(Expr operand, List<Expr> items, boolean negated) ->
                    items.stream().anyMatch(i -> Objects.equals(value(i, row), value(operand, row)))
                            != negated;
            case Expr.FieldOf(Expr operand, int index, var ignored) -> {
                Object struct = value(operand, row);
                yield struct == null ? null : ((Object[]) struct)[index];
            }
            case Expr.Call call -> call(call, row);
        };
    }

    private @Nullable Object call(Expr.Call call, @Nullable Object[] row) {
        ScalarFunction function = FunctionRegistry.scalar(call.function());
        List<DataType> types = call.args().stream().map(Expr::type).toList();
        List<DataType> wanted = function.resolve(types).args();
        Column[] args = new Column[types.size()];
        for (int index = 0; index < args.length; index++) {
            Object value = value(call.args().get(index), row);
            if (value == null && function.strict()) {
                return null;
            }
            if (!types.get(index).equals(wanted.get(index))) {
                throw new AssertionError(call + ": " + types + " is not " + wanted);
            }
            boolean constant =
                    call.args().get(index) instanceof Expr.Literal && function.wantsConstants();
            args[index] =
                    constant
                            ? new Column.Constant(types.get(index), value)
                            : column(types.get(index), value);
        }
        Column result = function.kernel().apply(args, 1, null, call.type(), context);
        return Columns.get(result, 0);
    }

    private static Column column(DataType type, @Nullable Object value) {
        return Columns.flatten(new Column.Constant(type, value), 1);
    }

    static final class Group {
        final List<@Nullable Object> key;
        final List<@Nullable Object[]> rows = new ArrayList<>();

        Group(List<@Nullable Object> key) {
            this.key = key;
        }
    }

    /// Rows by the values of expressions, in the order of first appearance.
    List<Group> groups(List<@Nullable Object[]> rows, List<Expr> keys) {
        Map<List<@Nullable Object>, Group> groups = new LinkedHashMap<>();
        for (@Nullable Object[] row : rows) {
            List<@Nullable Object> key = Arrays.asList(evaluate(keys, row));
            groups.computeIfAbsent(key, Group::new).rows.add(row);
        }
        return List.copyOf(groups.values());
    }

    private List<@Nullable Object[]> aggregate(PhysicalPlan.Aggregate aggregate) {
        List<Group> groups = groups(run(aggregate.input()), aggregate.keys());
        if (aggregate.keys().isEmpty() && groups.isEmpty()) {
            groups = List.of(new Group(List.of()));
        }
        List<@Nullable Object[]> result = new ArrayList<>();
        for (Group group : groups) {
            List<@Nullable Object> row = new ArrayList<>(group.key);
            aggregate.calls().forEach(call -> row.add(aggregate(call, group)));
            result.add(row.toArray());
        }
        return result;
    }

    private @Nullable Object aggregate(PhysicalPlan.AggregateCall call, Group group) {
        List<DataType> types = call.args().stream().map(Expr::type).toList();
        if (call.function().equals("count")) {
            var values = group.rows.stream().map(row -> Arrays.asList(evaluate(call.args(), row)));
            var present = values.filter(v -> !v.contains(null));
            return call.distinct() ? present.distinct().count() : present.count();
        }
        AggregateFunction function = FunctionRegistry.aggregate(call.function());
        if (!function.resolve(types).args().equals(types)) {
            throw new AssertionError(call + ": " + types + " is not " + function.resolve(types));
        }
        Accumulator state = function.factory().create(types, call.type());
        state.reserve(1);
        int count = group.rows.size();
        Column[] args = new Column[types.size()];
        for (int index = 0; index < args.length; index++) {
            ColumnBuilder builder = ColumnBuilder.of(types.get(index));
            for (@Nullable Object[] row : group.rows) {
                builder.append(value(call.args().get(index), row));
            }
            args[index] = builder.build();
        }
        state.update(args, new int[count], count);
        return Columns.get(state.result(1), 0);
    }

    List<@Nullable Object[]> sorted(
            List<@Nullable Object[]> rows, List<PhysicalPlan.SortKey> keys) {
        List<@Nullable Object[]> sorted = new ArrayList<>(rows);
        sorted.sort(order(keys));
        return sorted;
    }

    private Comparator<@Nullable Object[]> order(List<PhysicalPlan.SortKey> keys) {
        return (a, b) -> {
            for (PhysicalPlan.SortKey key : keys) {
                Object left = value(key.expression(), a);
                Object right = value(key.expression(), b);
                int sign;
                if (left == null || right == null) {
                    sign = Boolean.compare(left == null, right == null);
                    sign = key.nullsFirst() ? -sign : sign;
                } else {
                    sign = Values.compare(left, right, key.expression().type());
                    sign = key.descending() ? -sign : sign;
                }
                if (sign != 0) {
                    return sign;
                }
            }
            return 0;
        };
    }

    /// An integer that no row is needed for.
    long number(Expr expression) {
        return (Long) Objects.requireNonNull(value(expression, new Object[0]));
    }

    private List<@Nullable Object[]> page(
            List<@Nullable Object[]> rows, @Nullable Expr offset, @Nullable Expr fetch) {
        long from = offset == null ? 0 : number(offset);
        long count = fetch == null ? Long.MAX_VALUE : number(fetch);
        return rows.stream().skip(from).limit(count).toList();
    }

    private List<@Nullable Object[]> window(PhysicalPlan.Window window) {
        List<@Nullable Object[]> result = new ArrayList<>();
        for (Group group : groups(run(window.input()), window.partitionBy())) {
            List<@Nullable Object[]> rows = sorted(group.rows, window.orderBy());
            long rank = 0;
            for (int number = 0; number < rows.size(); number++) {
                boolean peer =
                        number > 0
                                && order(window.orderBy())
                                                .compare(rows.get(number - 1), rows.get(number))
                                        == 0;
                rank += peer ? 0 : 1;
                @Nullable Object[] row =
                        Arrays.copyOf(rows.get(number), rows.get(number).length + 1);
                row[row.length - 1] =
                        switch (window.calls().get(0).function()) {
                            case "row_number" -> number + 1L;
                            case "dense_rank" -> rank;
                            case "count" -> (long) rows.size();
                            default -> throw new IllegalArgumentException(window.toString());
                        };
                result.add(row);
            }
        }
        return result;
    }

    private static List<@Nullable Object[]> distinct(List<@Nullable Object[]> rows) {
        LinkedHashSet<List<@Nullable Object>> seen = new LinkedHashSet<>();
        rows.forEach(row -> seen.add(Arrays.asList(row)));
        List<@Nullable Object[]> distinct = new ArrayList<>();
        seen.forEach(row -> distinct.add(row.toArray(new @Nullable Object[0])));
        return distinct;
    }

    static DateBin grid(PhysicalPlan.GapFill fill) {
        long origin =
                fill.origin() instanceof Expr.Literal(Long originNs, DataType _) ? originNs : 0;
        ZoneId zone = fill.zone() == null ? null : ZoneId.of(fill.zone());
        return DateBin.of(fill.step(), origin, zone);
    }
}
