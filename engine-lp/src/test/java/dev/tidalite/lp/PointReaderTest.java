package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.lp.example.ReadPoints;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

final class PointReaderTest {
    @Test
    void theExampleOfTheDocumentationRuns() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            ReadPoints.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        """
                        home {room=Living Room} at 1641024000000000000
                          temp = 21.1
                          co = 0
                        home {room=Kitchen} at 0
                          state = fine
                          ok = true
                        line 2: No fields were provided
                        """);
        String page = Files.readString(Path.of("../docs/internals/line-protocol.md"));
        String code =
                Files.readString(Path.of("src/test/java/dev/tidalite/lp/example/ReadPoints.java"));
        assertThat(page).contains(code.substring(code.indexOf("import static")));
    }

    @Test
    void sameLinesAsTheDecoder() {
        Seeds.forEach(
                2_000,
                random -> {
                    byte[] text = new LineTexts(random).damaged().getBytes(StandardCharsets.UTF_8);
                    PointReader points = new PointReader(text, Precision.SECONDS, 5);
                    List<Long> times = new ArrayList<>();
                    while (points.hasNext()) {
                        times.add(points.next().timeNs());
                    }
                    assertThatThrownBy(points::next).isInstanceOf(NoSuchElementException.class);
                    TextSink sink = new TextSink(text, false);
                    DecodeResult expected =
                            new LineDecoder(DecodeLimits.DEFAULT)
                                    .decode(text, 0, text.length, Precision.SECONDS, 5, sink);
                    assertThat(points.errors()).isEqualTo(expected.errors());
                    assertThat(points.errorCount()).isEqualTo(expected.errorCount());
                    assertThat(times).hasSize((int) expected.lineCount());
                });
    }
}
