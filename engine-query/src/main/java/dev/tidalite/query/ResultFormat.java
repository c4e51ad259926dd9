package dev.tidalite.query;

import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.ValueText;

import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Results as text in UTF-8. Timestamps are `2020-01-01T00:00:00` with 0, 3, 6 or 9 digits of a
/// fraction, and an offset behind it if the column has a zone.
public enum ResultFormat {
    /// A header, then a line per row; cells are quoted where they have to be; null is empty.
    CSV {
        @Override
        void write(Rows rows, Writer out) throws IOException {
            for (int i = 0; i < rows.columnCount(); i++) {
                out.write(i == 0 ? "" : ",");
                writeCsv(rows.name(i), out);
            }
            out.write('\n');
            while (rows.next()) {
                for (int i = 0; i < rows.columnCount(); i++) {
                    out.write(i == 0 ? "" : ",");
                    writeCsv(rows.text(i), out);
                }
                out.write('\n');
            }
        }
    },
    /// A list of objects.
    JSON {
        @Override
        void write(Rows rows, Writer out) throws IOException {
            out.write('[');
            for (boolean first = true; rows.next(); first = false) {
                out.write(first ? "" : ",");
                writeRow(rows, out);
            }
            out.write(']');
        }
    },
    /// An object per line.
    JSON_LINES {
        @Override
        void write(Rows rows, Writer out) throws IOException {
            while (rows.next()) {
                writeRow(rows, out);
                out.write('\n');
            }
        }
    },
    /// A table drawn with `+`, `-` and `|`. Keeps all rows in memory.
    PRETTY {
        @Override
        void write(Rows rows, Writer out) throws IOException {
            writeTable(rows, out);
        }
    };

    abstract void write(Rows rows, Writer out) throws IOException;

    /// Writes the rest of a result. Flushes the stream, but leaves it, and the result, open.
    public void write(QueryResult result, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        write(result.rows(), writer);
        writer.flush();
    }

    private static void writeCsv(String cell, Writer out) throws IOException {
        boolean quote = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        out.write(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }

    private static void writeRow(Rows rows, Writer out) throws IOException {
        out.write('{');
        for (int i = 0; i < rows.columnCount(); i++) {
            out.write(i == 0 ? "" : ",");
            writeString(rows.name(i), out);
            out.write(':');
            writeJson(rows.raw(i), rows.type(i), out);
        }
        out.write('}');
    }

    private static void writeJson(@Nullable Object value, DataType type, Writer out)
            throws IOException {
        switch (value) {
            case null -> out.write("null");
            case Boolean truth -> out.write(truth.toString());
            case Double number ->
                    // JSON has no word for them
                    out.write(
                            Double.isNaN(number) || Double.isInfinite(number)
                                    ? "null"
                                    : ValueText.format(number, type));
            case Long number -> {
                if (type.isInteger()) {
                    out.write(ValueText.format(number, type));
                } else {
                    writeString(ValueText.format(number, type), out);
                }
            }
            case Object[] values -> {
                boolean struct = type instanceof DataType.Struct;
                out.write(struct ? '{' : '[');
                for (int i = 0; i < values.length; i++) {
                    out.write(i == 0 ? "" : ",");
                    DataType element = type;
                    if (type instanceof DataType.Struct(List<DataType.Field> fields)) {
                        writeString(fields.get(i).name(), out);
                        out.write(':');
                        element = fields.get(i).type();
                    } else if (type instanceof DataType.ListOf(DataType of)) {
                        element = of;
                    }
                    writeJson(values[i], element, out);
                }
                out.write(struct ? '}' : ']');
            }
            default -> writeString(ValueText.format(value, type), out);
        }
    }

    private static void writeString(String text, Writer out) throws IOException {
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.write("\\\"");
                case '\\' -> out.write("\\\\");
                case '\n' -> out.write("\\n");
                case '\r' -> out.write("\\r");
                case '\t' -> out.write("\\t");
                default -> {
                    if (c < ' ') {
                        out.write("\\u%04x".formatted((int) c));
                    } else {
                        out.write(c);
                    }
                }
            }
        }
        out.write('"');
    }

    private static void writeTable(Rows rows, Writer out) throws IOException {
        List<String[]> lines = new ArrayList<>();
        String[] names = new String[rows.columnCount()];
        for (int i = 0; i < names.length; i++) {
            names[i] = rows.name(i);
        }
        lines.add(names);
        while (rows.next()) {
            String[] cells = new String[names.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = rows.text(i);
            }
            lines.add(cells);
        }
        int[] widths = new int[names.length];
        for (String[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], line[i].codePointCount(0, line[i].length()));
            }
        }
        StringBuilder border = new StringBuilder("+");
        for (int width : widths) {
            border.append("-".repeat(width + 2)).append('+');
        }
        border.append('\n');
        out.write(border.toString());
        for (int l = 0; l < lines.size(); l++) {
            StringBuilder text = new StringBuilder("|");
            for (int i = 0; i < widths.length; i++) {
                String cell = lines.get(l)[i];
                int padding = widths[i] - cell.codePointCount(0, cell.length());
                text.append(' ').append(cell).append(" ".repeat(padding)).append(" |");
            }
            out.write(text.append('\n').toString());
            if (l == 0) {
                out.write(border.toString());
            }
        }
        out.write(border.toString());
    }
}
