package dev.tidalite.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

import dev.tidalite.query.SeriesReader;

import java.io.IOException;
import java.io.OutputStream;

/// One JSON document, or one per piece of a chunked answer, back to back.
final class JsonAnswer implements AnswerV1 {
    private final Shape shape;
    private final OutputStream out;
    private JsonGenerator json;
    private boolean open;

    JsonAnswer(Shape shape, OutputStream out) throws IOException {
        this.shape = shape;
        this.out = out;
        this.json = begin();
    }

    private JsonGenerator begin() throws IOException {
        JsonGenerator fresh = Json.FACTORY.createGenerator(out);
        fresh.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        if (shape.pretty()) {
            DefaultIndenter indent = new DefaultIndenter("  ", "\n");
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                    .withArrayEmptySeparator(""));
            printer.indentArraysWith(indent);
            printer.indentObjectsWith(indent);
            fresh.setPrettyPrinter(printer);
        }
        return fresh;
    }

    private void open() throws IOException {
        if (!open) {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            open = true;
        }
    }

    private void close() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        open = false;
    }

    @Override
    public void error(int statement, String message) throws IOException {
        open();
        json.writeStartObject();
        json.writeNumberField("statement_id", statement);
        json.writeStringField("error", message);
        json.writeEndObject();
    }

    @Override
    public void series(int statement, SeriesReader series) throws IOException {
        boolean more = series.nextSeries(); // or it fails, and an error takes this place
        open();
        json.writeStartObject();
        json.writeNumberField("statement_id", statement);
        SeriesJson writer = new SeriesJson(json, shape.times(), shape.rowsMax());
        if (more) {
            json.writeArrayFieldStart("series");
        }
        boolean any = more;
        while (more) {
            boolean rest = writer.write(series);
            more = rest || series.nextSeries();
            if (more && shape.chunked()) {
                json.writeEndArray();
                json.writeBooleanField("partial", true);
                json.writeEndObject();
                close();
                json = begin();
                open();
                json.writeStartObject();
                json.writeNumberField("statement_id", statement);
                json.writeArrayFieldStart("series");
                writer = new SeriesJson(json, shape.times(), shape.rowsMax());
            }
        }
        if (any) {
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    @Override
    public void end() throws IOException {
        open();
        close();
    }
}
