package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.FunctionContext;
import dev.tidalite.query.internal.function.RowFunction;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.Types;
import dev.tidalite.query.internal.function.scalar.Comparison;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `x IN (a, b, …)`: null if `x` is, or if it is none of them and one of them is null.
final class InListEvaluator {
    private InListEvaluator() {}

    static Evaluator of(ExprCompiler compiler, Expr.InList in, FunctionContext functions) {
        DataType type = in.operand().type();
        if (in.items().stream().anyMatch(item -> Types.isMixed(in.operand().type(), item.type()))) {
            return mixed(compiler, in);
        }
        for (Expr item : in.items()) {
            DataType common = Types.comparison(type, item.type());
            if (common == null) {
                throw new QueryException(
                        Code.INVALID,
                        "Cannot compare " + Types.name(type) + " with " + Types.name(item.type()));
            }
            type = common;
        }
        Evaluator operand =
                compiler.cast(compiler.compileBound(in.operand()), in.operand().type(), type);
        List<Evaluator> items = new ArrayList<>();
        Set<Object> constants = new HashSet<>();
        boolean hasNull = false;
        boolean allConstant = true;
        for (Expr item : in.items()) {
            Evaluator evaluator = compiler.cast(compiler.compileBound(item), item.type(), type);
            items.add(evaluator);
            if (evaluator instanceof ConstantEvaluator constant) {
                Object value = constant.value();
                hasNull |= value == null;
                if (value != null) {
                    constants.add(value instanceof Double zero && zero == 0 ? (Object) 0.0 : value);
                }
            } else {
                allConstant = false;
            }
        }
        boolean simple = type.isLong() || type.isFloat() || type == DataType.UTF8;
        return allConstant && simple
                ? constants(operand, constants, hasNull, in.negated(), functions)
                : each(operand, items, in.negated());
    }

    /// Signed and unsigned integers, compared by value.
    private static Evaluator mixed(ExprCompiler compiler, Expr.InList in) {
        List<Evaluator> items = new ArrayList<>();
        for (Expr item : in.items()) {
            boolean isInteger = item.type().isInteger();
            Evaluator value = compiler.compileBound(item);
            items.add(isInteger ? value : compiler.cast(value, item.type(), DataType.INT64));
        }
        return each(compiler.compileBound(in.operand()), items, in.negated());
    }

    private static Evaluator constants(
            Evaluator operand,
            Set<Object> constants,
            boolean hasNull,
            boolean negated,
            FunctionContext functions) {
        RowFunction contains =
                (values, _) -> {
                    Object value =
                            values[0] instanceof Double zero && zero == 0
                                    ? (Object) 0.0
                                    : values[0];
                    return constants.contains(value)
                            ? (Object) !negated
                            : hasNull ? null : (Object) negated;
                };
        ScalarFunction.Kernel kernel = contains.kernel();
        return batch -> {
            Column column = operand.evaluate(batch);
            if (column instanceof Column.Constant(DataType _, Object value) && value == null) {
                return new Column.Constant(DataType.BOOLEAN, null);
            }
            return kernel.apply(
                    new Column[] {column},
                    batch.rowCount(),
                    Columns.validity(column, batch.rowCount()),
                    DataType.BOOLEAN,
                    functions);
        };
    }

    private static Evaluator each(Evaluator operand, List<Evaluator> items, boolean negated) {
        return batch -> {
            int rowCount = batch.rowCount();
            Column column = operand.evaluate(batch);
            boolean[] found = new boolean[rowCount];
            boolean[] unknown = new boolean[rowCount];
            for (Evaluator item : items) {
                Column value = item.evaluate(batch);
                boolean[] equal = Comparison.equal(column, value, rowCount);
                for (int row = 0; row < rowCount; row++) {
                    found[row] |= equal[row];
                    unknown[row] |= !value.isValid(row);
                }
            }
            long[] validity = new long[Validity.words(rowCount)];
            boolean[] out = new boolean[rowCount];
            for (int row = 0; row < rowCount; row++) {
                out[row] = found[row] != negated;
                if (column.isValid(row) && (found[row] || !unknown[row])) {
                    Validity.set(validity, row);
                }
            }
            return new Column.Booleans(out, validity);
        };
    }
}
