package dev.tidalite.query;

import static dev.tidalite.query.PlanRunner.call;
import static dev.tidalite.query.PlanRunner.column;
import static dev.tidalite.query.PlanRunner.csv;
import static dev.tidalite.query.PlanRunner.group;
import static dev.tidalite.query.PlanRunner.literal;
import static dev.tidalite.query.PlanRunner.scan;
import static dev.tidalite.query.PlanRunner.sorted;
import static dev.tidalite.query.PlanRunner.sum;
import static dev.tidalite.query.PlanRunner.test;
import static dev.tidalite.query.PlanRunner.time;
import static dev.tidalite.query.PlanRunner.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.SortKey;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Hand-written plans over a small table.
class ExecutionTest {
    private static final DataType INT64 = DataType.INT64;
    private static final DataType FLOAT64 = DataType.FLOAT64;

    private static Snapshot cpu() {
        return TestSnapshot.ofLines(
                "db",
                """
                cpu,host=a user=1.5,n=1i 0
                cpu,host=a user=2.5,n=2i 60000000000
                cpu,host=a user=4.0,n=3i 120000000000
                cpu,host=b user=10.0,n=4i 0
                cpu,host=b user=20.0 60000000000
                cpu user=100.0,n=6i 60000000000
                """);
    }

    @Test
    void scansWithATimeRangeATagAndAField() {
        Snapshot snapshot = cpu();
        PhysicalPlan.Scan scan = scan(snapshot, "cpu", "time", "host", "user");
        PhysicalPlan plan =
                where(
                        scan,
                        test(">=", column(scan, "time"), time(60_000_000_000L)),
                        test("=", column(scan, "host"), literal("a")),
                        test(">", column(scan, "user"), literal(3.0)));
        assertThat(csv(snapshot, plan)).isEqualTo("time,host,user\n1970-01-01T00:02:00,a,4.0\n");
    }

    @Test
    void aConditionThatHoldsWithoutTheTagIsCheckedHere() {
        Snapshot snapshot = cpu();
        PhysicalPlan.Scan scan = scan(snapshot, "cpu", "host", "user");
        Expr host = column(scan, "host");
        Expr condition = call("is_distinct_from", DataType.BOOLEAN, host, literal("a"));
        assertThat(csv(snapshot, sorted(where(scan, condition))))
                .isEqualTo("host,user\nb,10.0\nb,20.0\n,100.0\n");
    }

    @Test
    void groupsByBinAndTag() {
        Snapshot snapshot = cpu();
        PhysicalPlan.Scan scan = scan(snapshot, "cpu", "time", "host", "user", "n");
        Expr step = new Expr.Literal(Interval.ofNanos(120_000_000_000L), DataType.INTERVAL);
        Expr bin = call("date_bin", DataType.TIMESTAMP, step, column(scan, "time"));
        PhysicalPlan plan =
                sorted(
                        group(
                                scan,
                                List.of(bin, column(scan, "host")),
                                sum("count", INT64),
                                sum("count", INT64, column(scan, "n")),
                                sum("avg", FLOAT64, column(scan, "user")),
                                sum("max", FLOAT64, column(scan, "user")),
                                sum("sum", INT64, column(scan, "n"))));
        assertThat(csv(snapshot, plan))
                .isEqualTo(
                        """
                        k0,k1,count,count,avg,max,sum
                        1970-01-01T00:00:00,a,2,2,2.0,2.5,3
                        1970-01-01T00:00:00,b,2,1,15.0,20.0,4
                        1970-01-01T00:00:00,,1,1,100.0,100.0,6
                        1970-01-01T00:02:00,a,1,1,4.0,4.0,3
                        """);
    }

    @Test
    void noRowsGiveOneRowWithoutKeysAndNoneWithThem() {
        Snapshot snapshot = cpu();
        PhysicalPlan.Scan scan = scan(snapshot, "cpu", "host", "user");
        PhysicalPlan nothing = where(scan, test("=", column(scan, "host"), literal("nobody")));
        assertThat(
                        csv(
                                snapshot,
                                group(
                                        nothing,
                                        List.of(),
                                        sum("count", INT64),
                                        sum("sum", FLOAT64, column(scan, "user")))))
                .isEqualTo("count,sum\n0,\n");
        assertThat(csv(cpu(), group(nothing, List.of(column(scan, "host")), sum("count", INT64))))
                .isEqualTo("k0,count\n");
    }

