package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.query.internal.frontend.sql.SqlFrontend;
import dev.tidalite.query.internal.function.FunctionRegistry;
import dev.tidalite.query.internal.plan.OperatorTable;

import org.apache.calcite.sql.SqlFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs every example of `docs/user/sql.md`.
final class SqlReferenceTest {
    private static final DocumentedExamples EXAMPLES = new DocumentedExamples("sql.md", "sql");

    /// What has syntax of its own, or exists for the other language.
    private static final Set<String> ELSEWHERE =
            Set.of("single_value", "mode", "selector_percentile", "negate", "safe_cast");

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        QueryEngine engine =
                new QueryEngine(
                        EXAMPLES.rows(),
                        QueryConfig.DEFAULT.withThreads(1),
                        Map.of(QueryRequest.Language.SQL, new SqlFrontend(100)));
        return EXAMPLES.tests(query -> answer(engine, QueryRequest.sql("db", query)));
    }

    @Test
    void everyFunctionHasAnExample() throws IOException {
        String queries = String.join("\n", EXAMPLES.queries()).toLowerCase(Locale.ROOT);
        List<String> missing = new ArrayList<>();
        OperatorTable.instance().getOperatorList().stream()
                .filter(SqlFunction.class::isInstance)
                .map(function -> function.getName().toLowerCase(Locale.ROOT))
                .filter(name -> Character.isLetter(name.charAt(0)))
                .filter(name -> !ELSEWHERE.contains(name))
                .filter(name -> !isShown(name, queries))
                .forEach(missing::add);
        assertThat(missing).isEmpty();
    }

    private static boolean isShown(String name, CharSequence queries) {
        StringBuilder names = new StringBuilder(name);
        names.append('|').append(name.replace('_', ' '));
        FunctionRegistry.aliases()
                .forEach((alias, of) -> names.append(of.equals(name) ? "|" + alias : ""));
        return Pattern.compile("\\b(" + names + ")\\b").matcher(queries).find();
    }

    /// The names of the columns and the rows, or the error with its place.
    static String answer(QueryEngine engine, QueryRequest request) {
        try (QueryResult result = engine.execute(request)) {
            Rows rows = result.rows();
            StringBuilder text = new StringBuilder();
            text.append(String.join(" | ", result.columnNames())).append('\n');
            while (rows.next()) {
                StringJoiner row = new StringJoiner(" | ", "", "\n");
                for (int column = 0; column < rows.columnCount(); column++) {
                    row.add(rows.get(column) == null ? "NULL" : rows.text(column));
                }
                text.append(row);
            }
            return text.toString();
        } catch (QueryException e) {
            String place = e.line() == 0 ? "" : " at " + e.line() + ":" + e.column();
            return e.code() + place + ": " + e.getMessage() + "\n";
        }
    }
}
