package dev.tidalite.lp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.lp.internal.scan.ByteScanner;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Every scanner gives what the one that goes byte by byte gives, wherever a range begins or ends.
final class ScannersTest {
    private static final String LIKELY = "\\\\\\\"\" \n\txy\u0001";

    @Test
    void allGiveWhatTheScalarOneGives() {
        Seeds.forEach(
                Seeds.nightly() ? 1_000_000 : 30_000,
                random -> {
                    byte[] bytes = new byte[random.nextInt(210)];
                    int rare = 1 + random.nextInt(100);
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] =
                                random.nextInt(rare) == 0
                                        ? (byte) LIKELY.charAt(random.nextInt(LIKELY.length()))
                                        : random.nextInt(200) == 0
                                                ? (byte) random.nextInt()
                                                : (byte) 'a';
                    }
                    int to = random.nextInt(bytes.length + 1);
                    compareAll(bytes, random.nextInt(to + 1), to);
                });
    }

    /// Backslashes in a row around the border of a vector, with a quote behind them.
    @Test
    void rowsOfBackslashes() {
        for (int length = 0; length <= 200; length++) {
            for (int row = 0; row <= Math.min(length, 140); row++) {
                byte[] bytes =
                        "a"
                                .repeat(length - row)
                                .concat("\\".repeat(row))
                                .concat("\" \n")
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                compareAll(bytes, 0, bytes.length);
                compareAll(bytes, 0, bytes.length - 2);
                compareAll(bytes, Math.min(length - row, bytes.length), bytes.length);
            }
        }
    }

    private static void compareAll(byte[] bytes, int from, int to) {
        List<ByteScanner> scanners = Decoding.scanners();
        ByteScanner scalar = scanners.getFirst();
        for (ByteScanner scanner : scanners) {
            assertThat(scanner.seriesEnd(bytes, from, to))
                    .isEqualTo(scalar.seriesEnd(bytes, from, to));
            assertThat(scanner.stringEnd(bytes, from, to))
                    .isEqualTo(scalar.stringEnd(bytes, from, to));
            assertThat(scanner.lineStop(bytes, from, to))
                    .isEqualTo(scalar.lineStop(bytes, from, to));
            assertThat(scanner.nonAscii(bytes, from, to))
                    .isEqualTo(scalar.nonAscii(bytes, from, to));
        }
    }
}
