package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What InfluxDB 3 itself makes of 384 texts.
final class ConformanceTest {
    /// @param expected what [TextSink] writes for each good line, `error …` for each bad one
    record Row(int number, String text, List<String> expected) {
        @Override
        public String toString() {
            return number
                    + " "
                    + text.replace("\n", "\\n").substring(0, Math.min(text.length(), 80));
        }
    }

    static Stream<Row> rows() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Row> rows = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        ConformanceTest.class.getResourceAsStream(
                                                "/conformance/line-protocol.jsonl")),
                                StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                JsonNode row = json.readTree(line);
                List<String> expected = new ArrayList<>();
                row.get("v3").forEach(v3 -> expected.add(expected(v3)));
                rows.add(new Row(rows.size() + 1, row.get("text").asText(), expected));
            }
        }
        return rows.stream();
    }

    private static String expected(JsonNode v3) {
        if (v3.has("error")) {
            return "error " + v3.get("error").asText();
        }
        String error = v3.path("write_error").asText("");
        if (error.startsWith("the ")) {
            return "error " + error;
        }
        StringBuilder line = new StringBuilder(v3.get("m").asText());
        for (JsonNode tag : v3.get("tags")) {
            line.append(" [").append(tag.get(0).asText()).append("]=[");
            line.append(tag.get(1).asText()).append("]");
        }
        for (JsonNode field : v3.get("fields")) {
            line.append(" {").append(field.get(0).asText()).append("}=");
            var value = field.get(1).properties().iterator().next();
            line.append(value.getKey()).append(" ").append(text(value.getValue()));
        }
        JsonNode time = v3.get("ts");
        return line.append(" @")
                .append(time.isNull() ? Decoding.DEFAULT_TIME_NS : time.asText())
                .toString();
    }

    private static String text(JsonNode value) {
        return switch (value.asText()) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> value.isNumber() ? Double.toString(value.asDouble()) : value.asText();
        };
    }

    @ParameterizedTest
    @MethodSource("rows")
    void asInfluxDb(Row row) {
        byte[] bytes = row.text().getBytes(StandardCharsets.UTF_8);
        for (LineDecoder decoder : Decoding.decoders()) {
            assertThat(
                            Decoding.decode(
                                    decoder, bytes, 0, bytes.length, Precision.NANOSECONDS, false))
                    .isEqualTo(row.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theReferenceToo(Row row) {
        assertThat(
                        ReferenceParser.parse(
                                row.text(), Precision.NANOSECONDS, Decoding.DEFAULT_TIME_NS))
                .isEqualTo(row.expected());
    }
}
