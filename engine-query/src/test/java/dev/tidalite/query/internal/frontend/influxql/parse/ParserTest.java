package dev.tidalite.query.internal.frontend.influxql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Printer;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement;
import dev.tidalite.testkit.DataDriven;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ParserTest {
    /// Each case is a text; the answer is its statements printed, or the error.
    @TestFactory
    Stream<DynamicTest> textIsReadAndPrinted() {
        return DataDriven.run(ParserTest.class, "statements.txt", c -> readAndPrint(c.input()));
    }

    private static String readAndPrint(String text) {
        try {
            List<Statement> statements = Parser.parse(text);
            String printed =
                    statements.stream().map(Printer::print).collect(Collectors.joining(";\n"));
            assertThat(Parser.parse(printed)).as(printed).isEqualTo(statements);
            return printed;
        } catch (SyntaxException e) {
            return "error: " + e.getMessage();
        }
    }

    @Test
    void whatIsPrintedReadsBackAsTheSame() {
        Seeds.forEach(
                2_000,
                random -> {
                    Statement statement = new RandomStatements(random).statement();
                    String text = Printer.print(statement);
                    assertThat(Parser.parse(text)).as(text).containsExactly(statement);
                });
    }

    @Test
    void cutTextIsReadOrRefusedAndNothingElse() {
        Seeds.forEach(
                500,
                random -> {
                    String text = Printer.print(new RandomStatements(random).statement());
                    String cut = text.substring(0, random.nextInt(text.length() + 1));
                    try {
                        assertThat(Parser.parse(cut)).isNotEmpty();
                    } catch (SyntaxException e) {
                        assertThat(e.line()).isPositive();
                        assertThat(e.column()).isBetween(1, cut.length() + 2);
                    }
                });
    }

    @Test
    void boundParametersBecomeTheirValues() {
        Map<String, Expression> values =
                Map.of(
                        "host", new Expression.Text("a'b"),
                        "n", new Expression.IntegerNumber(3),
                        "re", new Expression.Regex("^a/b"));

        List<Statement> statements =
                Parser.parse("SELECT v FROM m WHERE host = $host AND r =~ $re LIMIT $n", values);

        assertThat(Printer.print(statements.get(0)))
                .isEqualTo("SELECT v FROM m WHERE host = 'a\\'b' AND r =~ /^a\\/b/ LIMIT 3");
        assertThatThrownBy(() -> Parser.parse("SELECT v FROM m WHERE a = $b", values))
                .hasMessage("missing parameter: b at line 1, char 27");
    }

    @Test
    void nestingHasALimit() {
        String text = "SELECT " + "(".repeat(5_000) + "v" + ")".repeat(5_000) + " FROM m";

        assertThatThrownBy(() -> Parser.parse(text))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("more than 200 levels of nesting");
    }
}
