package dev.tidalite.query.internal.function;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;

import org.jspecify.annotations.Nullable;

/// A function written value by value, for what is not worth a kernel. Values are as in
/// [dev.tidalite.query.internal.expr.Expr.Literal].
@FunctionalInterface
public interface RowFunction {
    @Nullable Object apply(@Nullable Object[] args, FunctionContext context);

    /// The function over columns. Where all arguments but one are constants and that one comes from
    /// a dictionary, it is called once per distinct text.
    default ScalarFunction.Kernel kernel() {
        return (args, rowCount, validity, result, context) -> {
            int coded = loneCoded(args);
            return coded >= 0
                    ? overDictionary(this, args, coded, rowCount, validity, result, context)
                    : overRows(this, args, rowCount, validity, result, context);
        };
    }

    private static int loneCoded(Column[] args) {
        int found = -1;
        for (int i = 0; i < args.length; i++) {
            if (args[i] instanceof Column.Constant) {
                continue;
            }
            if (found >= 0 || !(args[i] instanceof Column.Coded)) {
                return -1;
            }
            found = i;
        }
        return found;
    }

    private static Column overRows(
            RowFunction function,
            Column[] args,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        @Nullable Object[] values = new Object[args.length];
        for (int row = 0; row < rowCount; row++) {
            if (!Validity.isValid(validity, row)) {
                builder.append((Object) null);
                continue;
            }
            for (int i = 0; i < args.length; i++) {
                values[i] = Columns.get(args[i], row);
            }
            builder.append(function.apply(values, context));
        }
        return builder.build();
    }

    private static Column overDictionary(
            RowFunction function,
            Column[] args,
            int coded,
            int rowCount,
            long @Nullable [] validity,
            DataType type,
            FunctionContext context) {
        Column.Coded column = (Column.Coded) args[coded];
        int[] places = new int[column.dictionary().size()];
        int[] rows = new int[rowCount];
        ColumnBuilder distinct = ColumnBuilder.of(type);
        @Nullable Object[] values = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            values[i] = i == coded ? null : Columns.get(args[i], 0);
        }
        int nullPlace = -1;
        for (int row = 0; row < rowCount; row++) {
            if (!Validity.isValid(validity, row)) {
                rows[row] = -1;
            } else if (!column.isValid(row)) {
                if (nullPlace < 0) {
                    values[coded] = null;
                    nullPlace = distinct.size();
                    distinct.append(function.apply(values, context));
                }
                rows[row] = nullPlace;
            } else {
                int id = column.ids()[row];
                if (places[id] == 0) {
                    values[coded] = column.dictionary().text(id);
                    distinct.append(function.apply(values, context));
                    places[id] = distinct.size();
                }
                rows[row] = places[id] - 1;
            }
        }
        return Columns.gather(distinct.build(), rows, rowCount);
    }
}
