package dev.tidalite.query.internal.function.scalar;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Values;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;
import dev.tidalite.query.internal.function.TypeRule.Signature;
import dev.tidalite.query.internal.function.Types;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// `= <> < <= > >=` and IS [NOT] DISTINCT FROM. Texts compare by their bytes; NaN equals NaN and is
/// greater than any number, as in sorting.
public final class Comparison {
    private Comparison() {}

    /// Which of the signs -1, 0, 1 satisfy an operator: bit 0 for less, 1 for equal, 2 for greater.
    enum Operator {
        EQUAL("=", 0b010),
        NOT_EQUAL("<>", 0b101),
        LESS("<", 0b001),
        LESS_OR_EQUAL("<=", 0b011),
        GREATER(">", 0b100),
        GREATER_OR_EQUAL(">=", 0b110);

        final String symbol;
        final int signs;

        Operator(String symbol, int signs) {
            this.symbol = symbol;
            this.signs = signs;
        }

        boolean holds(int sign) {
            return (signs >> (Integer.signum(sign) + 1) & 1) != 0;
        }

        Operator flipped() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    public static List<ScalarFunction> functions() {
        return List.of(
                of(Operator.EQUAL),
                of(Operator.NOT_EQUAL),
                of(Operator.LESS),
                of(Operator.LESS_OR_EQUAL),
                of(Operator.GREATER),
                of(Operator.GREATER_OR_EQUAL),
                distinct("is_distinct_from", true),
                distinct("is_not_distinct_from", false));
    }

    static final TypeRule RULE =
            args -> {
                DataType left = args.get(0);
                DataType right = args.get(1);
                // signed and unsigned integers compare by value
                boolean mixed = Types.isMixed(left, right);
                DataType type = mixed ? null : Types.comparison(left, right);
                if (type == null && !mixed) {
                    return null;
                }
                return new Signature(type == null ? args : List.of(type, type), DataType.BOOLEAN);
            };

    private static ScalarFunction of(Operator operator) {
        return new ScalarFunction(
                operator.symbol,
                2,
                2,
                RULE,
                true,
                true,
                true,
                (args, rowCount, validity, _, _) ->
                        new Column.Booleans(compare(operator, args, rowCount, validity), validity));
    }

    private static ScalarFunction distinct(String name, boolean wanted) {
        return new ScalarFunction(
                name,
                2,
                2,
                RULE,
                false,
                true,
                true,
                (args, rowCount, _, _, _) -> {
                    boolean[] equal = compare(Operator.EQUAL, args, rowCount, null);
                    boolean[] out = new boolean[rowCount];
                    for (int i = 0; i < rowCount; i++) {
                        boolean left = args[0].isValid(i);
                        boolean right = args[1].isValid(i);
                        boolean same = left && right ? equal[i] : left == right;
                        out[i] = same != wanted;
                    }
                    return new Column.Booleans(out, null);
                });
    }

    private static boolean[] compare(
            Operator operator, Column[] args, int rowCount, long @Nullable [] validity) {
        Column left = args[0];
        Column right = args[1];
        if (left instanceof Column.Constant && !(right instanceof Column.Constant)) {
            return compare(operator.flipped(), new Column[] {right, left}, rowCount, validity);
        }
        if (left instanceof Column.Longs a && left.type().equals(right.type())) {
            boolean unsigned = left.type() == DataType.UINT64;
            if (right instanceof Column.Constant constant) {
                return constant.value() == null
                        ? new boolean[rowCount]
                        : longs(operator, a.values(), (Long) constant.value(), rowCount, unsigned);
            }
            return longs(operator, a.values(), ((Column.Longs) right).values(), rowCount, unsigned);
        }
        if (left instanceof Column.Longs a
                && Types.isMixed(left.type(), right.type())
                && right instanceof Column.Constant(DataType _, Object value)) {
            return value == null
                    ? new boolean[rowCount]
                    : mixed(operator, a, (Long) value, rowCount);
        }
        if (left instanceof Column.Doubles a) {
            if (right instanceof Column.Constant constant) {
                return constant.value() == null
                        ? new boolean[rowCount]
                        : doubles(operator, a.values(), (Double) constant.value(), rowCount);
            }
            return doubles(operator, a.values(), ((Column.Doubles) right).values(), rowCount);
        }
        if (left instanceof Column.Coded coded && right instanceof Column.Constant constant) {
            return coded(operator, coded, constant, rowCount);
        }
        boolean[] out = new boolean[rowCount];
        for (int i = 0; i < rowCount; i++) {
            if (Validity.isValid(validity, i) && left.isValid(i) && right.isValid(i)) {
                out[i] = operator.holds(Values.compare(left, i, right, i));
            }
        }
        return out;
    }

