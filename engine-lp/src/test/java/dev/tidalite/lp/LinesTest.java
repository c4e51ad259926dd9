package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class LinesTest {
    private static List<String> lines(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Lines lines = new Lines(bytes, 0, bytes.length);
        List<String> found = new ArrayList<>();
        while (lines.next()) {
            found.add(
                    lines.number()
                            + ":"
                            + new String(
                                    bytes,
                                    lines.from(),
                                    lines.to() - lines.from(),
                                    StandardCharsets.UTF_8));
        }
        return found;
    }

    @Test
    void countsNeitherBlankLinesNorComments() {
        assertThat(lines("# c\n\n m f=1\n  \n#\nbad\n")).containsExactly("1:m f=1", "2:bad");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\n")).isEmpty();
    }

    @Test
    void aNewlineInAQuotedTextEndsNoLine() {
        assertThat(lines("m f=\"a\nb\" 1\nm f=2")).containsExactly("1:m f=\"a\nb\" 1", "2:m f=2");
    }

    /// Whatever the text: the numbers are those in the decoder's errors.
    @Test
    void numbersAreTheDecoders() {
        String text = "bad\n\n# bad\nm f=1\nbad again\n m f=\"\n\" x\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Long> numbers = new ArrayList<>();
        PointReader points = new PointReader(bytes, Precision.NANOSECONDS, 0);
        points.forEachRemaining(point -> {});
        points.errors().forEach(error -> numbers.add(error.lineNumber()));
        assertThat(numbers).containsExactly(1L, 3L, 4L);
        assertThat(lines(text))
                .containsExactly("1:bad", "2:m f=1", "3:bad again", "4:m f=\"\n\" x");
    }
}
