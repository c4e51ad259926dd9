package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.testing.TestSnapshot;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs every example of `docs/user/influxql.md`. With `-Dtidalite.rewrite=true` the answers are
/// written into it.
class InfluxqlReferenceTest {
    private static final Path FILE = Path.of("../docs/user/influxql.md");
    private static final Pattern LINES = Pattern.compile("(?s)```lp\n(.*?)\n```");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)```influxql\n(.*?)\n```\n```text\n(.*?)```");

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        String text = Files.readString(FILE);
        Matcher lines = LINES.matcher(text);
        assertThat(lines.find()).isTrue();
        String rows = lines.group(1);
        QueryEngine engine =
                QueryEngine.over(
                        name -> TestSnapshot.ofLines(name, rows),
                        QueryConfig.DEFAULT.withThreads(1));
        if (Boolean.getBoolean("tidalite.rewrite")) {
            Files.writeString(FILE, answered(text, engine));
        }
        List<DynamicTest> tests = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(text);
        while (example.find()) {
            String query = example.group(1);
            String answer = example.group(2);
            tests.add(
                    DynamicTest.dynamicTest(
                            query, () -> assertThat(answer(engine, query)).isEqualTo(answer)));
        }
        return tests.stream();
    }

    private static String answered(String text, QueryEngine engine) {
        return EXAMPLE.matcher(text)
                .replaceAll(example ->
                        Matcher.quoteReplacement(
                                "```influxql\n"
                                        + example.group(1)
                                        + "\n```\n```text\n"
                                        + answer(engine, example.group(1))
                                        + "```"));
    }

    private static String answer(QueryEngine engine, String query) {
        try (QueryResult result = engine.execute(QueryRequest.influxql("db", query))) {
            SeriesReader series = new SeriesReader(result);
            StringBuilder text = new StringBuilder();
            while (series.nextSeries()) {
                StringJoiner name = new StringJoiner(" ", "", "\n").setEmptyValue("");
                if (!series.name().isEmpty()) {
                    name.add(series.name());
                }
                if (!series.tags().isEmpty()) {
                    name.add("{" + InfluxqlCases.tags(series.tags()) + "}");
                }
                text.append(name);
                text.append(String.join(" | ", series.columns())).append('\n');
                while (series.nextRow()) {
                    text.append(row(series));
                }
            }
            return text.toString();
        } catch (QueryException e) {
            return "error: " + e.getMessage() + "\n";
        }
    }

    private static String row(SeriesReader series) {
        StringJoiner row = new StringJoiner(" | ");
        for (int column = 0; column < series.columns().size(); column++) {
            Object value = series.value(column);
            String zone = series.zone() == ZoneOffset.UTC ? null : series.zone().getId();
            boolean time = value != null && series.isTime(column);
            Object shown = time ? new InfluxqlCases.Time((Long) value, zone, null) : value;
            row.add(shown == null ? "" : shown.toString());
        }
        return row.toString().stripTrailing() + "\n";
    }
}
