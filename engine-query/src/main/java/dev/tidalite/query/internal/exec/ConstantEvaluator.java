package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;

import org.jspecify.annotations.Nullable;

/// The same value for every row; remembers it written out.
final class ConstantEvaluator implements Evaluator {
    private final Column.Constant constant;
    private @Nullable Column flat;
    private int flatRows;

    ConstantEvaluator(DataType type, @Nullable Object value) {
        this.constant = new Column.Constant(type, value);
    }

    @Nullable Object value() {
        return constant.value();
    }

    @Override
    public Column evaluate(Batch batch) {
        return constant;
    }

    /// The value in at least so many rows.
    Column flat(int rowCount) {
        Column known = flat;
        if (known == null || flatRows < rowCount) {
            flatRows = Math.max(rowCount, Batch.ROWS);
            known = Columns.flatten(constant, flatRows);
            flat = known;
        }
        return known;
    }
}
