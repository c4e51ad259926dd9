package dev.tidalite.query.internal.text;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.ValueText;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How one value is written.
public enum CellStyle {
    /// Quoted where it has to be; null is empty.
    CSV {
        @Override
        byte[] quoted(byte[] utf8, int from, int to) {
            boolean isPlain = true;
            for (int i = from; i < to; i++) {
                byte c = utf8[i];
                isPlain &= c != ',' && c != '"' && c != '\n' && c != '\r';
            }
            ByteArrayOutputStream text = new ByteArrayOutputStream(to - from + 2);
            if (isPlain) {
                text.write(utf8, from, to - from);
                return text.toByteArray();
            }
            text.write('"');
            for (int i = from; i < to; i++) {
                if (utf8[i] == '"') {
                    text.write('"');
                }
                text.write(utf8[i]);
            }
            text.write('"');
            return text.toByteArray();
        }

        @Override
        String text(@Nullable Object value, DataType type) {
            return quoted(ValueText.format(value, type));
        }
    },
    /// A literal of JSON.
    JSON {
        @Override
        byte[] quoted(byte[] utf8, int from, int to) {
            ByteArrayOutputStream text = new ByteArrayOutputStream(to - from + 2);
            text.write('"');
            for (int i = from; i < to; i++) {
                byte c = utf8[i];
                if (c == '"' || c == '\\' || c >= 0 && c < ' ') {
                    text.writeBytes(escape(c).getBytes(StandardCharsets.US_ASCII));
                } else {
                    text.write(c);
                }
            }
            text.write('"');
            return text.toByteArray();
        }

        @Override
        String text(@Nullable Object value, DataType type) {
            return switch (value) {
                case null -> "null";
                case Boolean truth -> truth.toString();
                case Double number ->
                        // JSON has no word for them
                        Double.isNaN(number) || Double.isInfinite(number)
                                ? "null"
                                : ValueText.format(number, type);
                case Long number when type.isInteger() -> ValueText.format(number, type);
                case Object[] values -> all(values, type);
                default -> quoted(ValueText.format(value, type));
            };
        }

        private String all(@Nullable Object[] values, DataType type) {
            boolean isStruct = type instanceof DataType.Struct;
            StringBuilder text = new StringBuilder(isStruct ? "{" : "[");
            for (int i = 0; i < values.length; i++) {
                text.append(i == 0 ? "" : ",");
                DataType element = type;
                if (type instanceof DataType.Struct(List<DataType.Field> fields)) {
                    text.append(quoted(fields.get(i).name())).append(':');
                    element = fields.get(i).type();
                } else if (type instanceof DataType.ListOf(DataType of)) {
                    element = of;
                }
                text.append(text(values[i], element));
            }
            return text.append(isStruct ? '}' : ']').toString();
        }
    };

    /// The UTF-8 in `[from, to)` as a text.
    abstract byte[] quoted(byte[] utf8, int from, int to);

    /// @param value as in [dev.tidalite.query.internal.expr.Expr.Literal]
    abstract String text(@Nullable Object value, DataType type);

    /// A text.
    public final String quoted(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new String(quoted(utf8, 0, utf8.length), StandardCharsets.UTF_8);
    }

    private static String escape(byte c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u%04x".formatted((int) c);
        };
    }
}
