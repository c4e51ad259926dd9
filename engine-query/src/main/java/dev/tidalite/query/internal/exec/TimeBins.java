package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.time.DateBin;
import dev.tidalite.query.internal.function.time.DateParts;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// An expression that is the bin of a row's time on a constant grid.
///
/// @param column where the time is in the input
public record TimeBins(int column, DateBin grid) {
    /// Recognizes `date_bin` and `date_trunc` of a table's time, without a time zone.
    ///
    /// @param input the columns that the expression refers to
    /// @return null for anything else
    public static @Nullable TimeBins of(Expr expression, List<PlanColumn> input) {
        if (!(expression instanceof Expr.Call call)
                || call.args().size() < 2
                || !call.type().equals(DataType.TIMESTAMP)
                || !(call.args().get(1) instanceof Expr.ColumnRef(int index, DataType _))
                || !isTime(input.get(index))) {
            return null;
        }
        DateBin grid = grid(call);
        return grid == null ? null : new TimeBins(index, grid);
    }

    static boolean isTime(PlanColumn column) {
        return hasRole(column, ColumnRole.TIME) && column.type().equals(DataType.TIMESTAMP);
    }

    /// Whether a column is, unchanged, one of a table that has this role.
    public static boolean hasRole(PlanColumn column, ColumnRole role) {
        ColumnSchema origin = column.origin();
        return origin != null && origin.role() == role;
    }

    private static @Nullable DateBin grid(Expr.Call call) {
        List<Expr> args = call.args();
        if (!(args.get(0) instanceof Expr.Literal(Object step, DataType _))) {
            return null;
        }
        if (call.function().equals("date_trunc") && step instanceof String unit) {
            return DateParts.binOfTrunc(unit.toLowerCase(Locale.ROOT));
        }
        if (!call.function().equals("date_bin") || !(step instanceof Interval interval)) {
            return null;
        }
        if (args.size() == 2) {
            return DateBin.of(interval, 0, null);
        }
        return args.get(2) instanceof Expr.Literal(Object origin, DataType _)
                        && origin instanceof Long originNs
                ? DateBin.of(interval, originNs, null)
                : null;
    }
}
