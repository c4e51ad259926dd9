package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.lp.internal.scan.ByteScanner;
import dev.tidalite.lp.internal.scan.ScalarScanner;
import dev.tidalite.lp.internal.scan.SwarScanner;
import dev.tidalite.lp.internal.scan.VectorScanner;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Decodes as text, with each scanner, so that results can be compared line by line.
final class Decoding {
    static final DecodeLimits LIMITS = new DecodeLimits(65_536, 4_096, 65_536, Integer.MAX_VALUE);
    static final long DEFAULT_TIME_NS = 77_777_777_777L;

    private Decoding() {}

    static List<ByteScanner> scanners() {
        return List.of(new ScalarScanner(), new SwarScanner(), VectorScanner.create());
    }

    static List<LineDecoder> decoders() {
        return scanners().stream().map(s -> new LineDecoder(LIMITS, s)).toList();
    }

    /// What [TextSink] writes for each good line, and `error …` for each bad one, in order.
    static List<String> decode(
            LineDecoder decoder,
            byte[] bytes,
            int from,
            int to,
            Precision precision,
            boolean knowing) {
        TextSink sink = new TextSink(bytes, knowing);
        return merge(decoder.decode(bytes, from, to, precision, DEFAULT_TIME_NS, sink), sink, from);
    }

    /// The same from native memory.
    static List<String> decodeNative(
            LineDecoder decoder, byte[] bytes, int from, int to, Precision precision) {
        TextSink sink = new TextSink(bytes, true);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(Math.max(1, to));
            MemorySegment.copy(MemorySegment.ofArray(bytes), from, segment, from, (long) to - from);
            return merge(
                    decoder.decode(segment, from, to, precision, DEFAULT_TIME_NS, sink),
                    sink,
                    from);
        }
    }

    private static List<String> merge(DecodeResult result, TextSink sink, int from) {
        List<String> lines = new ArrayList<>(sink.lines);
        for (LineError error : result.errors()) {
            assertThat(error.byteOffset()).isGreaterThanOrEqualTo(from);
            lines.add((int) error.lineNumber() - 1, "error " + error.message());
        }
        assertThat(result.lineCount()).isEqualTo(sink.lines.size());
        assertThat(result.errorCount()).isEqualTo(result.errors().size());
        return lines;
    }

    /// Decodes a text by every decoder, among bytes that are not part of it, and compares to the
    /// reference.
    static void check(List<LineDecoder> decoders, String text, Precision precision, int offset) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        List<String> expected = ReferenceParser.parse(text, precision, DEFAULT_TIME_NS);
        byte[] bytes = among(content, offset);
        int to = offset + content.length;
        for (LineDecoder decoder : decoders) {
            for (boolean knowing : new boolean[] {false, true}) {
                assertThat(decode(decoder, bytes, offset, to, precision, knowing))
                        .as("%s", text)
                        .isEqualTo(expected);
            }
        }
        LineDecoder any = decoders.get(content.length % decoders.size());
        assertThat(decodeNative(any, bytes, offset, to, precision)).isEqualTo(expected);
    }

    /// The content with digits, quotes and newlines before and behind it, which would change what
    /// it means if they were read.
    static byte[] among(byte[] content, int offset) {
        byte[] bytes = new byte[offset + content.length + 70];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) "7\" \\i\n=,".charAt(i % 8);
        }
        System.arraycopy(content, 0, bytes, offset, content.length);
        return bytes;
    }
}
