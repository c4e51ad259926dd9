package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.query.internal.frontend.sql.SqlFrontend;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The SQL examples of InfluxDB's documentation. Their results are rounded, some are cut off, and
/// some were printed in whatever order rows came: each documented row has to be among ours, in
/// order if the query has one, numbers as near as the digits that are printed.
final class SqlDocumentationTest {
    /// The documents' times of the home data, and those of the file, in seconds.
    private static final long HOME_SHIFT = 1_721_548_800L - 1_641_024_000L;

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        String lines = home() + text("bay-area-weather.lp") + "\n" + text("random-numbers.lp");
        QueryEngine engine =
                new QueryEngine(
                        name -> TestSnapshot.ofLines(name, lines),
                        QueryConfig.DEFAULT.withThreads(1),
                        Map.of(QueryRequest.Language.SQL, new SqlFrontend(100)));
        Set<String> differences =
                text("differences.txt")
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .collect(Collectors.toSet());
        JsonNode examples = new ObjectMapper().readTree(text("sql-examples.json"));
        return StreamSupport.stream(examples.spliterator(), false)
                .filter(SqlDocumentationTest::hasData)
                .map(example -> {
                    String query = example.get("query").asText();
                    String name = query.replaceAll("\\s+", " ").strip();
                    return DynamicTest.dynamicTest(
                            name,
                            () -> {
                                String difference = difference(engine, query, example);
                                if (differences.contains(name)) {
                                    assertThat(difference)
                                            .as("listed, and yet it passes")
                                            .isNotEmpty();
                                } else {
                                    assertThat(difference).isEmpty();
                                }
                            });
                });
    }

    private static boolean hasData(JsonNode example) {
        String query = example.get("query").asText().replaceAll("\\s+", " ");
        return Stream.of("h2o_feet", "home_actions", "metrics", "EXPLAIN", "bitcoin")
                .noneMatch(query::contains);
    }

    private static String text(String name) throws IOException {
        try (InputStream in = SqlDocumentationTest.class.getResourceAsStream("docs/" + name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    private static String home() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line : text("home-sensor-data.lp").split("\n")) {
            int space = line.lastIndexOf(' ');
            long seconds = Long.parseLong(line.substring(space + 1)) - HOME_SHIFT;
            lines.append(line, 0, space + 1).append(seconds).append("000000000\n");
        }
        return lines.toString();
    }

    /// What is wrong, or an empty text.
    private static String difference(QueryEngine engine, String query, JsonNode example) {
        String end = query.substring(query.lastIndexOf(')') + 1);
        boolean ordered = end.toUpperCase(Locale.ROOT).contains("ORDER BY");
        String all = ordered ? query : query.replaceAll("(?i)\\bLIMIT\\s+\\d+", "");
        List<List<String>> rows = new ArrayList<>();
        try (QueryResult result = engine.execute(QueryRequest.sql("db", all))) {
            Rows cursor = result.rows();
            while (cursor.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 0; column < cursor.columnCount(); column++) {
                    row.add(cursor.text(column));
                }
                rows.add(row);
            }
        } catch (QueryException e) {
            return String.valueOf(e.getMessage());
        }
        int from = 0;
        for (JsonNode wanted : example.get("rows")) {
            int at = from;
            while (at < rows.size() && !isLike(rows.get(at), wanted)) {
                at++;
            }
            if (at == rows.size()) {
                return "no row " + wanted + " behind " + from + " of " + rows;
            }
            from = ordered ? at + 1 : 0;
        }
        return "";
    }

    private static boolean isLike(List<String> row, JsonNode wanted) {
        if (row.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < row.size(); i++) {
            if (!isLike(row.get(i), wanted.get(i).asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLike(String got, String wanted) {
        String plain = wanted.replace("&nbsp;", " ").replaceAll("['\\\\]", "").strip();
        if (plain.equals("NULL")) {
            return got.isEmpty();
        }
        if (got.replace("'", "").strip().equals(plain) || (got + "Z").equals(plain)) {
            return true;
        }
        try {
            double number = Double.parseDouble(plain);
            return Math.abs(Double.parseDouble(got) - number)
                    <= 0.5 * Math.pow(10, -digits(plain)) + 1e-9 * Math.abs(number);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// Digits behind the point.
    private static int digits(String number) {
        int point = number.indexOf('.');
        return point < 0 || number.indexOf('e') >= 0 ? 15 : number.length() - point - 1;
    }
}
