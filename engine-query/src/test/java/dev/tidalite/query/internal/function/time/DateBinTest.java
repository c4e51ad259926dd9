package dev.tidalite.query.internal.function.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.List;

class DateBinTest {
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /// Clocks in Berlin are put back from 03:00 to 02:00 at 01:00Z, and forward from 02:00 to 03:00
    /// at 01:00Z in spring.
    @ParameterizedTest
    @CsvSource({
        // what is shown twice is in bins of their own if these are not longer
        "25, 2020-10-25T00:10:00Z, 2020-10-25T00:05:00Z, 2020-10-25T00:30:00Z",
        "25, 2020-10-25T01:10:00Z, 2020-10-25T01:05:00Z, 2020-10-25T01:30:00Z",
        "25, 2020-10-25T00:57:00Z, 2020-10-25T00:55:00Z, 2020-10-25T01:05:00Z",
        // else in one, from the first time on
        "85, 2020-10-25T00:52:00Z, 2020-10-25T00:50:00Z, 2020-10-25T03:15:00Z",
        "85, 2020-10-25T01:52:00Z, 2020-10-25T00:50:00Z, 2020-10-25T03:15:00Z",
        "85, 2020-10-25T01:40:00Z, 2020-10-24T23:25:00Z, 2020-10-25T00:50:00Z",
        // a start that no clock shows is as long after midnight as it would be
        "85, 2020-03-29T01:20:00Z, 2020-03-29T01:50:00Z, 2020-03-29T02:15:00Z",
        "1440, 2020-10-25T12:00:00Z, 2020-10-24T22:00:00Z, 2020-10-25T23:00:00Z",
        "1440, 2020-03-29T12:00:00Z, 2020-03-28T23:00:00Z, 2020-03-29T22:00:00Z",
    })
    void binsWhereClocksAreChanged(long minutes, String time, String bin, String next) {
        DateBin grid = new DateBin(0, minutes * MINUTE_NS, midnight(time), BERLIN);

        assertThat(at(grid.bin(nanos(time)))).isEqualTo(bin);
        assertThat(at(grid.next(nanos(bin)))).isEqualTo(next);
    }

    /// The midnight before a time, as its wall clock shows it.
    private static long midnight(String time) {
        LocalDateTime shown = Instant.parse(time).atZone(BERLIN).toLocalDateTime();
        return Calendar.nanos(shown.toLocalDate().atStartOfDay());
    }

    private static long nanos(String time) {
        return Instant.parse(time).getEpochSecond() * 1_000_000_000L;
    }

    private static String at(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L)).toString();
    }

    @Test
    void binsOfManyTimesAreThoseOfEach() {
        List<String> zones = List.of("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns");
        Seeds.forEach(
                500,
                random -> {
                    ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
                    long stepNs = (1 + random.nextInt(200)) * MINUTE_NS;
                    DateBin grid = new DateBin(0, stepNs, random.nextInt(200) * MINUTE_NS, zone);
                    Instant some = Instant.ofEpochSecond(random.nextInt(1_700_000_000));
                    ZoneOffsetTransition change = zone.getRules().nextTransition(some);
                    long fromNs = (change.toEpochSecond() - 6 * 3600) * 1_000_000_000L;
                    long[] times = new long[500];
                    Arrays.setAll(times, i -> fromNs + i * 2 * MINUTE_NS);
                    long[] bins = new long[times.length];

                    grid.bin(times, times.length, bins);

                    for (int i = 0; i < times.length; i++) {
                        assertThat(bins[i])
                                .as("%s at %s", grid, times[i])
                                .isEqualTo(grid.bin(times[i]));
                        assertThat(grid.next(bins[i]))
                                .as("%s after %s", grid, bins[i])
                                .isGreaterThan(bins[i]);
                        if (stepNs > Math.abs(change.getDuration().toNanos())) {
                            assertThat(grid.bin(bins[i]))
                                    .as("%s at %s", grid, bins[i])
                                    .isEqualTo(bins[i]);
                        }
                    }
                });
    }
}
