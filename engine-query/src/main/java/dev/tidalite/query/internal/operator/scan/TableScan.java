package dev.tidalite.query.internal.operator.scan;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.operator.filter.FilterOperator;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A scan made ready for one execution: what to ask the storage for, and what to check afterwards.
public final class TableScan {
    private final ExecutionContext context;
    private final ScanSpec spec;
    private final List<Expr> residual;
    private final ScanObserver observer;

    /// @param filters of the plan, bound
    /// @param order how rows must come
    /// @param observer is told what is read of files
    public TableScan(
            ExecutionContext context,
            PhysicalPlan.Scan scan,
            List<Expr> filters,
            ScanSpec.Order order,
            ScanObserver observer) {
        this.context = context;
        this.observer = observer;
        ScanConditions conditions =
                new ScanConditions(
                        scan.columns(),
                        fields(context, scan.table()),
                        filters,
                        new ExprCompiler(context));
        this.spec =
                new ScanSpec(
                        scan.table(),
                        scan.columns().stream().map(TableScan::storedName).toList(),
                        conditions.timeRange(),
                        conditions.predicates(),
                        order);
        this.residual = conditions.residual();
    }

    private static Set<String> fields(ExecutionContext context, String table) {
        Set<String> names = new HashSet<>();
        for (ColumnSchema column : context.snapshot().table(table).orElseThrow().columns()) {
            if (column.role() == ColumnRole.FIELD) {
                names.add(column.name());
            }
        }
        return names;
    }

    private TableScan(
            ExecutionContext context, ScanSpec spec, List<Expr> residual, ScanObserver observer) {
        this.context = context;
        this.observer = observer;
        this.spec = spec;
        this.residual = residual;
    }

    /// The last row of each series instead of all; null if the storage cannot tell which rows the
    /// conditions leave.
    public @Nullable TableScan lastOfSeries() {
        return residual.isEmpty()
                ? new TableScan(context, spec.lastOfSeries(), residual, observer)
                : null;
    }

    private static String storedName(PlanColumn column) {
        return column.origin() == null ? column.name() : column.origin().name();
    }

    public ScanSpec spec() {
        return spec;
    }

    /// Parts that different threads may read, each row in one of them.
    public List<Snapshot.ScanPart> split(int partsWanted) {
        return context.snapshot().split(spec, partsWanted, observer);
    }

    /// Everything as one.
    public Operator open() {
        return open(split(1).getFirst());
    }

    public Operator open(Snapshot.ScanPart part) {
        return filtered(new ScanOperator(part.open()));
    }

    private Operator filtered(Operator scan) {
        if (residual.isEmpty()) {
            return scan;
        }
        List<Evaluator> conditions;
        try {
            conditions = new ExprCompiler(context).compile(residual);
        } catch (RuntimeException e) {
            scan.close();
            throw e;
        }
        return new FilterOperator(scan, conditions);
    }
}
