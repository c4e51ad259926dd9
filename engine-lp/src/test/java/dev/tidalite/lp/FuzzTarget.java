package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is asked of any bytes: the answer of the reference if they are text, and the same answer of
/// all scanners if not.
public final class FuzzTarget {
    /// These live as long as the JVM: what they learned must never change a result.
    private static final List<LineDecoder> DECODERS = Decoding.decoders();

    private FuzzTarget() {}

    /// Called by Jazzer, which looks for this name.
    public static void fuzzerTestOneInput(byte[] content) {
        boolean valid = Utf8.firstInvalid(content, 0, content.length) < 0;
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            assertThat(valid).isTrue();
            Decoding.check(DECODERS, text, Precision.NANOSECONDS, content.length % 9);
        } catch (CharacterCodingException notUtf8) {
            assertThat(valid).as(notUtf8.toString()).isFalse();
            List<String> first = decode(DECODERS.getFirst(), content, true);
            for (LineDecoder decoder : DECODERS) {
                assertThat(decode(decoder, content, false)).isEqualTo(first);
            }
        }
    }

    private static List<String> decode(LineDecoder decoder, byte[] content, boolean knowing) {
        return Decoding.decode(decoder, content, 0, content.length, Precision.NANOSECONDS, knowing);
    }
}
