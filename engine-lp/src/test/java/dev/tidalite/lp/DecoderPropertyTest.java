package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/// Whatever the text, every scanner, every cut and every prediction gives what the reference gives.
final class DecoderPropertyTest {
    private static final int ROUNDS = Seeds.nightly() ? 2_000_000 : 4_000;

    /// These live through all rounds: what they learned must never change a result.
    private final List<LineDecoder> decoders = Decoding.decoders();

    @Test
    void anyTextIsReadAsTheReferenceReadsIt() {
        Seeds.forEach(
                ROUNDS,
                random -> {
                    LineTexts texts = new LineTexts(random);
                    String text =
                            switch (random.nextInt(4)) {
                                case 0 -> texts.soup();
                                case 1 -> texts.lines();
                                default -> texts.damaged();
                            };
                    Precision[] precisions = Precision.values();
                    Precision precision =
                            precisions[Math.max(0, random.nextInt(12) - 6) % precisions.length];
                    Decoding.check(decoders, text, precision, random.nextInt(70));
                });
    }

    @Test
    void everyCutIsReadAsTheReferenceReadsIt() {
        Seeds.forEach(
                ROUNDS / 100,
                random -> {
                    LineTexts texts = new LineTexts(random);
                    everyCut(random.nextInt(3) == 0 ? texts.damaged() : texts.lines());
                });
    }

    @Test
    void everyCutOfTheConformanceRows() throws IOException {
        ConformanceTest.rows().map(ConformanceTest.Row::text).forEach(this::everyCut);
    }

    /// Texts over a few thousand characters are cut at random places instead of at every one.
    private void everyCut(String text) {
        SplittableRandom random = new SplittableRandom(text.length());
        int step = 1 + text.length() / 1_000;
        for (int cut = 0; cut <= text.length(); cut += step == 1 ? 1 : random.nextInt(step * 2)) {
            if (cut == 0 || !Character.isHighSurrogate(text.charAt(cut - 1))) {
                Decoding.check(decoders, text.substring(0, cut), Precision.NANOSECONDS, cut % 9);
            }
        }
    }

    @Test
    void randomBytesDoNoHarmAndAllScannersAgree() {
        Seeds.forEach(
                ROUNDS,
                random -> {
                    byte[] content = new byte[random.nextInt(200)];
                    byte[] likely =
                            " ,=\\\"\n#imtf0123456789.-e\t\0".getBytes(StandardCharsets.UTF_8);
                    int wild = random.nextInt(20);
                    for (int i = 0; i < content.length; i++) {
                        content[i] =
                                random.nextInt(20) < wild
                                        ? (byte) random.nextInt()
                                        : likely[random.nextInt(likely.length)];
                    }
                    int offset = random.nextInt(70);
                    byte[] bytes = Decoding.among(content, offset);
                    List<String> first = null;
                    for (LineDecoder decoder : decoders) {
                        List<String> lines =
                                Decoding.decode(
                                        decoder,
                                        bytes,
                                        offset,
                                        offset + content.length,
                                        Precision.SECONDS,
                                        true);
                        if (first == null) {
                            first = lines;
                        }
                        assertThat(lines).isEqualTo(first);
                        // Nothing behind the end of the array can be read without an exception.
                        assertThat(
                                        Decoding.decode(
                                                decoder,
                                                content,
                                                0,
                                                content.length,
                                                Precision.SECONDS,
                                                false))
                                .isEqualTo(first);
                    }
                });
    }
}
