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
        Column[] values = new Column[args.length];
        for (int i = 0; i < args.length; i++) {
            values[i] = args[i].evaluate(batch);
            if (function.strict()
                    && values[i] instanceof Column.Constant constant
                    && constant.value() == null) {
                return new Column.Constant(result, null);
            }
        }
        return of(values, batch.rowCount());
    }

    /// The result for values of the arguments; none is a constant null if the function is strict.
    Column of(Column[] values, int rowCount) {
        long[] validity = null;
        for (int i = 0; i < args.length; i++) {
            Column value = values[i];
            if (function.strict()) {
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
