package dev.tidalite.query.internal.function.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What an aggregate takes in range by range, row by row, and merged from two, is the same.
final class AccumulatorTwinTest {
    private static final double TOLERANCE = 1e-9;

    static Stream<String> functions() {
        return Stream.of(
                "count",
                "sum",
                "avg",
                "min",
                "max",
                "bit_and",
                "bit_or",
                "bit_xor",
                "stddev",
                "stddev_pop",
                "var_samp",
                "var_pop",
                "median",
                "approx_distinct");
    }

    @ParameterizedTest
    @MethodSource("functions")
    void rangesRowsAndPartsAgree(String name) {
        Seeds.forEach(
                30,
                random -> {
                    boolean bits = name.startsWith("bit");
                    DataType type =
                            switch (random.nextInt(bits ? 2 : 3)) {
                                case 0 -> DataType.INT64;
                                case 1 -> DataType.UINT64;
                                default -> DataType.FLOAT64;
                            };
                    round(FunctionRegistry.aggregate(name), type, random);
                });
    }

    private static void round(AggregateFunction function, DataType type, SplittableRandom random) {
        TypeRule.Signature signature = function.resolve(List.of(type));
        int rowCount = 1 + random.nextInt(200);
        int groupCount = 1 + random.nextInt(5);
        Column column = column(signature.args().getFirst(), rowCount, random);
        Column[] args = {column};
        int[] groups = new int[rowCount];
        Accumulator byRange = fresh(function, signature, groupCount);
        Accumulator byRow = fresh(function, signature, groupCount);
        Accumulator first = fresh(function, signature, groupCount);
        Accumulator second = fresh(function, signature, groupCount);
        int cut = random.nextInt(rowCount + 1);
        for (int from = 0; from < rowCount; ) {
            int to = Math.min(rowCount, from + 1 + random.nextInt(40));
            int group = random.nextInt(groupCount);
            Arrays.fill(groups, from, to, group);
            byRange.updateRange(args, group, from, to);
            int middle = Math.clamp(cut, from, to);
            first.updateRange(args, group, from, middle);
            second.updateRange(args, group, middle, to);
            from = to;
        }
        byRow.update(args, groups, rowCount);
        int[] same = new int[groupCount];
        Arrays.setAll(same, group -> group);
        first.merge(second, same, groupCount);
        Column expected = byRow.result(groupCount);
        assertLike(byRange.result(groupCount), expected, groupCount);
        assertLike(first.result(groupCount), expected, groupCount);
    }

    private static Accumulator fresh(
            AggregateFunction function, TypeRule.Signature signature, int groupCount) {
        Accumulator state = function.factory().create(signature.args(), signature.result());
        state.reserve(groupCount);
        return state;
    }

    private static Column column(DataType type, int rowCount, SplittableRandom random) {
        long[] validity = null;
        if (random.nextBoolean()) {
            validity = new long[Validity.words(rowCount)];
            for (int row = 0; row < rowCount; row++) {
                if (random.nextInt(4) > 0) {
                    Validity.set(validity, row);
                }
            }
        }
        if (type.isFloat()) {
            double[] values = new double[rowCount];
            for (int row = 0; row < rowCount; row++) {
                values[row] = random.nextInt(1000) / 8.0 - 50;
            }
            return new Column.Doubles(type, values, validity);
        }
        long[] values = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            long small = random.nextInt(1000) - (type == DataType.UINT64 ? 0L : 500L);
            values[row] = random.nextInt(20) == 0 ? random.nextLong() >> 8 : small;
            if (type == DataType.UINT64) {
                values[row] &= Long.MAX_VALUE >> 8;
            }
        }
        return new Column.Longs(type, values, validity);
    }

    private static void assertLike(Column got, Column expected, int groupCount) {
        for (int group = 0; group < groupCount; group++) {
            Object a = Columns.get(got, group);
            Object b = Columns.get(expected, group);
            if (a instanceof Double x && b instanceof Double y && !x.equals(y)) {
                assertThat(Math.abs(x - y)).isLessThanOrEqualTo(TOLERANCE * (1 + Math.abs(y)));
            } else {
                assertThat(a).isEqualTo(b);
            }
        }
    }
}
