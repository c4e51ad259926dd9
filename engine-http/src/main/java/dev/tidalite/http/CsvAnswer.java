package dev.tidalite.http;

import dev.tidalite.query.SeriesReader;

import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// A table a statement: `name,tags` and the columns. Times are whole numbers, nanoseconds unless
/// asked for otherwise; statements are separated by a blank line; those that failed are left out.
final class CsvAnswer implements AnswerV1 {
    private final TimeFormat times;
    private final Writer out;
    private boolean any;

    CsvAnswer(Shape shape, OutputStream out) {
        this.times = shape.times().isText() ? TimeFormat.NANOSECONDS : shape.times();
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void error(int statement, String message) {
        // The format has no place for it.
    }

    @Override
    public void series(int statement, SeriesReader series) throws IOException {
        boolean headed = false;
        while (series.nextSeries()) {
            if (!headed) {
                head(series.columns());
                headed = true;
            }
            String tags =
                    series.tags().entrySet().stream()
                            .map(tag -> tag.getKey() + "=" + tag.getValue())
                            .collect(Collectors.joining(","));
            String start = cell(series.name()) + "," + cell(tags);
            while (series.nextRow()) {
                out.write(start);
                for (int column = 0; column < series.columns().size(); column++) {
                    out.write(',');
                    out.write(value(series, column));
                }
                out.write('\n');
            }
        }
    }

    private void head(List<String> columns) throws IOException {
        if (any) {
            out.write('\n');
        }
        any = true;
        out.write("name,tags");
        for (String column : columns) {
            out.write(',');
            out.write(cell(column));
        }
        out.write('\n');
    }

    private String value(SeriesReader series, int column) {
        @Nullable Object value = series.value(column);
        return switch (value) {
            case null -> "";
            case Long time when series.isTime(column) -> Long.toString(times.number(time));
            case Long number when series.isUnsigned(column) -> Long.toUnsignedString(number);
            case Double number -> ofFloat(number);
            default -> cell(value.toString());
        };
    }

    private static String ofFloat(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return SeriesJson.isWhole(number) ? Long.toString((long) number) : FloatText.of(number);
    }

    private static String cell(String text) {
        boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }
}
