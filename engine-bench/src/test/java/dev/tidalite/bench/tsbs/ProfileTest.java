package dev.tidalite.bench.tsbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.lp.Point;
import dev.tidalite.lp.PointReader;
import dev.tidalite.lp.Precision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

class ProfileTest {
    private static String lines(Profile profile, int series, long rows, long seed)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GenerateCommand.write(profile.source(series, seed), rows, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The files are what `bench generate --profile=NAME --series=2 --rows=20 --seed=7` prints.
    @ParameterizedTest
    @EnumSource
    void theFirstLinesAreThoseOfTheFile(Profile profile) throws IOException {
        String name = profile.name().toLowerCase(Locale.ROOT) + ".lp";
        try (InputStream expected = ProfileTest.class.getResourceAsStream(name)) {
            assertThat(expected).as(name).isNotNull();
            assertThat(lines(profile, 2, 20, 7))
                    .isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSeedDecides(Profile profile) throws IOException {
        assertThat(lines(profile, 5, 5_000, 3)).isEqualTo(lines(profile, 5, 5_000, 3));
        assertThat(lines(profile, 5, 100, 3)).isNotEqualTo(lines(profile, 5, 100, 4));
    }

    private static List<Point> points(Profile profile, int series, int rows) throws IOException {
        byte[] text = lines(profile, series, rows, 1).getBytes(StandardCharsets.UTF_8);
        PointReader reader = new PointReader(text, Precision.NANOSECONDS, 0);
        List<Point> points = new ArrayList<>();
        reader.forEachRemaining(points::add);
        assertThat(reader.errors()).isEmpty();
        assertThat(points).hasSize(rows);
        return points;
    }

    @Test
    void devopsHasNineTablesAHost() throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        for (Point point : points(Profile.DEVOPS, 3, 9 * 3 * 4)) {
            counts.merge(point.measurement(), 1, Integer::sum);
        }
        assertThat(counts)
                .hasSize(9)
                .containsKeys("cpu", "diskio", "disk", "kernel", "mem", "net", "nginx")
                .containsKeys("postgresl", "redis")
                .allSatisfy((_, count) -> assertThat(count).isEqualTo(12));
    }

    @Test
    void trucksHaveGapsAndLateRows() throws IOException {
        Map<String, Long> last = new HashMap<>();
        long newest = 0;
        int gaps = 0;
        int late = 0;
        for (Point point : points(Profile.IOT, 20, 100_000)) {
            if (point.measurement().equals("readings")) {
                Long before = last.put(point.tags().toString(), point.timeNs());
                gaps += before != null && point.timeNs() - before > CpuData.STEP_NS ? 1 : 0;
                late += point.timeNs() < newest ? 1 : 0;
                newest = Math.max(newest, point.timeNs());
                assertThat(before == null || before < point.timeNs()).isTrue();
            }
        }
        assertThat(gaps).isGreaterThan(100);
        assertThat(late).isGreaterThan(1_000);
    }
}