    /// Signed integers with an unsigned one, or the other way round.
    private static boolean[] mixed(Operator operator, Column.Longs a, long value, int rowCount) {
        boolean unsigned = a.type() == DataType.UINT64;
        if (value >= 0) {
            return longs(operator, a.values(), value, rowCount, unsigned);
        }
        // what is negative to one side is less than any, or more than any, value of the other
        boolean[] out = new boolean[rowCount];
        Arrays.fill(out, operator.holds(unsigned ? 1 : -1));
        return out;
    }

    static boolean[] longs(
            Operator operator, long[] a, long value, int rowCount, boolean unsigned) {
        boolean[] out = new boolean[rowCount];
        if (unsigned) {
            for (int i = 0; i < rowCount; i++) {
                out[i] = operator.holds(Long.compareUnsigned(a[i], value));
            }
            return out;
        }
        switch (operator) {
            case EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] == value;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] != value;
                }
            }
            case LESS -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] < value;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] <= value;
                }
            }
            case GREATER -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] > value;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] >= value;
                }
            }
        }
        return out;
    }

    static boolean[] longs(Operator operator, long[] a, long[] b, int rowCount, boolean unsigned) {
        boolean[] out = new boolean[rowCount];
        long flip = unsigned ? Long.MIN_VALUE : 0;
        int signs = operator.signs;
        for (int i = 0; i < rowCount; i++) {
            out[i] =
                    (signs >> (Integer.signum(Long.compare(a[i] + flip, b[i] + flip)) + 1) & 1)
                            != 0;
        }
        return out;
    }

    static boolean[] doubles(Operator operator, double[] a, double value, int rowCount) {
        boolean[] out = new boolean[rowCount];
        if (Double.isNaN(value)) {
            double[] b = new double[rowCount];
            Arrays.fill(b, value);
            return doubles(operator, a, b, rowCount);
        }
        // a NaN on the left is greater than the value: negated tests say so by themselves
        switch (operator) {
            case EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] == value;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] != value;
                }
            }
            case LESS -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] < value;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = a[i] <= value;
                }
            }
            case GREATER -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = !(a[i] <= value);
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < rowCount; i++) {
                    out[i] = !(a[i] < value);
                }
            }
        }
        return out;
    }

    static boolean[] doubles(Operator operator, double[] a, double[] b, int rowCount) {
        boolean[] out = new boolean[rowCount];
        int signs = operator.signs;
        for (int i = 0; i < rowCount; i++) {
            out[i] = (signs >> (Integer.signum(Values.compare(a[i], b[i])) + 1) & 1) != 0;
        }
        return out;
    }

    /// Once per distinct text.
    private static boolean[] coded(
            Operator operator, Column.Coded coded, Column.Constant constant, int rowCount) {
        boolean[] out = new boolean[rowCount];
        if (!(constant.value() instanceof String text)) {
            return out;
        }
        byte[] wanted = Columns.utf8(text);
        byte[] known = new byte[coded.dictionary().size()]; // 0 unknown, 1 no, 2 yes
        int[] ids = coded.ids();
        for (int i = 0; i < rowCount; i++) {
            if (!coded.isValid(i)) {
                continue;
            }
            int id = ids[i];
            if (known[id] == 0) {
                int sign = Arrays.compareUnsigned(coded.dictionary().bytes(id), wanted);
                known[id] = (byte) (operator.holds(sign) ? 2 : 1);
            }
            out[i] = known[id] == 2;
        }
        return out;
    }

    /// Whether two columns of one type are equal, row by row; false where one of them is null.
    public static boolean[] equal(Column left, Column right, int rowCount) {
        return compare(Operator.EQUAL, new Column[] {left, right}, rowCount, null);
    }
}
