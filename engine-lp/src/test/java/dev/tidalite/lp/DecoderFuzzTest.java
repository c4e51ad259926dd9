package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Bytes of a fuzzer. A usual build runs the corpus beside this class in the resources; `-Pnightly`
/// lets Jazzer look for new inputs, guided by the branches they take.
final class DecoderFuzzTest {
    private final List<LineDecoder> decoders = Decoding.decoders();

    @FuzzTest(maxDuration = "10m")
    void asTheReference(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            assertThat(Utf8.firstInvalid(content, 0, content.length)).isEqualTo(-1);
        } catch (CharacterCodingException notUtf8) {
            assertThat(Utf8.firstInvalid(content, 0, content.length)).isNotEqualTo(-1);
            List<String> first =
                    Decoding.decode(
                            decoders.getFirst(),
                            content,
                            0,
                            content.length,
                            Precision.NANOSECONDS,
                            true);
            for (LineDecoder decoder : decoders) {
                assertThat(
                                Decoding.decode(
                                        decoder,
                                        content,
                                        0,
                                        content.length,
                                        Precision.NANOSECONDS,
                                        false))
                        .isEqualTo(first);
            }
            return;
        }
        Decoding.check(decoders, text, Precision.NANOSECONDS, content.length % 9);
    }
}
