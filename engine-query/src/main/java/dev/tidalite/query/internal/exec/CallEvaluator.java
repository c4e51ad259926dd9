package dev.tidalite.query.internal.exec;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.ScalarFunction;

/// A function applied to the values of its arguments.
final class CallEvaluator implements Evaluator {
    private final ScalarFunction function;
    private final Evaluator[] args;
    private final DataType result;
    private final FunctionContext context;

    CallEvaluator(
            ScalarFunction function, Evaluator[] args, DataType result, FunctionContext context) {
        this.function = function;
        this.args = args;
        this.result = result;
        this.context = context;
    }

    @Override
    public Column evaluate(Batch batch) {
        int rowCount = batch.rowCount();
        Column[] values = new Column[args.length];
        long[] validity = null;
        for (int i = 0; i < args.length; i++) {
            Column value = args[i].evaluate(batch);
            if (function.strict()) {
                if (value instanceof Column.Constant constant && constant.value() == null) {
                    return new Column.Constant(result, null);
                }
                validity = Columns.bothValid(validity, Columns.validity(value, rowCount), rowCount);
            }
            if (!function.wantsConstants() && value instanceof Column.Constant) {
                value =
                        args[i] instanceof ConstantEvaluator constant
                                ? constant.flat(rowCount)
                                : Columns.flatten(value, rowCount);
            }
            values[i] = value;
        }
        return function.kernel().apply(values, rowCount, validity, result, context);
    }
}
