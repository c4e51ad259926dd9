package dev.tidalite.query;

import static dev.tidalite.query.PlanRunner.column;
import static dev.tidalite.query.PlanRunner.csv;
import static dev.tidalite.query.PlanRunner.literal;
import static dev.tidalite.query.PlanRunner.scan;
import static dev.tidalite.query.PlanRunner.sorted;
import static dev.tidalite.query.PlanRunner.test;
import static dev.tidalite.query.PlanRunner.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.Fill;
import dev.tidalite.query.internal.exec.PhysicalPlan.FrameBound;
import dev.tidalite.query.internal.exec.PhysicalPlan.FrameBoundKind;
import dev.tidalite.query.internal.exec.PhysicalPlan.JoinKind;
import dev.tidalite.query.internal.exec.PhysicalPlan.SortKey;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.exec.SeriesFunction;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/// Joins, set operations, windows, gap filling and series transforms by hand-written plans.
class OperatorsTest {
    private static final DataType INT64 = DataType.INT64;

    /// Two columns of integers; null where there is none.
    private static PhysicalPlan rows(String prefix, @Nullable Long[]... rows) {
        List<PlanColumn> columns = new ArrayList<>();
        for (int i = 0; i < rows[0].length; i++) {
            columns.add(new PlanColumn(prefix + i, INT64));
        }
        List<List<Expr>> values = new ArrayList<>();
        for (@Nullable Long[] row : rows) {
            List<Expr> cells = new ArrayList<>();
            for (@Nullable Long cell : row) {
                cells.add(new Expr.Literal(cell, INT64));
            }
            values.add(cells);
        }
        return new PhysicalPlan.Values(columns, values);
    }

    private static @Nullable Long[] row(@Nullable Long... cells) {
        return cells;
    }

    private static Snapshot nothing() {
        return TestSnapshot.ofLines("db", "m f=1 0");
    }

    @ParameterizedTest
    @CsvSource({
        "INNER, '2,20,2,200;2,20,2,201;3,30,3,300'",
        "LEFT, '1,10,,;2,20,2,200;2,20,2,201;3,30,3,300;,40,,'",
        "RIGHT, '2,20,2,200;2,20,2,201;3,30,3,300;,,4,400;,,,500'",
        "FULL, '1,10,,;2,20,2,200;2,20,2,201;3,30,3,300;,40,,;,,4,400;,,,500'",
        "SEMI, '2,20;3,30'",
        "ANTI, '1,10;,40'"
    })
    void joins(JoinKind kind, String expected) {
        PhysicalPlan left = rows("l", row(1L, 10L), row(2L, 20L), row(3L, 30L), row(null, 40L));
        PhysicalPlan right =
                rows(
                        "r",
                        row(2L, 200L),
                        row(2L, 201L),
                        row(3L, 300L),
                        row(4L, 400L),
                        row(null, 500L));
        List<PlanColumn> columns = new ArrayList<>(left.columns());
        if (kind != JoinKind.SEMI && kind != JoinKind.ANTI) {
            columns.addAll(right.columns());
        }
        PhysicalPlan join =
                new PhysicalPlan.Join(
                        kind,
                        left,
                        right,
                        List.of(column(left, "l0")),
                        List.of(column(right, "r0")),
                        false,
                        null,
                        columns);
        String text = csv(nothing(), sorted(join));
        assertThat(text.substring(text.indexOf('\n') + 1).strip().replace('\n', ';'))
                .isEqualTo(expected);
    }

    @Test
    void aResidualDecidesWhatCountsAsAMatch() {
        PhysicalPlan left = rows("l", row(1L, 10L), row(1L, 30L));
        PhysicalPlan right = rows("r", row(1L, 20L));
        List<PlanColumn> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        Expr less = test("<", new Expr.ColumnRef(1, INT64), new Expr.ColumnRef(3, INT64));
        PhysicalPlan join =
                new PhysicalPlan.Join(
                        JoinKind.LEFT,
                        left,
                        right,
                        List.of(column(left, "l0")),
                        List.of(column(right, "r0")),
                        false,
                        less,
                        columns);
        assertThat(csv(nothing(), sorted(join))).isEqualTo("l0,l1,r0,r1\n1,10,1,20\n1,30,,\n");
    }

