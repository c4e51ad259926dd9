package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.lp.internal.scan.ByteScanner;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

final class Utf8Test {
    /// The messages are those of Rust's `std::str::Utf8Error`.
    @ParameterizedTest
    @CsvSource({
        "61ff62, invalid utf-8 sequence of 1 bytes from index 1",
        "80, invalid utf-8 sequence of 1 bytes from index 0",
        "c080, invalid utf-8 sequence of 1 bytes from index 0",
        "6161c3, incomplete utf-8 byte sequence from index 2",
        "c328, invalid utf-8 sequence of 1 bytes from index 0",
        "e28228, invalid utf-8 sequence of 2 bytes from index 0",
        "e282, incomplete utf-8 byte sequence from index 0",
        "e08080, invalid utf-8 sequence of 1 bytes from index 0",
        "eda080, invalid utf-8 sequence of 1 bytes from index 0",
        "f09f9828, invalid utf-8 sequence of 3 bytes from index 0",
        "f09f98, incomplete utf-8 byte sequence from index 0",
        "f4908080, invalid utf-8 sequence of 1 bytes from index 0",
        "f5, invalid utf-8 sequence of 1 bytes from index 0",
    })
    void saysWhatRustSays(String hex, String message) {
        byte[] content = HexFormat.of().parseHex(hex);
        byte[] bytes = Decoding.among(content, 5);
        int invalid = Utf8.firstInvalid(bytes, 5, 5 + content.length);
        assertThat(invalid).isGreaterThanOrEqualTo(5);
        assertThat(Utf8.message(bytes, 5, 5 + content.length, invalid)).isEqualTo(message);
    }

    @Test
    void findsWhatTheJdkFinds() {
        Seeds.forEach(
                100_000,
                random -> {
                    byte[] content = new byte[random.nextInt(160)];
                    byte[] valid = "aé日😀".getBytes(StandardCharsets.UTF_8);
                    int at = 0;
                    while (at < content.length) {
                        int run = Math.min(content.length - at, random.nextInt(1, 80));
                        boolean ascii = random.nextBoolean();
                        for (int i = 0; i < run; i++) {
                            content[at + i] = ascii ? (byte) 'x' : valid[i % valid.length];
                        }
                        at += run;
                    }
                    if (content.length > 0 && random.nextBoolean()) {
                        content[random.nextInt(content.length)] = (byte) random.nextInt();
                    }
                    int offset = random.nextInt(5);
                    byte[] bytes = Decoding.among(content, offset);
                    for (ByteScanner scanner : Decoding.scanners()) {
                        int invalid =
                                Utf8.firstInvalid(bytes, offset, offset + content.length, scanner);
                        assertThat(invalid < 0 ? -1 : invalid - offset)
                                .isEqualTo(firstInvalidByJdk(content));
                    }
                });
    }

    private static int firstInvalidByJdk(byte[] content) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(content);
        CoderResult result = decoder.decode(in, CharBuffer.allocate(content.length + 1), true);
        return result.isError() ? in.position() : -1;
    }
}
