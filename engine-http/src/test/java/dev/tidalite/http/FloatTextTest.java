package dev.tidalite.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

class FloatTextTest {
    @Test
    void printsAsRustDoes() {
        assertThat(FloatText.of(1e300)).isEqualTo("1e300");
        assertThat(FloatText.of(1.5e-300)).isEqualTo("1.5e-300");
        assertThat(FloatText.of(-1e20)).isEqualTo("-1e20");
        assertThat(FloatText.of(0.1)).isEqualTo("0.1");
        assertThat(FloatText.of(12345678.5)).isEqualTo("12345678.5");
        assertThat(FloatText.of(0.00012)).isEqualTo("0.00012");
        assertThat(FloatText.of(0.00001)).isEqualTo("0.00001");
        assertThat(FloatText.of(0.000001)).isEqualTo("1e-6");
        assertThat(FloatText.of(1e15)).isEqualTo("1000000000000000.0");
        assertThat(FloatText.of(1e16)).isEqualTo("1e16");
    }

    @Test
    void losesNothing() {
        Seeds.forEach(
                10_000,
                random -> {
                    double number = Double.longBitsToDouble(random.nextLong());
                    if (Double.isFinite(number)) {
                        assertThat(Double.parseDouble(FloatText.of(number))).isEqualTo(number);
                    }
                });
    }
}