    @ParameterizedTest
    @CsvSource({
        "INTERSECT, false, '1;'",
        "INTERSECT, true, '1;1;'",
        "EXCEPT, false, '2;'",
        "EXCEPT, true, '1;2;'"
    })
    void setOperations(PhysicalPlan.SetKind kind, boolean all, String expected) {
        PhysicalPlan left = rows("x", row(1L), row(1L), row(1L), row(2L), row((Long) null));
        PhysicalPlan right = rows("x", row(1L), row(1L), row((Long) null), row(3L));
        PhysicalPlan plan = new PhysicalPlan.SetOperation(kind, all, left, right, left.columns());
        String text = csv(nothing(), sorted(plan)).replace("x0\n", "").replace('\n', ';');
        // a null is in both, and so comes with INTERSECT only, as an empty cell at the end
        assertThat(text)
                .isEqualTo(kind == PhysicalPlan.SetKind.INTERSECT ? expected + ";" : expected);
    }

    private static PhysicalPlan.WindowCall window(
            String function, PhysicalPlan.Frame frame, Expr... args) {
        return new PhysicalPlan.WindowCall(function, List.of(args), false, frame, INT64);
    }

    @Test
    void windowFunctionsAndFrames() {
        PhysicalPlan input =
                rows("x", row(1L, 1L), row(1L, 2L), row(1L, 2L), row(1L, 5L), row(2L, 7L));
        Expr value = column(input, "x1");
        PhysicalPlan.Frame around =
                new PhysicalPlan.Frame(
                        PhysicalPlan.FrameUnit.ROWS,
                        new FrameBound(FrameBoundKind.PRECEDING, literal(1)),
                        new FrameBound(FrameBoundKind.FOLLOWING, literal(1)));
        PhysicalPlan.Frame near =
                new PhysicalPlan.Frame(
                        PhysicalPlan.FrameUnit.RANGE,
                        new FrameBound(FrameBoundKind.PRECEDING, literal(1)),
                        new FrameBound(FrameBoundKind.CURRENT_ROW, null));
        PhysicalPlan.Frame usual = PhysicalPlan.Frame.DEFAULT;
        List<PhysicalPlan.WindowCall> calls =
                List.of(
                        window("row_number", usual),
                        window("rank", usual),
                        window("dense_rank", usual),
                        window("lag", usual, value),
                        window("lead", usual, value, literal(1), literal(-1)),
                        window("sum", usual, value),
                        window("sum", around, value),
                        window("count", near),
                        window("last_value", usual, value));
        List<PlanColumn> columns = new ArrayList<>(input.columns());
        for (int i = 0; i < calls.size(); i++) {
            columns.add(new PlanColumn("w" + i, INT64));
        }
        PhysicalPlan plan =
                new PhysicalPlan.Window(
                        input,
                        List.of(column(input, "x0")),
                        List.of(SortKey.of(value, false)),
                        calls,
                        columns);
        assertThat(csv(nothing(), plan))
                .isEqualTo(
                        """
                        x0,x1,w0,w1,w2,w3,w4,w5,w6,w7,w8
                        1,1,1,1,1,,2,1,3,1,1
                        1,2,2,2,2,1,2,5,5,3,2
                        1,2,3,2,2,2,5,5,9,3,2
                        1,5,4,4,3,2,-1,10,7,1,5
                        2,7,1,1,1,,-1,7,7,1,7
                        """);
    }

    private static Snapshot series() {
        return TestSnapshot.ofLines(
                "db",
                """
                m,t=a f=1.0,n=10i 10
                m,t=a f=4.0,n=40i 40
                m,t=b f=7.0 20
                """);
    }

    private static PhysicalPlan filled(Snapshot snapshot, Fill fill) {
        PhysicalPlan input = sorted(scan(snapshot, "m", "time", "t", "f", "n"));
        return new PhysicalPlan.GapFill(
                input,
                0,
                List.of(1),
                time(10),
                time(49),
                Interval.ofNanos(10),
                null,
                null,
                false,
                List.of(Fill.NULL, Fill.NULL, fill, fill));
    }

    @Test
    void fillsGapsWithNothing() {
        String text = csv(series(), filled(series(), Fill.NULL));
        assertThat(text.lines().skip(1).map(line -> line.substring(27)).toList())
                .containsExactly(
                        "10,a,1.0,10",
                        "20,a,,",
                        "30,a,,",
                        "40,a,4.0,40",
                        "10,b,,",
                        "20,b,7.0,",
                        "30,b,,",
                        "40,b,,");
    }

    @Test
    void fillsGapsOnALine() {
        String text = csv(series(), filled(series(), Fill.LINEAR));
        assertThat(text.lines().skip(1).map(line -> line.substring(27)).toList())
                .containsExactly(
                        "10,a,1.0,10",
                        "20,a,2.0,20",
                        "30,a,3.0,30",
                        "40,a,4.0,40",
                        "10,b,,",
                        "20,b,7.0,",
                        "30,b,,",
                        "40,b,,");
    }

