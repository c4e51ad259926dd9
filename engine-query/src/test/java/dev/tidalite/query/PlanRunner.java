package dev.tidalite.query;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.query.internal.exec.Frontend;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.AggregateCall;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Runs hand-written plans over a snapshot and shows their results as text.
public final class PlanRunner {
    private PlanRunner() {}

    /// The result as CSV.
    public static String csv(Snapshot snapshot, PhysicalPlan plan) {
        return csv(snapshot, plan, QueryConfig.DEFAULT.withThreads(2), QueryLimits.DEFAULT);
    }

    public static String csv(
            Snapshot snapshot, PhysicalPlan plan, QueryConfig config, QueryLimits limits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (QueryEngine engine = engine(snapshot, plan, config);
                QueryResult result = engine.execute(QueryRequest.sql("db", "").with(limits))) {
            ResultFormat.CSV.write(result, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// An engine whose answer to every text is one plan.
    public static QueryEngine engine(Snapshot snapshot, PhysicalPlan plan, QueryConfig config) {
        Frontend fixed = (_, _, _) -> Frontend.Planned.of(plan);
        return new QueryEngine(_ -> snapshot, config, Map.of(QueryRequest.Language.SQL, fixed));
    }

    /// Scans columns of a table.
    public static PhysicalPlan.Scan scan(Snapshot snapshot, String table, String... names) {
        List<PlanColumn> columns = new ArrayList<>();
        for (String name : names) {
            ColumnSchema column = snapshot.table(table).orElseThrow().find(name).orElseThrow();
            columns.add(PlanColumn.of(column));
        }
        return new PhysicalPlan.Scan(table, columns, List.of(), ScanSpec.Order.ANY);
    }

    public static PhysicalPlan.Scan where(PhysicalPlan.Scan scan, Expr... filters) {
        return new PhysicalPlan.Scan(scan.table(), scan.columns(), List.of(filters), scan.order());
    }

    /// A column of a node by name.
    public static Expr column(PhysicalPlan plan, String name) {
        for (int i = 0; i < plan.columns().size(); i++) {
            if (plan.columns().get(i).name().equals(name)) {
                return new Expr.ColumnRef(i, plan.columns().get(i).type());
            }
        }
        throw new IllegalArgumentException("no column " + name + " in " + plan.columns());
    }

    public static Expr call(String function, DataType type, Expr... args) {
        return new Expr.Call(function, List.of(args), type);
    }

    public static Expr test(String operator, Expr left, Expr right) {
        return call(operator, DataType.BOOLEAN, left, right);
    }

    public static Expr literal(long value) {
        return new Expr.Literal(value, DataType.INT64);
    }

    public static Expr literal(double value) {
        return new Expr.Literal(value, DataType.FLOAT64);
    }

    public static Expr literal(String value) {
        return new Expr.Literal(value, DataType.UTF8);
    }

    public static Expr time(long value) {
        return new Expr.Literal(value, DataType.TIMESTAMP);
    }

    /// Groups by keys.
    public static PhysicalPlan.Aggregate group(
            PhysicalPlan input, List<Expr> keys, AggregateCall... calls) {
        List<PlanColumn> columns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(new PlanColumn("k" + i, keys.get(i).type()));
        }
        for (AggregateCall call : calls) {
            columns.add(new PlanColumn(call.function(), call.type()));
        }
        List<Integer> all = IntStream.range(0, keys.size()).boxed().toList();
        return new PhysicalPlan.Aggregate(input, keys, List.of(all), List.of(calls), columns);
    }

    public static AggregateCall sum(String function, DataType type, Expr... args) {
        return new AggregateCall(function, List.of(args), type);
    }

    /// Sorts ascending by all columns of a node.
    public static PhysicalPlan sorted(PhysicalPlan input) {
        List<PhysicalPlan.SortKey> keys = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            Expr column = new Expr.ColumnRef(i, input.columns().get(i).type());
            keys.add(PhysicalPlan.SortKey.of(column, false));
        }
        return new PhysicalPlan.Sort(input, keys, null, null);
    }
}
