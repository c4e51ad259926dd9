package dev.tidalite.query.internal.function;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.time.Calendar;
import dev.tidalite.query.internal.function.time.IntervalText;
import dev.tidalite.query.internal.function.time.TimestampText;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.LocalTime;
import java.util.Locale;

/// Values of one type as another.
public final class Casts {
    private Casts() {}

    /// Whether values of a type can be cast to another at all.
    public static boolean isPossible(DataType from, DataType to) {
        if (from.equals(to) || from == DataType.NULL || to == DataType.UTF8) {
            return true;
        }
        if (from == DataType.UTF8) {
            return !(to instanceof DataType.Struct) && !(to instanceof DataType.ListOf);
        }
        if (from.isNumeric() || from == DataType.BOOLEAN) {
            return to.isNumeric()
                    || to == DataType.BOOLEAN
                    || (from.isInteger() && (to.isLong() || to == DataType.INTERVAL));
        }
        if (from.isTimestamp()) {
            return to.isNumeric() || to.isTimestamp() || to == DataType.DATE || to == DataType.TIME;
        }
        if (from == DataType.DATE) {
            return to.isTimestamp() || to.isInteger();
        }
        if (from instanceof DataType.ListOf(DataType a)
                && to instanceof DataType.ListOf(DataType b)) {
            return isPossible(a, b);
        }
        if (from instanceof DataType.Struct a && to instanceof DataType.Struct b) {
            return a.fields().size() == b.fields().size();
        }
        return from == DataType.TIME && to.isInteger();
    }

    /// @param safe whether what cannot be converted becomes null instead of an error
    public static Column cast(
            Column column, DataType to, boolean safe, int rowCount, FunctionContext context) {
        if (column.type().equals(to)) {
            return column;
        }
        if (column instanceof Column.Constant constant) {
            return new Column.Constant(to, cast(constant.value(), constant.type(), to, safe));
        }
        if (column instanceof Column.Longs longs && to.isFloat()) {
            return toDoubles(longs, to, rowCount);
        }
        if (column instanceof Column.Longs longs && isSameLong(longs.type(), to)) {
            return new Column.Longs(to, longs.values(), longs.validity());
        }
        DataType from = column.type();
        RowFunction each = (values, _) -> cast(values[0], from, to, safe);
        return each.kernel().apply(new Column[] {column}, rowCount, column.validity(), to, context);
    }

    /// Whether the `long` that carries a value stays the same.
    private static boolean isSameLong(DataType from, DataType to) {
        return (from.isTimestamp() && (to.isTimestamp() || to == DataType.INT64))
                || (from == DataType.INT64 && to.isTimestamp())
                || (from == DataType.INT32 && to == DataType.INT64)
                || (from == DataType.INT64 && to == DataType.DATE);
    }

    private static Column toDoubles(Column.Longs longs, DataType to, int rowCount) {
        double[] out = new double[rowCount];
        long[] values = longs.values();
        if (longs.type() == DataType.UINT64) {
            for (int i = 0; i < rowCount; i++) {
                out[i] = toDouble(values[i]);
            }
        } else {
            for (int i = 0; i < rowCount; i++) {
                out[i] = values[i];
            }
        }
        if (to == DataType.FLOAT32) {
            for (int i = 0; i < rowCount; i++) {
                out[i] = (float) out[i];
            }
        }
        return new Column.Doubles(to, out, longs.validity());
    }

    /// An unsigned integer as the nearest double.
    public static double toDouble(long unsigned) {
        if (unsigned >= 0) {
            return unsigned;
        }
        return ((unsigned >>> 1) | (unsigned & 1)) * 2.0;
    }

    /// @param value as in [dev.tidalite.query.internal.expr.Expr.Literal]
    public static @Nullable Object cast(
            @Nullable Object value, DataType from, DataType to, boolean safe) {
        if (value == null || from.equals(to)) {
            return value;
        }
        Object result;
        try {
            result = convert(value, from, to);
        } catch (QueryException e) {
            if (safe) {
                return null;
            }
            throw e;
        } catch (ArithmeticException | IllegalArgumentException e) {
            result = null;
        }
        if (result == null && !safe) {
            throw new QueryException(
                    Code.INVALID,
                    from == DataType.UTF8
                            ? "Cannot cast string '"
                                    + value
                                    + "' to value of "
                                    + Types.name(to)
                                    + " type"
                            : "Can't cast value "
                                    + ValueText.format(value, from)
                                    + " to type "
                                    + Types.name(to));
        }
        return result;
    }

