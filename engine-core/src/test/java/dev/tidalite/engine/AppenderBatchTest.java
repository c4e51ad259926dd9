package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.testing.NaiveRows;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Rows written in batches, whatever shapes they come in, are those that come of writing every row
/// by itself.
final class AppenderBatchTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(10_000));
    private static final String[] FIELDS = {"a", "b", "c", "time", "host"};

    /// @param shape decides which fields it has, and of what type
    private record Reading(long timeNs, String host, int shape, long value) {
        void append(Appender appender) {
            Appender.Row row = appender.row().time(timeNs);
            tag(row);
            SplittableRandom random = new SplittableRandom(shape);
            row.field("a", value);
            for (int count = random.nextInt(4); count > 0; count--) {
                String name = FIELDS[random.nextInt(20) == 0 ? 3 + random.nextInt(2) : count % 3];
                switch (random.nextInt(name.equals("a") ? 1 : 5)) {
                    case 0 -> row.field(name, value + count);
                    case 1 -> row.field(name, value / 3.0);
                    case 2 -> row.field(name, value % 2 == 0);
                    case 3 -> row.unsigned(name, value);
                    default -> row.field(name, "text " + value);
                }
            }
            row.append();
        }

        /// One to three tags in changing order: mostly those of the series that came next before.
        private void tag(Appender.Row row) {
            boolean hostFirst = value % 7 != 0;
            if (hostFirst) {
                row.tag("host", host);
            }
            if (host.length() % 2 == 0) {
                row.tag("rack", "rack" + host.charAt(host.length() - 1));
            }
            if (!hostFirst) {
                row.tag("host", host);
            }
            if (value % 11 == 0) {
                row.tag("zone", "zone");
            }
            if (value % 13 == 0) {
                assertThatThrownBy(() -> row.tag("host", "again"))
                        .hasMessageContaining("was set already");
                assertThatThrownBy(() -> row.tag("zone", "")).hasMessageContaining("zone");
            }
        }
    }

    @Test
    void batchesAreRows() {
        Seeds.forEach(40, AppenderBatchTest::compare);
    }

    /// As many rows as several batches are, which are written while the next ones are gathered.
    @Test
    void rowsThatNobodyFlushesAreRows() {
        Seeds.forEach(
                4,
                random -> {
                    int count = 30_000 + random.nextInt(60_000);
                    List<Reading> readings = readings(random, count);
                    List<Integer> thousands = Collections.nCopies(count / 1_000 + 1, 1_000);
                    assertThat(written(readings, List.of(count)))
                            .isEqualTo(written(readings, thousands));
                });
    }

    private static void compare(SplittableRandom random) {
        List<Reading> readings = readings(random, 1 + random.nextInt(400));
        List<Integer> batches = new ArrayList<>();
        for (int rows = 0; rows < readings.size(); rows += batches.getLast()) {
            batches.add(1 + random.nextInt(200));
        }
        List<Integer> single = readings.stream().map(reading -> 1).toList();
        assertThat(written(readings, batches)).isEqualTo(written(readings, single));
    }

    private static List<Reading> readings(SplittableRandom random, int count) {
        List<Reading> readings = new ArrayList<>();
        int shapes = 1 + random.nextInt(4);
        int firstShape = random.nextInt(1 << 20);
        int shape = firstShape;
        for (int i = count; i > 0; i--) {
            shape = random.nextInt(10) == 0 ? firstShape + random.nextInt(shapes) : shape;
            long second = random.nextInt(100) == 0 ? 1 : 9_000 + random.nextInt(900);
            String host = "host" + random.nextInt(1 + random.nextInt(20));
            readings.add(new Reading(second * 1_000_000_000, host, shape, i));
        }
        return readings;
    }

    /// What is in the table when all readings were written in batches of these sizes.
    private static List<List<@Nullable Object>> written(
            List<Reading> readings, List<Integer> batches) {
        EngineConfig config = EngineConfig.builder(Path.of("/crashable")).clock(NOW).build();
        try (Engine engine = Engine.open(config, new CrashableStorage())) {
            engine.createDatabase("db");
            engine.setRetention("db", Optional.of(Duration.ofSeconds(5_000)));
            try (Appender appender = engine.appender("db", "t")) {
                int next = 0;
                for (int size : batches) {
                    for (int row = 0; row < size && next < readings.size(); row++) {
                        Reading reading = readings.get(next++);
                        tolerant(() -> reading.append(appender));
                    }
                    tolerant(appender::flush);
                }
            }
            return rows(engine);
        }
    }

    /// Rows that cannot be written are part of what is tried.
    private static void tolerant(Runnable write) {
        try {
            write.run();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("were not written");
        }
    }

    private static List<List<@Nullable Object>> rows(Engine engine) {
        try (Snapshot snapshot = engine.snapshot("db")) {
            if (snapshot.tables().isEmpty()) {
                return List.of();
            }
            List<String> columns =
                    snapshot.tables().getFirst().columns().stream()
                            .map(column -> column.name())
                            .sorted()
                            .toList();
            List<List<@Nullable Object>> rows =
                    NaiveRows.drain(snapshot.scan(ScanSpec.of("t", columns)));
            rows.sort(Comparator.comparing(List::toString));
            List<@Nullable Object> names = new ArrayList<>(columns);
            rows.addFirst(names);
            return rows;
        }
    }
}
