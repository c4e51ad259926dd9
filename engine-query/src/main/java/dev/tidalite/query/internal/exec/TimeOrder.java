package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;

import org.jspecify.annotations.Nullable;

/// Recognizes a sort of which the first rows by time are wanted, from a scan whose conditions are
/// on the time and tags only: the storage hands out the rows in this order, a few at a time, and
/// need not be read any further. With a condition on a field it could have to be read to the end,
/// which is slower in this order.
final class TimeOrder {
    /// Whoever wants more rows than this may as well have all sorted.
    private static final long ROWS_MAX = 10_000;

    private TimeOrder() {}

    /// The order to scan in, or null if rows are better sorted.
    static ScanSpec.@Nullable Order of(PhysicalPlan.Sort sort) {
        if (!isFew(sort)) {
            return null;
        }
        PhysicalPlan.SortKey first = sort.keys().getFirst();
        Expr key = first.expression();
        PhysicalPlan below = sort.input();
        while (below instanceof PhysicalPlan.Project project) {
            key = Exprs.replaceColumns(key, project.expressions()::get);
            below = project.input();
        }
        boolean isByTime =
                below instanceof PhysicalPlan.Scan scan
                        && scan.order() == ScanSpec.Order.ANY
                        && key instanceof Expr.ColumnRef(int column, DataType _)
                        && TimeBins.isTime(scan.columns().get(column))
                        && scan.filters().stream().noneMatch(filter -> asksFields(filter, scan));
        if (!isByTime) {
            return null;
        }
        return first.descending() ? ScanSpec.Order.TIME_DESCENDING : ScanSpec.Order.TIME;
    }

    private static boolean isFew(PhysicalPlan.Sort sort) {
        long offset = sort.offset() == null ? 0 : count(sort.offset());
        long fetch = sort.fetch() == null ? Long.MAX_VALUE : count(sort.fetch());
        return offset <= ROWS_MAX && fetch <= ROWS_MAX;
    }

    private static long count(Expr rows) {
        return rows instanceof Expr.Literal(Object value, DataType _) && value instanceof Long count
                ? count
                : Long.MAX_VALUE;
    }

    private static boolean asksFields(Expr filter, PhysicalPlan.Scan scan) {
        return Exprs.columns(filter).stream()
                .anyMatch(column -> TimeBins.hasRole(scan.columns().get(column), ColumnRole.FIELD));
    }
}
