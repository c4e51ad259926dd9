package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.SeriesCall;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.exec.SeriesFunction;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Printer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Plans the functions that compute along the time of a series.
final class TransformPlanner {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Shape shape;
    private final boolean descending;

    /// @param descending whether the functions see the rows from the last to the first
    TransformPlanner(Shape shape, boolean descending) {
        this.shape = shape;
        this.descending = descending;
    }

    /// Transforms of the rows themselves.
    SeriesRows raw(Rows rows) {
        Rows.Projection projection = MeasurementPlanner.withTimeAndTags(rows, rows.time(), shape);
        Map<Expression, Integer> inputs = new HashMap<>();
        for (Expression.Call call : shape.transforms()) {
            addInput(projection, rows, call.arguments().get(0), inputs);
        }
        return over(projection.build(), inputs, Map.of());
    }

    private static void addInput(
            Rows.Projection projection,
            Rows rows,
            Expression field,
            Map<Expression, Integer> inputs) {
        if (!inputs.containsKey(field)) {
            Expr value = new Scalars(rows).value(field);
            inputs.put(field, projection.size());
            projection.add(value, Expressions.name(field), ColumnRole.FIELD);
        }
    }

    /// Transforms of columns that are there, and these columns themselves where they are selected.
    ///
    /// @param rows the time, the group's tags, then the columns
    /// @param inputs where what the transforms work on is
    /// @param plain columns that are selected without a transform
    SeriesRows over(Rows rows, Map<Expression, Integer> inputs, Map<Expression, Integer> plain) {
        List<SeriesCall> calls = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        Map<Expression, Expr> known = new HashMap<>();
        plain.forEach((expression, index) -> {
            DataType type = rows.column(index).type();
            if (type == DataType.NULL) {
                known.put(expression, Exprs.nullOf(type));
            } else {
                calls.add(new SeriesCall(SeriesFunction.IDENTITY, index, List.of(), type));
                results.add(expression);
            }
        });
        boolean keepEmpty = !calls.isEmpty() && shape.hasWindows();
        for (Expression.Call call : shape.transforms()) {
            int index = Objects.requireNonNull(inputs.get(call.arguments().get(0)));
            if (rows.column(index).type() == DataType.NULL) {
                known.put(call, Exprs.nullOf(DataType.NULL));
            } else {
                calls.add(call(call, index, rows.column(index).type()));
                results.add(call);
            }
        }
        int tagCount = shape.groupTags().size();
        boolean forecasts =
                shape.transforms().stream().anyMatch(c -> Calls.isHoltWinters(c.name()));
        Rows transformed = transformed(rows, calls, tagCount, !keepEmpty, descending && !forecasts);
        for (int call = 0; call < results.size(); call++) {
            known.put(results.get(call), transformed.ref(tagCount + 1 + call));
        }
        Rows.Projection projection =
                MeasurementPlanner.withTimeAndTags(transformed, transformed.time(), shape);
        MeasurementPlanner.addOutputs(projection, transformed, known, shape);
        return new SeriesRows(projection.build(), tagCount, shape.columns().size());
    }

    private static Rows transformed(
            Rows rows,
            List<SeriesCall> calls,
            int tagCount,
            boolean dropEmptyRows,
            boolean descending) {
        List<Integer> seriesColumns = new ArrayList<>();
        List<PlanColumn> columns = new ArrayList<>();
        List<ColumnRole> roles = new ArrayList<>();
        for (int tag = 1; tag <= tagCount; tag++) {
            seriesColumns.add(tag);
            columns.add(rows.column(tag));
            roles.add(ColumnRole.TAG);
        }
        columns.add(rows.column(0));
        roles.add(ColumnRole.TIME);
        for (SeriesCall call : calls) {
            columns.add(new PlanColumn("#" + columns.size(), call.type()));
            roles.add(ColumnRole.FIELD);
        }
        PhysicalPlan plan =
                new PhysicalPlan.SeriesTransform(
                        rows.plan(), seriesColumns, 0, descending, calls, dropEmptyRows, columns);
        return new Rows(rows.measurement(), plan, roles, rows.ofTable());
    }

    private SeriesCall call(Expression.Call call, int column, DataType input) {
        if (!input.isNumeric() && !call.name().equals("elapsed")) {
            throw Failures.invalid(
                    "cannot use type " + Arithmetic.word(input) + " in argument to " + call.name());
        }
        SeriesFunction function = SeriesFunction.valueOf(call.name().toUpperCase(Locale.ROOT));
        DataType type =
                switch (function) {
                    case IDENTITY, DIFFERENCE, NON_NEGATIVE_DIFFERENCE, CUMULATIVE_SUM -> input;
                    case ELAPSED -> DataType.INT64;
                    case DERIVATIVE, NON_NEGATIVE_DERIVATIVE, MOVING_AVERAGE, INTEGRAL ->
                            DataType.FLOAT64;
                    case EXPONENTIAL_MOVING_AVERAGE,
                            DOUBLE_EXPONENTIAL_MOVING_AVERAGE,
                            TRIPLE_EXPONENTIAL_MOVING_AVERAGE,
                            TRIPLE_EXPONENTIAL_DERIVATIVE,
                            RELATIVE_STRENGTH_INDEX,
                            CHANDE_MOMENTUM_OSCILLATOR,
                            KAUFMANS_EFFICIENCY_RATIO,
                            KAUFMANS_ADAPTIVE_MOVING_AVERAGE,
                            HOLT_WINTERS,
                            HOLT_WINTERS_WITH_FIT ->
                            DataType.FLOAT64;
                };
        return new SeriesCall(function, column, arguments(function, call), type);
    }

