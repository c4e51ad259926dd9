package dev.tidalite.query.internal.function.scalar;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Param;

import java.util.List;

/// AND, OR, NOT with three values, and the IS tests.
public final class Logic {
    private Logic() {}

    public static List<ScalarFunction> functions() {
        return List.of(
                junction("and", false),
                junction("or", true),
                new ScalarFunction(
                        "not",
                        1,
                        1,
                        TypeRule.of(DataType.BOOLEAN, Param.BOOLEAN),
                        true,
                        false,
                        true,
                        (args, rowCount, validity, _, _) -> {
                            boolean[] values = ((Column.Booleans) args[0]).values();
                            boolean[] out = new boolean[rowCount];
                            for (int i = 0; i < rowCount; i++) {
                                out[i] = !values[i];
                            }
                            return new Column.Booleans(out, validity);
                        }),
                nullTest("is_null", false),
                nullTest("is_not_null", true),
                truthTest("is_true", true, true),
                truthTest("is_not_true", true, false),
                truthTest("is_false", false, true),
                truthTest("is_not_false", false, false));
    }

    /// AND and OR are the same with true and false exchanged: one value decides, else a null is
    /// null.
    private static ScalarFunction junction(String name, boolean deciding) {
        return new ScalarFunction(
                name,
                2,
                Integer.MAX_VALUE,
                TypeRule.of(DataType.BOOLEAN, Param.BOOLEAN),
                false,
                false,
                true,
                (args, rowCount, _, _, _) -> {
                    Column.Booleans out = (Column.Booleans) args[0];
                    for (int i = 1; i < args.length; i++) {
                        out = join(out, (Column.Booleans) args[i], rowCount, deciding);
                    }
                    return out;
                });
    }

    private static Column.Booleans join(
            Column.Booleans left, Column.Booleans right, int rowCount, boolean deciding) {
        boolean[] a = left.values();
        boolean[] b = right.values();
        boolean[] out = new boolean[rowCount];
        if (left.validity() == null && right.validity() == null) {
            if (deciding) {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] || b[i];
                }
            } else {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] && b[i];
                }
            }
            return new Column.Booleans(out, null);
        }
        long[] validity = new long[Validity.words(rowCount)];
        for (int i = 0; i < rowCount; i++) {
            boolean leftValid = left.isValid(i);
            boolean rightValid = right.isValid(i);
            boolean decided = (leftValid && a[i] == deciding) || (rightValid && b[i] == deciding);
            out[i] = decided == deciding;
            if (decided || (leftValid && rightValid)) {
                Validity.set(validity, i);
            }
        }
        return new Column.Booleans(out, validity);
    }

    private static ScalarFunction nullTest(String name, boolean valid) {
        return new ScalarFunction(
                name,
                1,
                1,
                TypeRule.of(DataType.BOOLEAN, Param.ANY),
                false,
                true,
                true,
                (args, rowCount, _, _, _) -> {
                    long[] validity = Columns.validity(args[0], rowCount);
                    if (validity == null) {
                        return new Column.Constant(DataType.BOOLEAN, valid);
                    }
                    boolean[] out = new boolean[rowCount];
                    for (int i = 0; i < rowCount; i++) {
                        out[i] = Validity.isValid(validity, i) == valid;
                    }
                    return new Column.Booleans(out, null);
                });
    }

    private static ScalarFunction truthTest(String name, boolean value, boolean wanted) {
        return new ScalarFunction(
                name,
                1,
                1,
                TypeRule.of(DataType.BOOLEAN, Param.BOOLEAN),
                false,
                false,
                true,
                (args, rowCount, _, _, _) -> {
                    Column.Booleans column = (Column.Booleans) args[0];
                    boolean[] out = new boolean[rowCount];
                    for (int i = 0; i < rowCount; i++) {
                        boolean is = column.isValid(i) && column.values()[i] == value;
                        out[i] = is == wanted;
                    }
                    return new Column.Booleans(out, null);
                });
    }
}
