package dev.tidalite.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The example of the README is this file, and it runs.
class ReadmeExampleTest {
    private static final String FENCE = "```";

    @TempDir Path folder = Path.of("");

    @Test
    void itPrintsWhatItWrote() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            ReadmeExample.main(new String[] {folder.resolve("data").toString()});
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("attic 17.25", "kitchen 21.5");
    }

    @Test
    void theReadmeShowsTheSameLines() throws Exception {
        String source =
                Files.readString(Path.of("src/test/java/dev/tidalite/query/ReadmeExample.java"));
        String readme = Files.readString(Path.of("../README.md"));
        int start = readme.indexOf(FENCE + "java\n");
        String shown = readme.substring(start, readme.indexOf(FENCE, start + FENCE.length()));

        assertThat(type(shown)).isEqualTo(type(source));
        assertThat(shown.lines().skip(1).count()).isLessThanOrEqualTo(25);
    }

    private static List<String> type(String source) {
        return source.lines().dropWhile(line -> !line.startsWith("public class")).toList();
    }
}
