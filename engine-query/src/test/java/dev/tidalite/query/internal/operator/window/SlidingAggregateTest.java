package dev.tidalite.query.internal.operator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.AggregateFunction;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.aggregate.Accumulator;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// Sliding gives what feeding every frame anew gives.
final class SlidingAggregateTest {
    @ParameterizedTest
    @ValueSource(strings = {"count", "sum", "avg", "min", "max"})
    void slidesAsFedAnew(String name) {
        Seeds.forEach(
                200,
                random -> {
                    DataType type =
                            switch (random.nextInt(3)) {
                                case 0 -> DataType.INT64;
                                case 1 -> DataType.UINT64;
                                default -> DataType.FLOAT64;
                            };
                    AggregateFunction function = FunctionRegistry.aggregate(name);
                    TypeRule.Signature signature = function.resolve(List.of(type));
                    int rowCount = 1 + random.nextInt(100);
                    Column column = column(type, rowCount, random);
                    SlidingAggregate sliding =
                            Objects.requireNonNull(SlidingAggregate.of(name, column, rowCount));
                    sliding.restart(0);
                    int start = 0;
                    int end = 0;
                    while (start < rowCount) {
                        Accumulator fed =
                                function.factory().create(signature.args(), signature.result());
                        fed.reserve(1);
                        fed.updateRange(new Column[] {column}, 0, start, Math.max(start, end));
                        Object expected = Columns.get(fed.result(1), 0);
                        Object got = sliding.value(start, end);
                        if (expected instanceof Double number && !number.isNaN()) {
                            assertThat((Double) got).isCloseTo(number, within(1e-9));
                        } else {
                            assertThat(got).isEqualTo(expected);
                        }
                        start += random.nextInt(3);
                        end = Math.clamp(end + random.nextInt(4), 0, rowCount);
                    }
                });
    }

    private static Column column(DataType type, int rowCount, SplittableRandom random) {
        long[] validity = new long[Validity.words(rowCount)];
        for (int row = 0; row < rowCount; row++) {
            if (random.nextInt(3) > 0) {
                Validity.set(validity, row);
            }
        }
        if (type.isFloat()) {
            double[] values = new double[rowCount];
            for (int row = 0; row < rowCount; row++) {
                values[row] = random.nextInt(30) == 0 ? Double.NaN : random.nextInt(100) / 4.0;
            }
            return new Column.Doubles(type, values, validity);
        }
        long[] values = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            values[row] = random.nextInt(100) - (type == DataType.UINT64 ? 0L : 50L);
        }
        return new Column.Longs(type, values, validity);
    }
}
