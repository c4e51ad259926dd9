package dev.tidalite.query.internal.function.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.testkit.Seeds;

import org.apache.datasketches.kll.KllDoublesSketch;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The error of the approximate aggregates, also of states that were merged.
final class SketchTest {
    /// Five times the deviation that two thirds of the estimates keep to.
    private static final double DISTINCT_ERROR = 5 * 0.0065;

    @Test
    void differentValuesAreCountedWithinTheError() {
        Seeds.forEach(
                10,
                random -> {
                    int count = random.nextInt(1, 200_000);
                    long[] values = new long[2 * count];
                    Arrays.setAll(values, i -> i % count * 31L);
                    DistinctSketch first = new DistinctSketch();
                    DistinctSketch second = new DistinctSketch();
                    share(first, second, new Column.Longs(DataType.INT64, values, null), random);
                    long estimate = ((Column.Longs) first.result(1)).values()[0];
                    assertThat((double) estimate)
                            .isBetween(
                                    count * (1 - DISTINCT_ERROR) - 1,
                                    count * (1 + DISTINCT_ERROR) + 1);
                    assertThat(first.memoryBytes()).isLessThan(100_000);
                });
    }

    @Test
    void quantilesHaveTheirRankWithinTheError() {
        double error = 2 * KllDoublesSketch.getNormalizedRankError(QuantileSketch.K, false);
        Seeds.forEach(
                10,
                random -> {
                    int count = random.nextInt(1, 100_000);
                    double[] values = random.doubles(count).toArray();
                    QuantileSketch first = new QuantileSketch(DataType.FLOAT64, true);
                    QuantileSketch second = new QuantileSketch(DataType.FLOAT64, true);
                    Column.Doubles column = new Column.Doubles(DataType.FLOAT64, values, null);
                    share(first, second, column, random);
                    double median = ((Column.Doubles) first.result(1)).values()[0];
                    double[] sorted = values.clone();
                    Arrays.sort(sorted);
                    long below = Arrays.stream(sorted).filter(value -> value < median).count();
                    if (count > 2 * QuantileSketch.EXACT_VALUES_MAX) {
                        assertThat((double) below / count).isBetween(0.5 - error, 0.5 + error);
                        assertThat(first.memoryBytes()).isLessThan(100_000);
                    } else if (count <= QuantileSketch.EXACT_VALUES_MAX) {
                        double low = sorted[(count - 1) / 2];
                        double high = sorted[count / 2];
                        assertThat(median).isBetween(low, high);
                    }
                });
    }

    /// Shows some rows to one, the others to another, and merges them.
    private static void share(
            Accumulator first, Accumulator second, Column column, SplittableRandom random) {
        int rowCount =
                column instanceof Column.Longs longs
                        ? longs.values().length
                        : ((Column.Doubles) column).values().length;
        int middle = random.nextInt(rowCount);
        first.reserve(1);
        second.reserve(1);
        first.updateRange(new Column[] {column}, 0, 0, middle);
        second.updateRange(new Column[] {column}, 0, middle, rowCount);
        first.merge(second, new int[] {0}, 1);
    }
}