    private List<Expr> arguments(SeriesFunction function, Expression.Call call) {
        return switch (function) {
            case DERIVATIVE, NON_NEGATIVE_DERIVATIVE -> {
                long otherwise = shape.hasWindows() ? shape.intervalNs() : SECOND_NS;
                yield List.of(Exprs.of(Calls.durationNs(call, 1, otherwise)));
            }
            case ELAPSED -> List.of(Exprs.of(Calls.durationNs(call, 1, 1)));
            case MOVING_AVERAGE -> List.of(Exprs.of(period(call, 1)));
            case HOLT_WINTERS, HOLT_WINTERS_WITH_FIT ->
                    List.of(
                            Exprs.of(predictions(call)),
                            Exprs.of(season(call)),
                            Exprs.of(shape.intervalNs()));
            case IDENTITY, DIFFERENCE, NON_NEGATIVE_DIFFERENCE, CUMULATIVE_SUM, INTEGRAL ->
                    List.of();
            case EXPONENTIAL_MOVING_AVERAGE,
                    DOUBLE_EXPONENTIAL_MOVING_AVERAGE,
                    TRIPLE_EXPONENTIAL_MOVING_AVERAGE,
                    TRIPLE_EXPONENTIAL_DERIVATIVE,
                    RELATIVE_STRENGTH_INDEX,
                    CHANDE_MOMENTUM_OSCILLATOR ->
                    warmUp(call);
            case KAUFMANS_EFFICIENCY_RATIO, KAUFMANS_ADAPTIVE_MOVING_AVERAGE ->
                    List.of(Exprs.of(period(call, 1)), Exprs.of(holdPeriod(call)));
        };
    }

    private static long period(Expression.Call call, long least) {
        long period = Calls.integer(call, 1);
        if (period < least + (call.name().equals("moving_average") ? 1 : 0)) {
            throw Failures.invalid(
                    call.name()
                            + (call.name().equals("moving_average")
                                    ? " window must be greater than 1, got "
                                    : " period must be greater than or equal to 1, got ")
                            + period);
        }
        return period;
    }

    private static long predictions(Expression.Call call) {
        long count = Calls.integer(call, 1);
        if (count <= 0) {
            throw Failures.invalid(
                    "second arg to " + call.name() + " must be greater than 0, got " + count);
        }
        return count;
    }

    private static long season(Expression.Call call) {
        long season = Calls.integer(call, 2);
        if (season < 0) {
            throw Failures.invalid(
                    "third arg to "
                            + call.name()
                            + " must be greater than or equal to 0, got "
                            + season);
        }
        return season;
    }

    /// How many values are needed before the first result; -1 if the function decides.
    private static long holdPeriod(Expression.Call call) {
        if (call.arguments().size() < 3) {
            return -1;
        }
        long hold = Calls.integer(call, 2);
        if (hold < -1) {
            throw Failures.invalid(
                    call.name() + " hold period must be greater than or equal to 0, got " + hold);
        }
        return hold;
    }

    private static List<Expr> warmUp(Expression.Call call) {
        boolean sums = call.name().equals("chande_momentum_oscillator");
        String word = sums ? "none" : "exponential";
        if (call.arguments().size() > 3) {
            Expression kind = call.arguments().get(3);
            word = kind instanceof Expression.Text(String text) ? text : "";
            boolean known = word.equals("exponential") || word.equals("simple");
            if (!known && !(sums && word.equals("none"))) {
                throw Failures.invalid(
                        call.name()
                                + " warmup type must be one of: 'exponential' 'simple'"
                                + (sums ? " 'none'" : "")
                                + ", got "
                                + Printer.print(kind));
            }
        }
        long hold = holdPeriod(call);
        if (hold == 0 && call.name().equals("triple_exponential_derivative")) {
            throw Failures.invalid(call.name() + " hold period must be greater than or equal to 1");
        }
        return List.of(Exprs.of(period(call, 1)), Exprs.of(hold), Exprs.of(word));
    }

    /// The area under a field, one row per series or window.
    ///
    /// @param timeOfSpan the time of the one row of a series
    SeriesRows integral(Rows rows, Windows windows, Expr timeOfSpan) {
        Expression.Call call = Objects.requireNonNull(Analysis.wholeCall(shape.columns()));
        Rows.Projection projection = MeasurementPlanner.withTimeAndTags(rows, rows.time(), shape);
        int column = projection.size();
        addInput(projection, rows, call.arguments().get(0), new HashMap<>());
        Rows input = projection.build();
        List<Expr> arguments = new ArrayList<>();
        arguments.add(Exprs.of(Calls.durationNs(call, 1, SECOND_NS)));
        if (shape.hasWindows()) {
            arguments.add(Exprs.of(windows.intervalNs()));
            arguments.add(Exprs.of(windows.originNs()));
        }
        SeriesCall integral =
                new SeriesCall(SeriesFunction.INTEGRAL, column, arguments, DataType.FLOAT64);
        int tagCount = shape.groupTags().size();
        Rows transformed = transformed(input, List.of(integral), tagCount, true, false);
        Expr time = shape.hasWindows() ? transformed.time() : timeOfSpan;
        Rows.Projection result = MeasurementPlanner.withTimeAndTags(transformed, time, shape);
        MeasurementPlanner.addOutputs(
                result,
                transformed,
                Map.of(call, transformed.ref(transformed.roles().size() - 1)),
                shape);
        return new SeriesRows(result.build(), tagCount, shape.columns().size());
    }
}
