package dev.tidalite.query.internal.function.scalar;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.RowFunction;
import dev.tidalite.query.internal.function.ScalarFunction;
import dev.tidalite.query.internal.function.TypeRule;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Declares functions that work value by value, and reads their arguments.
final class Rows {
    /// The longest text a function may make.
    static final int TEXT_CHARS_MAX = 1 << 26;

    private Rows() {}

    static ScalarFunction strict(
            String name, int min, int max, TypeRule rule, RowFunction function) {
        return new ScalarFunction(name, min, max, rule, true, true, true, function.kernel());
    }

    /// With fixed arguments: one per parameter.
    static ScalarFunction strict(
            String name, DataType result, RowFunction function, TypeRule.Param... params) {
        int count = params.length;
        return strict(name, count, count, TypeRule.of(result, params), function);
    }

    /// Sees nulls.
    static ScalarFunction lenient(
            String name, int min, int max, TypeRule rule, RowFunction function) {
        return new ScalarFunction(name, min, max, rule, false, true, true, function.kernel());
    }

    static String text(@Nullable Object value) {
        return (String) Objects.requireNonNull(value);
    }

    static long integer(@Nullable Object value) {
        return (Long) Objects.requireNonNull(value);
    }

    static double number(@Nullable Object value) {
        return (Double) Objects.requireNonNull(value);
    }

    /// A length or count of a text function as an int.
    static int count(String function, @Nullable Object value) {
        long count = integer(value);
        if (count > TEXT_CHARS_MAX) {
            throw new QueryException(
                    Code.INVALID,
                    function + " with " + count + " is beyond the limit of " + TEXT_CHARS_MAX);
        }
        return (int) Math.max(count, -TEXT_CHARS_MAX);
    }
}
