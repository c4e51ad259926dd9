package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.lp.internal.scan.ByteScanner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What is at the edge: of the limits, of 64 bits, of the range.
final class LimitsTest {
    private static final int PAGE_BYTES = 4_096;

    private static List<String> decode(DecodeLimits limits, String text, Precision precision) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> first = List.of();
        for (ByteScanner scanner : Decoding.scanners()) {
            LineDecoder decoder = new LineDecoder(limits, scanner);
            List<String> lines = Decoding.decode(decoder, bytes, 0, bytes.length, precision, true);
            assertThat(first.isEmpty() || first.equals(lines)).isTrue();
            first = lines;
        }
        return first;
    }

    @Test
    void aHundredErrorsAreKeptAndAllGoodLinesDelivered() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            text.append("m,t=v f=").append(i).append("i 1\n# a comment\n\nbad").append(i);
            text.append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (ByteScanner scanner : Decoding.scanners()) {
            TextSink sink = new TextSink(bytes, true);
            DecodeResult result =
                    new LineDecoder(DecodeLimits.DEFAULT, scanner)
                            .decode(bytes, 0, bytes.length, Precision.NANOSECONDS, 0, sink);
            assertThat(sink.lines).hasSize(250).last().asString().contains("{f}=int 249 @1");
            assertThat(result.lineCount()).isEqualTo(250);
            assertThat(result.errorCount()).isEqualTo(250);
            assertThat(result.errors()).hasSize(100);
            LineError last = result.errors().getLast();
            assertThat(last.lineNumber()).isEqualTo(200);
            assertThat(last.byteOffset()).isEqualTo(text.indexOf("bad99"));
            assertThat(last.kind()).isEqualTo(LineError.Kind.SYNTAX);
            assertThat(last.message())
                    .isEqualTo("Expected at least one space character, got end of input");
        }
    }

    /// The largest timestamp of each unit, and the first that is too large, in both directions.
    @ParameterizedTest
    @CsvSource({
        "NANOSECONDS, 9223372036854775807, -9223372036854775808",
        "MICROSECONDS, 9223372036854775, -9223372036854775",
        "MILLISECONDS, 9223372036854, -9223372036854",
        "SECONDS, 9223372036, -9223372036",
        "MINUTES, 153722867, -153722867",
        "HOURS, 2562047, -2562047",
    })
    void timestampsOverflow(Precision precision, long most, long least) {
        String line = "m f=1 ";
        String good = line + "1\n" + line + "2\n" + line + most + "\n" + line + least;
        long unit = precision.nanoseconds();
        assertThat(decode(DecodeLimits.DEFAULT, good, precision))
                .containsExactly(
                        "m {f}=float 1.0 @" + unit,
                        "m {f}=float 1.0 @" + 2 * unit,
                        "m {f}=float 1.0 @" + most * unit,
                        "m {f}=float 1.0 @" + least * unit);
        String beyond =
                precision == Precision.NANOSECONDS
                        ? line + "9223372036854775808\n" + line + "-9223372036854775809"
                        : line + (most + 1) + "\n" + line + (least - 1);
        String text =
                precision == Precision.NANOSECONDS ? "Unable to parse timestamp" : "timestamp";
        assertThat(decode(DecodeLimits.DEFAULT, line + "1\n" + line + "2\n" + beyond, precision))
                .hasSize(4)
                .filteredOn(result -> result.startsWith("error " + text))
                .hasSize(2);
    }

    @Test
    void limitsHoldForPredictedLinesToo() {
        DecodeLimits limits = new DecodeLimits(4, 2, 3, 100);
        String line = "m,a=1,b=2 f=1,g=\"abcd\",h=t 1\n";
        String escaped = "m,a=1,b=2 f=1,g=\"ab\\\"\\\\\",h=t 1\n";
        List<String> results =
                decode(
                        limits,
                        line.repeat(3)
                                + escaped
                                + line.replace("abcd", "abcde")
                                + escaped.replace("ab", "abc")
                                + line.replace("a=1", "abcde=1")
                                + line.replace("b=2", "b=2,c=3")
                                + line.replace("h=t", "h=t,i=1")
                                + line,
                        Precision.NANOSECONDS);
        String good = "m [a]=[1] [b]=[2] {f}=float 1.0 {g}=string abcd {h}=bool true @1";
        assertThat(results)
                .containsExactly(
                        good,
                        good,
                        good,
                        good.replace("abcd", "ab\"\\"),
                        "error String is greater than 4 bytes",
                        "error String is greater than 4 bytes",
                        "error String is greater than 4 bytes",
                        "error Line has more than 2 tags",
                        "error Line has more than 3 fields",
                        good);
    }

    @Test
    void stringsOfTheLargestSize() {
        String line = "m f=\"" + "x".repeat(65_536) + "\" 1\n";
        assertThat(
                        decode(
                                DecodeLimits.DEFAULT,
                                line.repeat(3) + "m f=\"x" + line.substring(5),
                                Precision.NANOSECONDS))
                .hasSize(4)
                .last()
                .isEqualTo("error String is greater than 64KB");
    }

    /// Behind a mapped page there is nothing to be read.
    @Test
    void aMappedFileThatEndsWithItsPage(@TempDir Path folder) throws IOException {
        byte[] line =
                "cpu,host=a usage_user=58.1317007977292,ok=true 1451606400000000000\n"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] page = new byte[PAGE_BYTES];
        for (int i = 0; i < page.length; i++) {
            page[i] = line[i % line.length];
        }
        Path file = folder.resolve("page");
        Files.write(file, page);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, page.length, arena);
            for (LineDecoder decoder : Decoding.decoders()) {
                for (int from = 0; from < line.length; from++) {
                    List<String> expected =
                            Decoding.decode(
                                    decoder, page, from, page.length, Precision.NANOSECONDS, false);
                    assertThat(decode(decoder, mapped, page, from)).isEqualTo(expected);
                    MemorySegment heap = MemorySegment.ofArray(page).asSlice(from);
                    byte[] slice = heap.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                    assertThat(decode(decoder, heap, slice, 0)).isEqualTo(expected);
                }
            }
        }
    }

    private static List<String> decode(
            LineDecoder decoder, MemorySegment segment, byte[] same, int from) {
        TextSink sink = new TextSink(same, false);
        int to = (int) segment.byteSize();
        DecodeResult result =
                decoder.decode(
                        segment, from, to, Precision.NANOSECONDS, Decoding.DEFAULT_TIME_NS, sink);
        List<String> lines = new ArrayList<>(sink.lines);
        for (LineError error : result.errors()) {
            assertThat(error.byteOffset()).isBetween(from, to - 1);
            lines.add((int) error.lineNumber() - 1, "error " + error.message());
        }
        return lines;
    }

    @Test
    void aRangeThatIsNone() {
        LineDecoder decoder = new LineDecoder(DecodeLimits.DEFAULT);
        TextSink sink = new TextSink(new byte[3], false);
        assertThatThrownBy(() -> decoder.decode(new byte[3], 2, 4, Precision.SECONDS, 0, sink))
                .isInstanceOf(IndexOutOfBoundsException.class);
        MemorySegment segment = MemorySegment.ofArray(new byte[3]);
        assertThatThrownBy(() -> decoder.decode(segment, 2, 4, Precision.SECONDS, 0, sink))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(segment, -1, 2, Precision.SECONDS, 0, sink))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
