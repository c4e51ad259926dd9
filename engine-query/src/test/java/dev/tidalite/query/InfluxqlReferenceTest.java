package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.query.internal.frontend.influxql.plan.InfluxqlFrontend;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs every example of `docs/user/influxql.md`.
class InfluxqlReferenceTest {
    private static final DocumentedExamples EXAMPLES =
            new DocumentedExamples("influxql.md", "influxql");

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        QueryEngine engine = QueryEngine.over(EXAMPLES.rows(), QueryConfig.DEFAULT.withThreads(1));
        return EXAMPLES.tests(query -> answer(engine, query));
    }

    @Test
    void everyFunctionHasAnExample() throws IOException {
        String queries = String.join("\n", EXAMPLES.queries()).toLowerCase(Locale.ROOT);

        assertThat(InfluxqlFrontend.functions())
                .allMatch(name -> Pattern.compile("\\b" + name + "\\(").matcher(queries).find());
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
            Object value = InfluxqlCases.value(series, column, null);
            row.add(value == null ? "" : value.toString());
        }
        return row.toString().stripTrailing() + "\n";
    }
}
