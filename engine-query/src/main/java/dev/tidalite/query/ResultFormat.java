package dev.tidalite.query;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.text.CellStyle;
import dev.tidalite.query.internal.text.RowWriter;
import dev.tidalite.query.internal.text.TextBuffer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Results as text in UTF-8. Timestamps are `2020-01-01T00:00:00` with 0, 3, 6 or 9 digits of a
/// fraction, and an offset behind it if the column has a zone.
public enum ResultFormat {
    /// A header, then a line per row; cells are quoted where they have to be; null is empty.
    CSV {
        @Override
        void write(QueryResult result, TextBuffer out) throws IOException {
            Rows columns = result.rows();
            RowWriter rows = new RowWriter(CellStyle.CSV, "", "\n");
            for (int i = 0; i < columns.columnCount(); i++) {
                String lead = i == 0 ? "" : ",";
                out.put(lead + CellStyle.CSV.quoted(columns.name(i)));
                rows.add(lead, columns.type(i));
            }
            out.put("\n");
            writeRows(result, rows, "", out);
        }
    },
    /// A list of objects.
    JSON {
        @Override
        void write(QueryResult result, TextBuffer out) throws IOException {
            out.put("[");
            writeRows(result, objects(result, "}"), ",", out);
            out.put("]");
        }
    },
    /// An object per line.
    JSON_LINES {
        @Override
        void write(QueryResult result, TextBuffer out) throws IOException {
            writeRows(result, objects(result, "}\n"), "", out);
        }
    },
    /// A table drawn with `+`, `-` and `|`. Keeps all rows in memory.
    PRETTY {
        @Override
        void write(QueryResult result, TextBuffer out) throws IOException {
            writeTable(result.rows(), out);
        }
    };

    abstract void write(QueryResult result, TextBuffer out) throws IOException;

    /// Writes the rest of a result. Flushes the stream, but leaves it, and the result, open.
    public void write(QueryResult result, OutputStream out) throws IOException {
        TextBuffer text = new TextBuffer(out);
        write(result, text);
        text.flush();
    }

    private static RowWriter objects(QueryResult result, String end) {
        Rows columns = result.rows();
        RowWriter rows = new RowWriter(CellStyle.JSON, "{", end);
        for (int i = 0; i < columns.columnCount(); i++) {
            String name = CellStyle.JSON.quoted(columns.name(i)) + ":";
            rows.add(i == 0 ? name : "," + name, columns.type(i));
        }
        return rows;
    }

    /// @param between two rows
    private static void writeRows(
            QueryResult result, RowWriter rows, String between, TextBuffer out) throws IOException {
        byte[] separator = between.getBytes(StandardCharsets.UTF_8);
        boolean first = true;
        for (Batch batch = result.nextBatch(); batch != null; batch = result.nextBatch()) {
            rows.turnTo(batch);
            for (int row = 0; row < batch.rowCount(); row++) {
                if (!first) {
                    out.put(separator);
                }
                rows.write(row, out);
                first = false;
            }
        }
    }

    private static void writeTable(Rows rows, TextBuffer out) throws IOException {
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
        out.put(border.toString());
        for (int l = 0; l < lines.size(); l++) {
            StringBuilder text = new StringBuilder("|");
            for (int i = 0; i < widths.length; i++) {
                String cell = lines.get(l)[i];
                int padding = widths[i] - cell.codePointCount(0, cell.length());
                text.append(' ').append(cell).append(" ".repeat(padding)).append(" |");
            }
            out.put(text.append('\n').toString());
            if (l == 0) {
                out.put(border.toString());
            }
        }
        out.put(border.toString());
    }
}
