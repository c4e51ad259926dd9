package dev.tidalite.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class ReportTest {
    private static Report report(Figure... figures) {
        return Report.of("ingest", Map.of("rows", "5"), Map.of("peer", "1.2"), List.of(figures));
    }

    @Test
    void aFigureKnowsItsMiddle() {
        Figure odd = new Figure("a", "time", "ms", List.of(9.0, 1.0, 3.0));
        assertThat(odd.min()).isEqualTo(1);
        assertThat(odd.median()).isEqualTo(3);
        assertThat(odd.max()).isEqualTo(9);
        assertThat(new Figure("a", "time", "ms", List.of(4.0, 1.0)).median()).isEqualTo(2.5);
        assertThatThrownBy(() -> new Figure("a", "time", "ms", List.of()))
                .hasMessage("a, time: no sample");
    }

    @Test
    void twoRunsBecomeOne() {
        Report one = report(Figure.of("a", "time", "ms", 1), Figure.of("b", "time", "ms", 2));
        Report other = report(Figure.of("b", "time", "ms", 3), Figure.of("b", "size", "MB", 4));
        assertThat(one.with(other).figures())
                .containsExactly(
                        Figure.of("a", "time", "ms", 1),
                        new Figure("b", "time", "ms", List.of(2.0, 3.0)),
                        Figure.of("b", "size", "MB", 4));
    }

    @Test
    void linesAreReadAsTheyWereWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        Report one = report(Figure.of("a", "time", "ms", 1.5));
        Report other = report(new Figure("b \"x\"", "size", "MB", List.of(1.0, 2.0)));
        ReportLines.append(one, file);
        ReportLines.append(other, file);
        assertThat(ReportLines.read(file)).containsExactly(one, other);
        Files.writeString(
                file, "{\"subject\":\"a\",\"name\":\"b\",\"unit\":\"c\",\"samples\":[1]}");
        assertThatThrownBy(() -> ReportLines.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void theMoreNumerousAreTheRows() {
        assertThat(table(report(Figure.of("a", "time", "ms", 1234.4), Figure.of("a", "n", "x", 2))))
                .isEqualTo(
                        """
                                       a
                        time [ms]  1,234
                        n [x]      2.000
                        """);
        assertThat(
                        table(
                                report(
                                        new Figure("a", "n", "x", List.of(1.0, 2.0, 4.0)),
                                        Figure.of("b", "n", "x", 20))))
                .isEqualTo(
                        " ".repeat(18)
                                + "n [x]\na  2.000 (1.000..4.000)\nb"
                                + " ".repeat(17)
                                + "20.00\n");
    }

    /// Without the head, which is the machine's.
    private static String table(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReportTable.print(report, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("rows 5\npeer 1.2\n\n");
        return text.substring(text.indexOf("\n\n") + 2);
    }

    @Test
    void runsAgreeWhereTheirSamplesTouch() {
        Report one =
                report(
                        new Figure("a", "time", "ms", List.of(1.0, 2.0)),
                        new Figure("b", "time", "ms", List.of(1.0, 2.0)),
                        Figure.of("c", "time", "ms", 1));
        Report other =
                report(
                        new Figure("a", "time", "ms", List.of(2.0, 3.0)),
                        new Figure("b", "time", "ms", List.of(2.5, 3.5)),
                        Figure.of("c", "time", "ms", 9));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Comparison.of(List.of(one), List.of(other))
                .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        differs: ingest, b, time [ms]: 1.500 (1.000..2.000), then 3.000\
                         (2.500..3.500), ratio 2.00
                        second run / first run, of medians: 1.833 (1.667..2.000)
                        1 of 2 figures with a spread agree within it; 1 further ones have one sample
                        """);
    }

    @Test
    void aCurveHasASlope() {
        List<Figure> square =
                List.of(
                        Figure.of("a, 1,000 rows", "time", "ms", 1),
                        Figure.of("a, 10,000 rows", "time", "ms", 100),
                        Figure.of("a, 100,000 rows", "time", "ms", 10_000));
        Curve curve = Objects.requireNonNull(Curve.of(square));
        assertThat(curve.slope()).isCloseTo(2, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(Curve.of(square.subList(0, 2))).isNull();
        assertThat(Curve.of(List.of(Figure.of("a, lastpoint", "time", "ms", 1)))).isNull();
    }
}
