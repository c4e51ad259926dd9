package dev.tidalite.query.internal.operator.union;

import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Columns;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// Opens an operator for each row of its input, one after the other.
public final class EachSeriesOperator implements Operator {
    private final Operator keys;
    private final Function<@Nullable Object[], Operator> one;
    private @Nullable Batch batch;
    private int nextRow;
    private @Nullable Operator open;

    /// How many operators with rows are still to be left out.
    private long skip;

    /// How many operators with rows may still come.
    private long left;

    /// Whether the open operator has had rows.
    private boolean hadRows;

    /// @param one makes the operator of a row's values
    /// @param offset how many operators with rows are left out first
    /// @param fetch how many operators with rows come out at most
    public EachSeriesOperator(
            Operator keys, Function<@Nullable Object[], Operator> one, long offset, long fetch) {
        this.keys = keys;
        this.one = one;
        this.skip = offset;
        this.left = fetch;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            Operator current = open;
            if (current == null) {
                @Nullable Object[] row = left == 0 ? null : nextKeys();
                if (row == null) {
                    return null;
                }
                current = one.apply(row);
                open = current;
                hadRows = false;
            }
            Batch rows = current.next();
            if (rows != null && rows.rowCount() == 0) {
                continue;
            }
            boolean skipped = rows != null && !hadRows && skip > 0;
            if (rows != null && !skipped) {
                hadRows = true;
                return rows;
            }
            current.close();
            open = null;
            skip -= skipped ? 1 : 0;
            left -= hadRows ? 1 : 0;
        }
    }

    private @Nullable Object @Nullable [] nextKeys() {
        Batch rows = batch;
        while (rows == null || nextRow == rows.rowCount()) {
            rows = keys.next();
            batch = rows;
            nextRow = 0;
            if (rows == null) {
                return null;
            }
        }
        @Nullable Object[] values = new Object[rows.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Columns.get(rows.column(i), nextRow);
        }
        nextRow++;
        return values;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
        keys.close();
    }
}
