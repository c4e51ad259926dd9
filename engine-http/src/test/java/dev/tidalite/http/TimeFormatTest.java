package dev.tidalite.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

class TimeFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0,                     1970-01-01T00:00:00Z",
        "1500000000,            1970-01-01T00:00:01.500Z",
        "1000001000,            1970-01-01T00:00:01.000001Z",
        "1,                     1970-01-01T00:00:00.000000001Z",
        "-1,                    1969-12-31T23:59:59.999999999Z",
        "9223372036854775807,   2262-04-11T23:47:16.854775807Z",
        "-9223372036854775808,  1677-09-21T00:12:43.145224192Z",
    })
    void fractionsHaveThreeSixOrNineDigits(long timeNs, String text) {
        assertThat(TimeFormat.text(timeNs, ZoneOffset.UTC)).isEqualTo(text);
    }

    @Test
    void aZoneShowsItsOffset() {
        assertThat(TimeFormat.text(1_640_995_200_000_000_000L, ZoneId.of("Europe/Paris")))
                .isEqualTo("2022-01-01T01:00:00+01:00");
    }

    @Test
    void unitsCutTowardsZero() {
        assertThat(TimeFormat.of(Optional.of("ms")).number(1_999_999)).isEqualTo(1);
        assertThat(TimeFormat.of(Optional.of("s")).number(-1_500_000_000)).isEqualTo(-1);
        assertThat(TimeFormat.of(Optional.empty()).isText()).isTrue();
        assertThatThrownBy(() -> TimeFormat.of(Optional.of("us")))
                .hasMessageStartingWith("invalid epoch 'us'");
    }
}
