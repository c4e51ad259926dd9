package dev.tidalite.http;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tidalite.query.SeriesReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Writes the series of a v1 answer, in the form of InfluxDB's own JSON: whole floats without a
/// fraction, NaN as null.
final class SeriesJson {
    /// Beyond this a float may be no whole number of 64 bits.
    private static final double WHOLE_MAX = 0x1p63;

    private final JsonGenerator json;
    private final TimeFormat times;
    private final int rowsMax;

    /// @param rowsMax rows in one piece of a series; further ones are left for the next call
    SeriesJson(JsonGenerator json, TimeFormat times, int rowsMax) {
        this.json = json;
        this.times = times;
        this.rowsMax = rowsMax;
    }

    /// Writes the current series of a reader, or what is left of it.
    ///
    /// @return whether rows are left
    boolean write(SeriesReader series) throws IOException {
        json.writeStartObject();
        if (!series.name().isEmpty()) {
            json.writeStringField("name", series.name());
        }
        if (!series.tags().isEmpty()) {
            json.writeObjectFieldStart("tags");
            for (Map.Entry<String, String> tag : series.tags().entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        }
        List<String> columns = series.columns();
        json.writeArrayFieldStart("columns");
        for (String column : columns) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("values");
        int rows = 0;
        while (rows < rowsMax && series.nextRow()) {
            json.writeStartArray();
            for (int column = 0; column < columns.size(); column++) {
                writeValue(series, column);
            }
            json.writeEndArray();
            rows++;
        }
        json.writeEndArray();
        boolean more = rows == rowsMax && series.hasMoreRows();
        if (more) {
            json.writeBooleanField("partial", true);
        }
        json.writeEndObject();
        return more;
    }

    private void writeValue(SeriesReader series, int column) throws IOException {
        @Nullable Object value = series.value(column);
        switch (value) {
            case null -> json.writeNull();
            case Long time when series.isTime(column) -> writeTime(series, time);
            case Long number when series.isUnsigned(column) ->
                    json.writeNumber(Long.toUnsignedString(number));
            case Long number -> json.writeNumber(number);
            case Double number -> writeFloat(number);
            case Boolean flag -> json.writeBoolean(flag);
            default -> json.writeString(value.toString());
        }
    }

    private void writeTime(SeriesReader series, long timeNs) throws IOException {
        if (times.isText()) {
            json.writeString(TimeFormat.text(timeNs, series.zone()));
        } else {
            json.writeNumber(times.number(timeNs));
        }
    }

    private void writeFloat(double number) throws IOException {
        if (Double.isNaN(number)) {
            json.writeNull();
        } else if (Double.isInfinite(number)) {
            throw new UnsupportedNumberException(number);
        } else if (isWhole(number)) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber(FloatText.of(number));
        }
    }

    /// Whether a float is printed without a fraction.
    static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < WHOLE_MAX;
    }

    /// JSON has no such number: the whole answer becomes an error.
    static final class UnsupportedNumberException extends IOException {
        private static final long serialVersionUID = 1L;

        UnsupportedNumberException(double number) {
            super("json: unsupported value: " + (number > 0 ? "+Inf" : "-Inf"));
        }
    }
}
