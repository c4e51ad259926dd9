package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.exec.PhysicalPlan.AggregateCall;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.frontend.influxql.ast.Expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How a call of InfluxQL comes out of an aggregation.
///
/// @param value over the columns of the aggregation
/// @param time of the row that a selector selected; a null for aggregates
/// @param others further columns of that row
record AggregateTerm(Expr value, Expr time, List<Expr> others) {
    /// @param others columns that a selector takes along
    /// @param wantsRow whether it matters which row a selector chooses, and not only its value
    /// @param index of the first column that `calls` is going to fill
    /// @param calls gets what is to be aggregated
    static AggregateTerm of(
            Expression.Call call,
            Rows rows,
            List<Expression.VarRef> others,
            boolean wantsRow,
            int index,
            List<AggregateCall> calls) {
        Scalars scalars = new Scalars(rows);
        Expression argument = call.arguments().get(0);
        boolean distinct = argument instanceof Expression.Call;
        Expr field =
                scalars.value(
                        distinct ? ((Expression.Call) argument).arguments().get(0) : argument);
        if (Exprs.isNull(field)) {
            return ofNothing(others.size());
        }
        return switch (call.name()) {
            case String name
                    when !wantsRow
                            && (name.equals("min") || name.equals("max"))
                            && field.type().isNumeric() ->
                    one(name, List.of(field), field.type(), index, calls);
            case "first", "last", "min", "max" ->
                    selector(
                            "selector_" + call.name(),
                            field,
                            List.of(),
                            rows,
                            others.stream().map(scalars::value).toList(),
                            index,
                            calls);
            case "percentile" -> {
                requireNumber(call, field.type());
                yield selector(
                        "selector_percentile",
                        field,
                        List.of(Exprs.of(Calls.percentage(call))),
                        rows,
                        List.of(),
                        index,
                        calls);
            }
            case "count" -> {
                calls.add(
                        new AggregateCall(
                                "count",
                                List.of(field),
                                distinct,
                                null,
                                List.of(),
                                DataType.INT64));
                yield plain(new Expr.ColumnRef(index, DataType.INT64));
            }
            case "mode" -> one("mode", List.of(field, rows.time()), field.type(), index, calls);
            case "spread" -> {
                requireNumber(call, field.type());
                Expr max = one("max", List.of(field), field.type(), index, calls).value;
                Expr min = one("min", List.of(field), field.type(), index + 1, calls).value;
                yield plain(Exprs.call("-", field.type(), max, min));
            }
            case "sum" -> {
                requireNumber(call, field.type());
                yield one("sum", List.of(field), field.type(), index, calls);
            }
            case "mean" -> {
                requireNumber(call, field.type());
                yield one("avg", List.of(field), DataType.FLOAT64, index, calls);
            }
            default -> {
                requireNumber(call, field.type());
                List<Expr> floats = List.of(Exprs.cast(field, DataType.FLOAT64));
                yield one(call.name(), floats, DataType.FLOAT64, index, calls);
            }
        };
    }

    /// Of a column that is not there.
    private static AggregateTerm ofNothing(int otherCount) {
        Expr none = Exprs.nullOf(DataType.NULL);
        return new AggregateTerm(
                none, Exprs.nullOf(DataType.TIMESTAMP), Collections.nCopies(otherCount, none));
    }

    static void requireNumber(Expression.Call call, DataType type) {
        if (!type.isNumeric()) {
            throw Failures.invalid(
                    "cannot use type " + Arithmetic.word(type) + " in argument to " + call.name());
        }
    }

    private static AggregateTerm one(
            String function,
            List<Expr> arguments,
            DataType type,
            int index,
            List<AggregateCall> calls) {
        calls.add(new AggregateCall(function, arguments, type));
        return plain(new Expr.ColumnRef(index, type));
    }

    private static AggregateTerm plain(Expr value) {
        return new AggregateTerm(value, Exprs.nullOf(DataType.TIMESTAMP), List.of());
    }

    private static AggregateTerm selector(
            String function,
            Expr field,
            List<Expr> parameters,
            Rows rows,
            List<Expr> others,
            int index,
            List<AggregateCall> calls) {
        List<Expr> arguments = new ArrayList<>(List.of(field, rows.time()));
        arguments.addAll(parameters);
        List<DataType.Field> fields = new ArrayList<>();
        fields.add(new DataType.Field("value", field.type()));
        fields.add(new DataType.Field("time", DataType.TIMESTAMP));
        List<Expr> taken = new ArrayList<>();
        for (Expr other : others) {
            if (!Exprs.isNull(other)) {
                arguments.add(other);
                fields.add(new DataType.Field("other_" + (fields.size() - 1), other.type()));
            }
        }
        DataType struct = new DataType.Struct(fields);
        calls.add(new AggregateCall(function, arguments, struct));
        Expr row = new Expr.ColumnRef(index, struct);
        int next = 2;
        for (Expr other : others) {
            taken.add(Exprs.isNull(other) ? other : new Expr.FieldOf(row, next++, other.type()));
        }
        return new AggregateTerm(
                new Expr.FieldOf(row, 0, field.type()),
                new Expr.FieldOf(row, 1, DataType.TIMESTAMP),
                taken);
    }
}