    /// Null if it cannot be done.
    private static @Nullable Object convert(Object value, DataType from, DataType to) {
        if (to == DataType.UTF8) {
            return ValueText.format(value, from);
        }
        return switch (value) {
            case String text -> ofText(text, to);
            case Long number -> ofLong(number, from, to);
            case Double number -> ofDouble(number, to);
            case Boolean truth ->
                    to.isFloat()
                            ? (Object) (truth ? 1.0 : 0.0)
                            : to.isInteger() ? (Object) (truth ? 1L : 0L) : null;
            case Object[] values -> ofObjects(values, from, to);
            default -> null;
        };
    }

    private static @Nullable Object ofObjects(
            @Nullable Object[] values, DataType from, DataType to) {
        @Nullable Object[] out = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            if (from instanceof DataType.ListOf(DataType a)
                    && to instanceof DataType.ListOf(DataType b)) {
                out[i] = cast(values[i], a, b, false);
            } else if (from instanceof DataType.Struct a && to instanceof DataType.Struct b) {
                DataType before = a.fields().get(i).type();
                out[i] = cast(values[i], before, b.fields().get(i).type(), false);
            } else {
                return null;
            }
        }
        return out;
    }

    private static @Nullable Object ofText(String input, DataType to) {
        String text = input.strip();
        return switch (to) {
            case DataType.Timestamp _ -> TimestampText.parse(text);
            case DataType.Plain plain ->
                    switch (plain) {
                        case INT64 -> Long.parseLong(text);
                        case INT32 -> (long) Integer.parseInt(text);
                        case UINT64 -> Long.parseUnsignedLong(text);
                        case FLOAT64 -> toDouble(text);
                        case FLOAT32 -> (double) (float) toDouble(text);
                        case BOOLEAN -> toBoolean(text);
                        case INTERVAL -> IntervalText.parse(text);
                        case DATE -> Math.floorDiv(TimestampText.parse(text), Calendar.DAY);
                        case TIME -> LocalTime.parse(text).toNanoOfDay();
                        case UTF8 -> input;
                        case NULL -> null;
                    };
            case DataType.Struct _, DataType.ListOf _ -> null;
        };
    }

    private static double toDouble(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
                if (last != '.' && !Character.isDigit(last)) {
                    throw new NumberFormatException(text); // Java would take 1d and 1f
                }
                yield Double.parseDouble(text);
            }
        };
    }

    private static @Nullable Boolean toBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true", "yes", "y", "on", "1" -> true;
            case "f", "false", "no", "n", "off", "0" -> false;
            default -> null;
        };
    }

    private static @Nullable Object ofLong(long number, DataType from, DataType to) {
        if (to.isFloat()) {
            double value = from == DataType.UINT64 ? toDouble(number) : number;
            return to == DataType.FLOAT32 ? (double) (float) value : value;
        }
        if (to == DataType.BOOLEAN) {
            return number != 0;
        }
        if (to == DataType.INTERVAL) {
            return Interval.ofNanos(number);
        }
        if (from == DataType.DATE) {
            return to.isTimestamp() ? Math.multiplyExact(number, Calendar.DAY) : number;
        }
        if (from.isTimestamp() && to == DataType.DATE) {
            return Math.floorDiv(number, Calendar.DAY);
        }
        if (from.isTimestamp() && to == DataType.TIME) {
            return Math.floorMod(number, Calendar.DAY);
        }
        boolean negative = number < 0;
        if (to == DataType.INT32) {
            return negative && from == DataType.UINT64
                    ? null
                    : (Object) (long) Math.toIntExact(number);
        }
        boolean crosses = (to == DataType.UINT64) != (from == DataType.UINT64);
        return negative && crosses ? null : (Object) number;
    }

    /// Fractions are cut off; what is out of range, or NaN, cannot be cast.
    private static @Nullable Object ofDouble(double number, DataType to) {
        if (to.isFloat()) {
            return to == DataType.FLOAT32 ? (double) (float) number : number;
        }
        if (to == DataType.BOOLEAN) {
            return number != 0;
        }
        if (!to.isInteger() || Double.isNaN(number)) {
            return null;
        }
        if (to == DataType.UINT64) {
            if (number <= -1 || number >= 0x1p64) {
                return null;
            }
            return number < 0x1p63
                    ? (long) number
                    : new java.math.BigDecimal(number).toBigInteger().subtract(TWO_64).longValue();
        }
        double limit = to == DataType.INT32 ? 0x1p31 : 0x1p63;
        return number >= limit || number <= -limit - 1 ? null : (Object) (long) number;
    }

    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
}
