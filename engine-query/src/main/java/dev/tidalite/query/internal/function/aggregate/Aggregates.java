package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;
import dev.tidalite.query.internal.function.TypeRule.Signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Declares the aggregates. The approximate ones are sketches ([DistinctSketch],
/// [QuantileSketch]); the weighted one is exact, and its memory grows with the rows.
public final class Aggregates {
    private static final TypeRule SAME = TypeRule.of(types -> types.get(0), Param.ANY);

    /// `f(value, fraction)`; a further argument, the number of centroids, has nothing to do.
    private static final TypeRule FRACTION =
            TypeRule.of(types -> types.get(0), Param.NUMBER, Param.DOUBLE);

    private static final TypeRule SAME_NUMBER = TypeRule.of(types -> types.get(0), Param.NUMBER);
    private static final TypeRule DOUBLES = TypeRule.of(DataType.FLOAT64, Param.DOUBLE);

    private Aggregates() {}

    public static List<AggregateFunction> functions() {
        List<AggregateFunction> all = new ArrayList<>();
        numbers(all);
        moments(all);
        collected(all);
        sketches(all);
        selectors(all);
        return all;
    }

    private static void numbers(List<AggregateFunction> all) {
        TypeRule count = TypeRule.of(DataType.INT64, Param.ANY);
        all.add(
                new AggregateFunction(
                        "count", 0, 1, count, (_, _) -> new NumberAccumulators.Count()));
        TypeRule sum = TypeRule.of(types -> sumType(types.get(0)), Param.NUMBER);
        all.add(
                new AggregateFunction(
                        "sum",
                        1,
                        1,
                        args -> {
                            Signature signature = sum.resolve(args);
                            return signature == null
                                    ? null
                                    : new Signature(
                                            List.of(signature.result()), signature.result());
                        },
                        (_, type) ->
                                type == DataType.FLOAT64
                                        ? new NumberAccumulators.DoubleSum(false)
                                        : new NumberAccumulators.LongSum(type)));
        all.add(
                new AggregateFunction(
                        "avg",
                        1,
                        1,
                        TypeRule.firstOf(TypeRule.of(DataType.FLOAT64, Param.INTEGER), DOUBLES),
                        (args, _) ->
                                args.get(0).isInteger()
                                        ? new LongMean(args.get(0))
                                        : new NumberAccumulators.DoubleSum(true)));
        all.add(new AggregateFunction("min", 1, 1, SAME, (_, type) -> extreme(type, false)));
        all.add(new AggregateFunction("max", 1, 1, SAME, (_, type) -> extreme(type, true)));
        TypeRule integer = TypeRule.of(types -> types.get(0), Param.INTEGER);
        all.add(bits("bit_and", '&', integer));
        all.add(bits("bit_or", '|', integer));
        all.add(bits("bit_xor", '^', integer));
        TypeRule truth = TypeRule.of(DataType.BOOLEAN, Param.BOOLEAN);
        all.add(
                new AggregateFunction(
                        "bool_and", 1, 1, truth, (_, _) -> new NumberAccumulators.Truth(false)));
        all.add(
                new AggregateFunction(
                        "bool_or", 1, 1, truth, (_, _) -> new NumberAccumulators.Truth(true)));
    }

    private static DataType sumType(DataType type) {
        return type.isFloat()
                ? DataType.FLOAT64
                : type == DataType.UINT64 ? DataType.UINT64 : DataType.INT64;
    }

    private static AggregateFunction bits(String name, char operator, TypeRule rule) {
        return new AggregateFunction(
                name, 1, 1, rule, (_, type) -> new NumberAccumulators.Bits(type, operator));
    }

    static Accumulator extreme(DataType type, boolean max) {
        if (type.isLong()) {
            return new NumberAccumulators.LongExtreme(type, max);
        }
        if (type.isFloat()) {
            return new NumberAccumulators.DoubleExtreme(type, max);
        }
        return new ObjectExtreme(type, max ? ObjectExtreme.Kind.MAX : ObjectExtreme.Kind.MIN);
    }

    private static void moments(List<AggregateFunction> all) {
        for (Moments.Kind kind : Moments.Kind.values()) {
            String name =
                    switch (kind) {
                        case STDDEV_SAMP -> "stddev";
                        default -> kind.name().toLowerCase(Locale.ROOT);
                    };
            int args =
                    switch (kind) {
                        case VAR_SAMP, VAR_POP, STDDEV_SAMP, STDDEV_POP -> 1;
                        default -> 2;
                    };
            DataType result = kind == Moments.Kind.REGR_COUNT ? DataType.INT64 : DataType.FLOAT64;
            all.add(
                    new AggregateFunction(
                            name,
                            args,
                            args,
                            TypeRule.of(result, Param.DOUBLE),
                            (_, _) -> new Moments(kind)));
        }
    }

    private static void collected(List<AggregateFunction> all) {
        all.add(
                new AggregateFunction(
                        "array_agg",
                        1,
                        1,
                        TypeRule.of(types -> new DataType.ListOf(types.get(0)), Param.ANY),
                        (_, type) -> new Collected(type, true, Collected::list)));
        all.add(
                new AggregateFunction(
                        "string_agg",
                        2,
                        2,
                        TypeRule.of(DataType.UTF8, Param.TEXT),
                        (_, type) -> new Collected(type, false, Collected::joined)));
        all.add(taking("first_value", ObjectExtreme.Kind.FIRST));
        all.add(taking("last_value", ObjectExtreme.Kind.LAST));
        all.add(
                new AggregateFunction(
                        "nth_value",
                        2,
                        2,
                        TypeRule.of(types -> types.get(0), Param.ANY, Param.LONG),
                        (_, type) -> new Collected(type, true, Collected::nth)));
        all.add(
                new AggregateFunction(
                        "single_value",
                        1,
                        1,
                        SAME,
                        (_, type) -> new Collected(type, true, Collected::single)));
        all.add(median("median"));
        all.add(percentile("quantile_cont"));
        all.add(percentile("percentile_cont"));
        all.add(
                new AggregateFunction(
                        "approx_percentile_cont_with_weight",
                        3,
                        4,
                        TypeRule.of(types -> types.get(0), Param.NUMBER, Param.DOUBLE),
                        (_, type) ->
                                new Collected(
                                        type,
                                        false,
                                        rows -> Collected.weightedPercentile(rows, type))));
        all.add(
                new AggregateFunction(
                        "mode",
                        1,
                        2,
                        TypeRule.of(types -> types.get(0), Param.ANY, Param.TIMESTAMP),
                        (_, type) -> new Collected(type, false, Collected::mode)));
    }

    private static void sketches(List<AggregateFunction> all) {
        all.add(
                new AggregateFunction(
                        "approx_median",
                        1,
                        1,
                        SAME_NUMBER,
                        (_, type) -> new QuantileSketch(type, /* isMedian= */ true)));
        all.add(
                new AggregateFunction(
                        "approx_percentile_cont",
                        2,
                        3,
                        FRACTION,
                        (_, type) -> new QuantileSketch(type, /* isMedian= */ false)));
        all.add(
                new AggregateFunction(
                        "approx_distinct",
                        1,
                        1,
                        TypeRule.of(DataType.INT64, Param.ANY),
                        (_, _) -> new DistinctSketch()));
    }

    private static AggregateFunction taking(String name, ObjectExtreme.Kind kind) {
        return new AggregateFunction(name, 1, 1, SAME, (_, type) -> new ObjectExtreme(type, kind));
    }

    private static AggregateFunction median(String name) {
        return new AggregateFunction(
                name,
                1,
                1,
                SAME_NUMBER,
                (_, type) -> new Collected(type, false, rows -> Collected.median(rows, type)));
    }

    private static AggregateFunction percentile(String name) {
        return new AggregateFunction(
                name,
                2,
                3,
                FRACTION,
                (_, type) -> new Collected(type, false, rows -> Collected.percentile(rows, type)));
    }

    private static void selectors(List<AggregateFunction> all) {
        for (Selector.Kind kind : Selector.Kind.values()) {
            all.add(
                    new AggregateFunction(
                            "selector_" + kind.name().toLowerCase(Locale.ROOT),
                            2,
                            Integer.MAX_VALUE,
                            Aggregates::selectorSignature,
                            (_, type) -> new Selector(kind, type)));
        }
        all.add(
                new AggregateFunction(
                        "selector_percentile",
                        3,
                        3,
                        TypeRule.of(
                                types -> pair(types.get(0), types.get(1)),
                                Param.NUMBER,
                                Param.TIMESTAMP,
                                Param.DOUBLE),
                        (args, type) ->
                                new Collected(
                                        type,
                                        false,
                                        rows -> Collected.nearestRank(rows, args.get(0)))));
    }

    private static DataType.Struct pair(DataType value, DataType time) {
        return new DataType.Struct(
                List.of(new DataType.Field("value", value), new DataType.Field("time", time)));
    }

    private static @org.jspecify.annotations.Nullable Signature selectorSignature(
            List<DataType> args) {
        DataType time = Param.TIMESTAMP.accept(args.get(1));
        if (time == null) {
            return null;
        }
        List<DataType> types = new ArrayList<>(args);
        types.set(1, time);
        List<DataType.Field> fields = new ArrayList<>(pair(args.get(0), time).fields());
        for (int i = 2; i < args.size(); i++) {
            fields.add(new DataType.Field("other_" + (i - 1), args.get(i)));
        }
        return new Signature(types, new DataType.Struct(fields));
    }
}
