package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.testing.TestSnapshot;

import org.junit.jupiter.api.DynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The examples of a page of the documentation: queries, each with its answer, over rows that the
/// page shows in line protocol.
final class DocumentedExamples {
    private static final Pattern LINES = Pattern.compile("(?s)```lp\n(.*?)\n```");

    private final Path file;
    private final String language;
    private final Pattern example;

    /// @param language the word behind the fence of a query
    DocumentedExamples(String file, String language) {
        this.file = Path.of("../docs/user").resolve(file);
        this.language = language;
        this.example = Pattern.compile("(?s)```" + language + "\n(.*?)\n```\n```text\n(.*?)```");
    }

    /// The page's rows, as a database of any name.
    Function<String, Snapshot> rows() throws IOException {
        Matcher lines = LINES.matcher(Files.readString(file));
        assertThat(lines.find()).isTrue();
        String rows = lines.group(1);
        return name -> TestSnapshot.ofLines(name, rows);
    }

    List<String> queries() throws IOException {
        return example.matcher(Files.readString(file)).results().map(m -> m.group(1)).toList();
    }

    /// A test per example. With `-Dtidalite.rewrite=true` the answers are written into the page
    /// first.
    Stream<DynamicTest> tests(UnaryOperator<String> answer) throws IOException {
        if (Boolean.getBoolean("tidalite.rewrite")) {
            Files.writeString(file, answered(Files.readString(file), answer));
        }
        List<DynamicTest> tests = new ArrayList<>();
        Matcher shown = example.matcher(Files.readString(file));
        while (shown.find()) {
            String query = shown.group(1);
            String expected = shown.group(2);
            tests.add(
                    DynamicTest.dynamicTest(
                            query,
                            () ->
                                    assertThat(withoutTimes(answer.apply(query)))
                                            .isEqualTo(expected)));
        }
        return tests.stream();
    }

    /// How long operators took is left open in an expected text.
    static String withoutTimes(String plan) {
        return plan.replaceAll("(time|own)=\\d+\\.\\d{3}ms", "$1=…ms");
    }

    private String answered(String text, UnaryOperator<String> answer) {
        return example.matcher(text)
                .replaceAll(shown ->
                        Matcher.quoteReplacement(
                                "```"
                                        + language
                                        + "\n"
                                        + shown.group(1)
                                        + "\n```\n```text\n"
                                        + withoutTimes(answer.apply(shown.group(1)))
                                        + "```"));
    }
}
