package dev.tidalite.query.internal.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.time.DateBin;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

final class RangeCutterTest {
    private static final List<PlanColumn> COLUMNS =
            List.of(
                    PlanColumn.of(ColumnSchema.tag("host")),
                    PlanColumn.of(ColumnSchema.time()),
                    PlanColumn.of(ColumnSchema.field("v", ColumnType.FLOAT64)));

    private static final Expr HOST = new Expr.ColumnRef(0, DataType.UTF8);
    private static final Expr TIME = new Expr.ColumnRef(1, DataType.TIMESTAMP);

    private static Expr bin(Interval step, long originNs) {
        return new Expr.Call(
                "date_bin",
                List.of(
                        new Expr.Literal(step, DataType.INTERVAL),
                        TIME,
                        new Expr.Literal(originNs, DataType.TIMESTAMP)),
                DataType.TIMESTAMP);
    }

    @Test
    void onlyKeysThatChangeWithTagsAndBins() {
        Expr field = new Expr.ColumnRef(2, DataType.FLOAT64);
        Expr upper = new Expr.Call("upper", List.of(HOST), DataType.UTF8);
        Expr random = new Expr.Call("random", List.of(), DataType.FLOAT64);
        assertThat(RangeCutter.of(List.of(HOST, upper), COLUMNS)).isNotNull();
        assertThat(RangeCutter.of(List.of(bin(Interval.ofNanos(5), 0)), COLUMNS)).isNotNull();
        assertThat(RangeCutter.of(List.of(HOST, field), COLUMNS)).isNull();
        assertThat(RangeCutter.of(List.of(TIME), COLUMNS)).isNull();
        assertThat(RangeCutter.of(List.of(random), COLUMNS)).isNull();
    }

    @Test
    void rangesEndWhereARunOrABinEnds() {
        Seeds.forEach(
                200,
                random -> {
                    Interval step =
                            random.nextInt(4) == 0
                                    ? new Interval(1 + random.nextInt(5), 0, 0)
                                    : Interval.ofNanos(1 + random.nextInt(100));
                    long spread = step.months() > 0 ? 5_000_000_000_000_000L : 50;
                    long originNs = random.nextLong(1000);
                    Batch batch = batch(spread, random);
                    RangeCutter cutter =
                            Objects.requireNonNull(
                                    RangeCutter.of(List.of(HOST, bin(step, originNs)), COLUMNS));
                    int[] ends = new int[batch.rowCount()];
                    int count = cutter.cut(batch, ends);
                    List<Integer> found = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        found.add(ends[i]);
                    }
                    assertThat(found).isEqualTo(naive(batch, DateBin.of(step, originNs, null)));
                });
    }

    private static Batch batch(long spread, SplittableRandom random) {
        int rowCount = 1 + random.nextInt(300);
        long[] times = new long[rowCount];
        int[] runEnds = new int[rowCount];
        int runs = 0;
        long time = random.nextLong(-spread, spread);
        for (int row = 0; row < rowCount; row++) {
            if (row > 0 && random.nextInt(40) == 0) {
                runEnds[runs++] = row;
                time = random.nextLong(-spread, spread);
            }
            times[row] = time;
            time += 1 + random.nextLong(random.nextInt(10) == 0 ? spread : 1 + spread / 20);
        }
        runEnds[runs++] = rowCount;
        List<Column> columns =
                List.of(
                        new Column.Constant(DataType.UTF8, "a"),
                        new Column.Longs(DataType.TIMESTAMP, times, null));
        return new Batch(columns, rowCount, runEnds, runs);
    }

    private static List<Integer> naive(Batch batch, DateBin grid) {
        long[] times = ((Column.Longs) batch.column(1)).values();
        int[] runEnds = Objects.requireNonNull(batch.runEnds());
        List<Integer> ends = new ArrayList<>();
        int run = 0;
        for (int row = 1; row <= batch.rowCount(); row++) {
            boolean ended = row == runEnds[run];
            if (ended || grid.bin(times[row]) != grid.bin(times[row - 1])) {
                ends.add(row);
            }
            run += ended ? 1 : 0;
        }
        return ends;
    }
}