    @Test
    void fillsGapsWithWhatCameBefore() {
        String text = csv(series(), filled(series(), new Fill.WithPrevious(true)));
        assertThat(text.lines().skip(1).map(line -> line.substring(27)).toList())
                .containsExactly(
                        "10,a,1.0,10",
                        "20,a,1.0,10",
                        "30,a,1.0,10",
                        "40,a,4.0,40",
                        "10,b,,",
                        "20,b,7.0,",
                        "30,b,7.0,",
                        "40,b,7.0,");
    }

    @Test
    void transformsSeriesBySeries() {
        Snapshot snapshot =
                TestSnapshot.ofLines(
                        "db",
                        """
                        m,t=a f=1.0,n=10i 10
                        m,t=b f=100.0,n=1i 15
                        m,t=a f=3.0 20
                        m,t=a f=2.0,n=40i 40
                        """);
        PhysicalPlan input = sorted(scan(snapshot, "m", "time", "t", "f", "n"));
        List<PhysicalPlan.SeriesCall> calls =
                List.of(
                        call(SeriesFunction.DERIVATIVE, 2, DataType.FLOAT64, 10),
                        call(SeriesFunction.DIFFERENCE, 3, INT64),
                        call(SeriesFunction.MOVING_AVERAGE, 2, DataType.FLOAT64, 2),
                        call(SeriesFunction.CUMULATIVE_SUM, 2, DataType.FLOAT64),
                        call(SeriesFunction.ELAPSED, 2, INT64, 5));
        List<PlanColumn> columns = new ArrayList<>();
        columns.add(input.columns().get(1));
        columns.add(input.columns().get(0));
        for (PhysicalPlan.SeriesCall call : calls) {
            columns.add(new PlanColumn(call.function().name(), call.type()));
        }
        PhysicalPlan plan =
                new PhysicalPlan.SeriesTransform(input, List.of(1), 0, false, calls, true, columns);
        assertThat(csv(snapshot, plan).lines().skip(1).toList())
                .containsExactly(
                        "a,1970-01-01T00:00:00.000000010,,,,1.0,",
                        "a,1970-01-01T00:00:00.000000020,2.0,,2.0,4.0,2",
                        "a,1970-01-01T00:00:00.000000040,-0.5,30,2.5,6.0,4",
                        "b,1970-01-01T00:00:00.000000015,,,,100.0,");
    }

    private static PhysicalPlan.SeriesCall call(
            SeriesFunction function, int column, DataType type, long... args) {
        List<Expr> values = new ArrayList<>();
        for (long arg : args) {
            values.add(literal(arg));
        }
        return new PhysicalPlan.SeriesCall(function, column, values, type);
    }

    @Test
    void groupingSetsSayWhatTheyLeaveOut() {
        PhysicalPlan input = rows("x", row(1L, 10L), row(1L, 20L), row(2L, 30L));
        Expr key = column(input, "x0");
        PhysicalPlan.Aggregate plan =
                new PhysicalPlan.Aggregate(
                        input,
                        List.of(key),
                        List.of(List.of(0), List.of()),
                        List.of(
                                new PhysicalPlan.AggregateCall(
                                        "sum", List.of(column(input, "x1")), INT64),
                                new PhysicalPlan.AggregateCall("grouping", List.of(key), INT64)),
                        List.of(
                                new PlanColumn("k", INT64),
                                new PlanColumn("s", INT64),
                                new PlanColumn("g", INT64)));
        assertThat(csv(nothing(), sorted(plan))).isEqualTo("k,s,g\n1,30,0\n2,30,0\n,60,1\n");
    }

    @Test
    void aggregatesTakeDistinctFilterAndOrder() {
        PhysicalPlan input = rows("x", row(2L, 1L), row(1L, 2L), row(2L, 3L), row(3L, 4L));
        Expr x = column(input, "x0");
        List<PhysicalPlan.AggregateCall> calls =
                List.of(
                        new PhysicalPlan.AggregateCall(
                                "count", List.of(x), true, null, List.of(), INT64),
                        new PhysicalPlan.AggregateCall(
                                "sum",
                                List.of(x),
                                false,
                                test(">", x, literal(1)),
                                List.of(),
                                INT64),
                        new PhysicalPlan.AggregateCall(
                                "first_value",
                                List.of(x),
                                false,
                                null,
                                List.of(SortKey.of(column(input, "x1"), true)),
                                INT64));
        PhysicalPlan plan =
                PlanRunner.group(
                        input, List.of(), calls.toArray(PhysicalPlan.AggregateCall[]::new));
        assertThat(csv(nothing(), plan)).isEqualTo("count,sum,first_value\n3,7,3\n");
    }
}
