package dev.tidalite.query.internal.function;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Interval;
import dev.tidalite.query.internal.function.time.IntervalText;
import dev.tidalite.query.internal.function.time.TimestampText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/// Values as text, as a CAST to a string and a printed table show them.
public final class ValueText {
    private ValueText() {}

    /// @param value as in [dev.tidalite.query.internal.expr.Expr.Literal]; null gives ""
    public static String format(@Nullable Object value, DataType type) {
        return switch (value) {
            case null -> "";
            case Long number -> formatLong(number, type);
            case Double number ->
                    type == DataType.FLOAT32
                            ? formatFloat((float) number.doubleValue())
                            : format(number.doubleValue());
            case Interval interval -> IntervalText.format(interval);
            case Object[] values -> formatAll(values, type);
            default -> value.toString();
        };
    }

    private static String formatLong(long number, DataType type) {
        return switch (type) {
            case DataType.Timestamp(String zone) -> TimestampText.format(number, zone);
            case DataType.Plain plain ->
                    switch (plain) {
                        case UINT64 -> Long.toUnsignedString(number);
                        case DATE -> LocalDate.ofEpochDay(number).toString();
                        case TIME ->
                                TimestampText.timeOfDay(new StringBuilder(), number).toString();
                        case NULL, BOOLEAN, INT32, INT64, FLOAT32, FLOAT64, UTF8, INTERVAL ->
                                Long.toString(number);
                    };
            case DataType.Struct _, DataType.ListOf _ -> Long.toString(number);
        };
    }

    /// The shortest digits that read back as the same number, with `.0` for whole ones, `1e16` from
    /// there on, `NaN`, `inf`.
    public static String format(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number < 0 ? "-inf" : "inf";
        }
        return plain(Double.toString(number));
    }

    private static String formatFloat(float number) {
        if (Float.isNaN(number)) {
            return "NaN";
        }
        if (Float.isInfinite(number)) {
            return number < 0 ? "-inf" : "inf";
        }
        return plain(Float.toString(number));
    }

    /// Java writes an exponent below 1e-3 and from 1e7 on; this below 1e-5 and from 1e16 on.
    private static String plain(String java) {
        int e = java.indexOf('E');
        if (e < 0) {
            return java;
        }
        int exponent = Integer.parseInt(java.substring(e + 1));
        if (exponent >= -5 && exponent < 16) {
            String text = new BigDecimal(java).toPlainString();
            return text.contains(".") ? text : text + ".0";
        }
        String mantissa = java.substring(0, e);
        if (mantissa.endsWith(".0")) {
            mantissa = mantissa.substring(0, mantissa.length() - 2);
        }
        return mantissa + "e" + exponent;
    }

    private static String formatAll(@Nullable Object[] values, DataType type) {
        StringBuilder text = new StringBuilder();
        if (type instanceof DataType.Struct struct) {
            for (int i = 0; i < values.length; i++) {
                DataType.Field field = struct.fields().get(i);
                text.append(i == 0 ? "{" : ", ")
                        .append(field.name())
                        .append(": ")
                        .append(format(values[i], field.type()));
            }
            return text.append('}').toString();
        }
        DataType element = type instanceof DataType.ListOf(DataType of) ? of : type;
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "[" : ", ").append(format(values[i], element));
        }
        return text.append(values.length == 0 ? "[]" : "]").toString();
    }
}