    @Test
    void sortsNullsAsAskedAndCuts() {
        Snapshot snapshot = cpu();
        PhysicalPlan.Scan scan = scan(snapshot, "cpu", "host", "n");
        List<SortKey> keys =
                List.of(
                        SortKey.of(column(scan, "n"), true),
                        SortKey.of(column(scan, "host"), false));
        PhysicalPlan plan = new PhysicalPlan.Sort(scan, keys, literal(1), literal(3));
        assertThat(csv(snapshot, plan)).isEqualTo("host,n\n,6\nb,4\na,3\n");
    }

    @Test
    void givesArrowWithFieldMetadata() {
        Snapshot snapshot = cpu();
        PhysicalPlan.Scan scan = scan(snapshot, "cpu", "time", "host", "n");
        PhysicalPlan plan = sorted(where(scan, test("=", column(scan, "host"), literal("b"))));
        try (QueryEngine engine = PlanRunner.engine(snapshot, plan, QueryConfig.DEFAULT);
                QueryResult result = engine.execute(QueryRequest.sql("db", ""))) {
            assertThat(result.schema().findField("host").getMetadata())
                    .containsEntry("iox::column::type", "iox::column_type::tag");
            assertThat(result.schema().findField("time").isNullable()).isFalse();
            VectorSchemaRoot root = Objects.requireNonNull(result.next());
            assertThat(root.getRowCount()).isEqualTo(2);
            assertThat(((TimeStampNanoVector) root.getVector(0)).get(1)).isEqualTo(60_000_000_000L);
            assertThat(((VarCharVector) root.getVector(1)).getObject(0)).hasToString("b");
            assertThat(((BigIntVector) root.getVector(2)).isNull(1)).isTrue();
            assertThat(result.next()).isNull();
            assertThat(result.rowCount()).isEqualTo(2);
        }
    }

    @Test
    void aGuardedDivisionByZeroIsNoError() {
        PhysicalPlan one =
                new PhysicalPlan.Values(
                        List.of(new PlanColumn("x", INT64)),
                        List.of(List.of(literal(0)), List.of(literal(5))));
        Expr x = column(one, "x");
        Expr quotient = call("/", INT64, literal(10), x);
        Expr guarded =
                new Expr.Case(
                        List.of(new Expr.When(test("=", x, literal(0)), literal(-1))),
                        quotient,
                        INT64);
        assertThat(csv(cpu(), project(one, guarded))).isEqualTo("e0\n-1\n2\n");
        assertThatThrownBy(() -> csv(cpu(), project(one, quotient)))
                .isInstanceOf(QueryException.class)
                .hasMessage("Divide by zero error");
    }

    @Test
    void limitsOfRowsMemoryAndTimeEndAQuery() {
        Snapshot snapshot = cpu();
        PhysicalPlan scan = scan(snapshot, "cpu", "user");
        QueryConfig config = QueryConfig.DEFAULT.withThreads(1);
        assertThatThrownBy(
                        () -> csv(snapshot, scan, config, QueryLimits.DEFAULT.withResultRowsMax(3)))
                .hasMessageContaining("more than the limit of 3 rows");
        QueryLimits soon = QueryLimits.DEFAULT.withTimeout(Duration.ofNanos(1));
        assertThatThrownBy(() -> csv(cpu(), scan, config, soon))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.code()).isEqualTo(QueryException.Code.TIMEOUT));
    }

    static PhysicalPlan project(PhysicalPlan input, Expr... expressions) {
        List<PlanColumn> columns = new ArrayList<>();
        for (int i = 0; i < expressions.length; i++) {
            columns.add(new PlanColumn("e" + i, expressions[i].type()));
        }
        return new PhysicalPlan.Project(input, List.of(expressions), columns);
    }
}
