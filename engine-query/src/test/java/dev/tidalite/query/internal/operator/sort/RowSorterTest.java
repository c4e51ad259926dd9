package dev.tidalite.query.internal.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Values;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

final class RowSorterTest {
    @Test
    void sortsAsComparingValuesDoes() {
        Seeds.forEach(
                300,
                random -> {
                    int rowCount = 1 + random.nextInt(200);
                    Column[] columns = new Column[1 + random.nextInt(3)];
                    List<PhysicalPlan.SortKey> keys = new ArrayList<>();
                    Comparator<Integer> order = (_, _) -> 0;
                    for (int key = 0; key < columns.length; key++) {
                        Column column = column(rowCount, random);
                        boolean descending = random.nextBoolean();
                        columns[key] = column;
                        Expr expression = new Expr.ColumnRef(key, column.type());
                        keys.add(PhysicalPlan.SortKey.of(expression, descending));
                        Comparator<Integer> one =
                                (a, b) ->
                                        Values.compare(
                                                Columns.get(column, a),
                                                Columns.get(column, b),
                                                column.type());
                        order = order.thenComparing(descending ? one.reversed() : one);
                    }
                    List<Integer> expected = new ArrayList<>();
                    for (int row = 0; row < rowCount; row++) {
                        expected.add(row);
                    }
                    expected.sort(order);
                    List<Integer> got = new ArrayList<>();
                    for (int row : RowSorter.of(columns, rowCount, keys).order()) {
                        got.add(row);
                    }
                    assertThat(got).isEqualTo(expected);
                });
    }

    private static Column column(int rowCount, SplittableRandom random) {
        long[] values = new long[rowCount];
        int kind = random.nextInt(5);
        for (int row = 0; row < rowCount; row++) {
            values[row] =
                    switch (kind) {
                        case 0 -> random.nextLong(); // does not fit with anything else
                        case 1 -> 7 + 3_600_000_000_000L * random.nextInt(12);
                        case 2 -> random.nextInt(10) - 5;
                        case 3 -> Long.MIN_VALUE + random.nextInt(3);
                        default -> 42;
                    };
        }
        if (random.nextInt(4) == 0) {
            double[] doubles = new double[rowCount];
            for (int row = 0; row < rowCount; row++) {
                doubles[row] = random.nextInt(20) == 0 ? Double.NaN : values[row] / 4.0;
            }
            return new Column.Doubles(DataType.FLOAT64, doubles, null);
        }
        return new Column.Longs(
                random.nextInt(3) == 0 ? DataType.UINT64 : DataType.INT64, values, null);
    }
}
