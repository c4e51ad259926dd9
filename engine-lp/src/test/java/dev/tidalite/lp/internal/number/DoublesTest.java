package dev.tidalite.lp.internal.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.SplittableRandom;

final class DoublesTest {
    private static final int ROUNDS = Seeds.nightly() ? 20_000_000 : 300_000;

    @Test
    void everyShortCutIsWhatTheJdkSays() {
        int[] decided = new int[1];
        Seeds.forEach(
                ROUNDS,
                random -> {
                    long magnitude = random.nextLong() >>> random.nextInt(64);
                    int exponent = random.nextInt(-70, 71);
                    if (isRight(magnitude, exponent)) {
                        decided[0]++;
                    }
                });
        // Of all exponents 129 in 141 are covered.
        assertThat(decided[0]).isGreaterThan((int) (ROUNDS * 0.85));
    }

    /// Decimals that lie in the middle of two doubles, or next to it, are the hard ones.
    @Test
    void middlesOfDoubles() {
        Seeds.forEach(ROUNDS / 10, DoublesTest::checkMiddle);
    }

    private static void checkMiddle(SplittableRandom random) {
        int binary = random.nextInt(-12, 12);
        double value = Math.scalb((double) (random.nextLong() >>> 11 | 1L << 52), binary);
        BigDecimal half = new BigDecimal(Math.ulp(value)).divide(BigDecimal.TWO);
        BigDecimal middle = new BigDecimal(value).add(half).stripTrailingZeros();
        if (middle.precision() <= Digits.UNSIGNED_DIGITS_SAFE) {
            long magnitude = middle.unscaledValue().longValue();
            for (int near = -1; near <= 1; near++) {
                isRight(magnitude + near, -middle.scale());
            }
        }
    }

    @Test
    void integersAroundPowersOfTwo() {
        for (int bit = 50; bit < 64; bit++) {
            for (long near = -5_000; near < 5_000; near++) {
                for (int exponent = -25; exponent <= 25; exponent += 5) {
                    isRight((1L << bit) + near, exponent);
                }
            }
        }
    }

    /// Whether a short cut decided; fails if it decided wrongly.
    private static boolean isRight(long magnitude, int exponent) {
        double actual = Doubles.scaled(magnitude, exponent);
        if (Double.isNaN(actual)) {
            return false;
        }
        String text = Long.toUnsignedString(magnitude) + "e" + exponent;
        if (actual != Double.parseDouble(text)) {
            throw new AssertionError(text + " was read as " + actual);
        }
        return true;
    }
}
