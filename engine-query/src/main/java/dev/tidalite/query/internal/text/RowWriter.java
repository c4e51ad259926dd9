package dev.tidalite.query.internal.text;

import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.DataType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes rows of a result, each with what stands before, between and behind its cells. For one
/// thread.
public final class RowWriter {
    private final CellStyle style;
    private final byte[] start;
    private final byte[] end;
    private final List<byte[]> leads = new ArrayList<>();
    private final List<CellWriter> cells = new ArrayList<>();

    /// @param start of every row
    /// @param end of every row
    public RowWriter(CellStyle style, String start, String end) {
        this.style = style;
        this.start = start.getBytes(StandardCharsets.UTF_8);
        this.end = end.getBytes(StandardCharsets.UTF_8);
    }

    /// Adds a column.
    ///
    /// @param lead what comes before its value
    public void add(String lead, DataType type) {
        leads.add(lead.getBytes(StandardCharsets.UTF_8));
        cells.add(new CellWriter(type, style));
    }

    /// Turns to the next rows.
    ///
    /// @param batch with a column for each that was added
    public void turnTo(Batch batch) {
        for (int i = 0; i < cells.size(); i++) {
            cells.get(i).turnTo(batch.column(i));
        }
    }

    /// @param row of the batch
    public void write(int row, TextBuffer out) throws IOException {
        out.put(start);
        for (int i = 0; i < cells.size(); i++) {
            out.put(leads.get(i));
            cells.get(i).write(row, out);
        }
        out.put(end);
    }
}
