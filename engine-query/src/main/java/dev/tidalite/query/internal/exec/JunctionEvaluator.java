package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;

/// AND or OR, decided without looking at rows where one side has the deciding value in all of them.
final class JunctionEvaluator implements Evaluator {
    private final CallEvaluator all;
    private final Evaluator[] args;
    private final boolean deciding;

    /// @param all computes the same from `args`
    JunctionEvaluator(CallEvaluator all, Evaluator[] args, boolean deciding) {
        this.all = all;
        this.args = args;
        this.deciding = deciding;
    }

    @Override
    public Column evaluate(Batch batch) {
        Column[] values = new Column[args.length];
        for (int i = 0; i < args.length; i++) {
            values[i] = args[i].evaluate(batch);
            if (values[i] instanceof Column.Constant(DataType _, Object value)
                    && value instanceof Boolean decided
                    && decided == deciding) {
                return values[i];
            }
        }
        return all.of(values, batch.rowCount());
    }
}
