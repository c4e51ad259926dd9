package dev.tidalite.cli;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Turns rows of a table back into line protocol, by what the columns' metadata says they are. Rows
/// without any field cannot be said in it and are left out; infinite numbers and NaN neither.
///
/// Used by one thread; owns nothing.
final class LineProtocolText {
    private static final String TYPE = "iox::column::type";
    private static final String TAG = "iox::column_type::tag";
    private static final String TIME = "iox::column_type::timestamp";

    private final String measurement;
    private final VectorSchemaRoot rows;
    private final OutputStream out;
    private final List<FieldVector> tags = new ArrayList<>();
    private final List<FieldVector> fields = new ArrayList<>();
    private final List<TimeStampNanoVector> times = new ArrayList<>();

    /// @param rows whose vectors are filled before each [#write()]
    LineProtocolText(String table, VectorSchemaRoot rows, OutputStream out) {
        this.measurement = escape(table, ", ");
        this.rows = rows;
        this.out = out;
        for (FieldVector vector : rows.getFieldVectors()) {
            String type = vector.getField().getMetadata().getOrDefault(TYPE, "");
            if (type.equals(TAG)) {
                tags.add(vector);
            } else if (type.equals(TIME) && vector instanceof TimeStampNanoVector time) {
                times.add(time);
            } else {
                fields.add(vector);
            }
        }
    }

    /// Writes all rows that are in the vectors.
    void write() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.getRowCount(); row++) {
            int start = text.length();
            text.append(measurement);
            for (FieldVector tag : tags) {
                if (!tag.isNull(row)) {
                    text.append(',').append(escape(tag.getName(), ",= ")).append('=');
                    text.append(escape(String.valueOf(tag.getObject(row)), ",= "));
                }
            }
            if (!appendFields(row, text)) {
                text.setLength(start);
                continue;
            }
            for (TimeStampNanoVector time : times) {
                text.append(' ').append(time.get(row));
            }
            text.append('\n');
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// @return whether there was a field
    private boolean appendFields(int row, StringBuilder text) {
        char separator = ' ';
        for (FieldVector field : fields) {
            String value = value(field, row);
            if (!value.isEmpty()) {
                text.append(separator).append(escape(field.getName(), ",= ")).append('=');
                text.append(value);
                separator = ',';
            }
        }
        return separator == ',';
    }

    /// Empty if there is none that can be written.
    private static String value(FieldVector field, int row) {
        Object value = field.getObject(row);
        return switch (value) {
            case null -> "";
            case Double number -> Double.isFinite(number) ? number.toString() : "";
            case Long number when field instanceof UInt8Vector ->
                    Long.toUnsignedString(number) + "u";
            case Long number -> number + "i";
            case Boolean truth -> truth.toString();
            default -> '"' + escape(value.toString(), "\"") + '"';
        };
    }

    /// Puts a backslash in front of every backslash and special character.
    static String escape(String text, String special) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || special.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
