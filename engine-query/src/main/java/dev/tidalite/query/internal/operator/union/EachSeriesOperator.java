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

    /// @param one makes the operator of a row's values
    public EachSeriesOperator(Operator keys, Function<@Nullable Object[], Operator> one) {
        this.keys = keys;
        this.one = one;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            Operator current = open;
            if (current == null) {
                @Nullable Object[] row = nextKeys();
                if (row == null) {
                    return null;
                }
                current = one.apply(row);
                open = current;
            }
            Batch rows = current.next();
            if (rows != null) {
                return rows;
            }
            current.close();
            open = null;
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
