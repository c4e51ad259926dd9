package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.jfr.FlushEvent;
import dev.tidalite.engine.jfr.WalSyncEvent;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What happens at the limits, what misuse says, and what an embedder can read off.
final class EngineLimitsTest {
    @TempDir Path folder;

    @Test
    void flushesByItselfWhenMemoryFillsUp() {
        EngineConfig config =
                EngineConfig.builder(folder).memoryBytesMax(8 << 20).flushBytes(200_000).build();
        try (Engine engine = Engine.open(config)) {
            for (int i = 0; i < 400; i++) {
                engine.write(WriteRequest.of("db", lines(i * 100, 100)));
            }
            EngineStats stats = engine.stats();
            assertThat(stats.flushCount()).isPositive();
            assertThat(stats.memoryBytes()).isLessThan(8 << 20);
            assertThat(stats.writtenRows()).isEqualTo(40_000);
            engine.flush();
            assertThat(engine.stats().segmentRows()).isEqualTo(40_000);
        }
    }

    @Test
    void refusesWritesAboveTheMemoryLimit() {
        EngineConfig config =
                EngineConfig.builder(folder)
                        .memoryBytesMax(1 << 20)
                        .flushBytes(Long.MAX_VALUE)
                        .overloadWaitMs(0)
                        .build();
        try (Engine engine = Engine.open(config)) {
            // One write may go over the limit; the next one finds no room, or room again because
            // the background has flushed by then: never anything else.
            int refused = 0;
            for (int i = 0; i < 50; i++) {
                try {
                    engine.write(WriteRequest.of("db", lines(i * 20_000, 20_000)));
                } catch (EngineException.Overloaded e) {
                    refused++;
                    assertThat(e).hasMessageContaining("the limit is 1048576; retry later");
                }
            }
            long rows = engine.stats().writtenRows();
            assertThat(rows).isEqualTo((50 - refused) * 20_000L);
            engine.flush();
            assertThat(engine.stats().segmentRows()).isEqualTo(rows);
        }
    }

    @Test
    void refusesRequestsThatAreTooLong() {
        EngineConfig config = EngineConfig.builder(folder).requestBytesMax(10).build();
        try (Engine engine = Engine.open(config)) {
            assertThatThrownBy(() -> engine.write(WriteRequest.of("db", "m f=1 12345")))
                    .isInstanceOf(EngineException.LimitExceeded.class)
                    .hasMessage("max request size (10 bytes) exceeded");
            assertThat(engine.write(WriteRequest.of("db", "m f=1 1234")).rowCount()).isEqualTo(1);
        }
    }

    @Test
    void onlyOneEngineHasTheFolder() {
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            assertThat(engine.databases()).isEmpty();
            assertThatThrownBy(() -> Engine.open(EngineConfig.of(folder)))
                    .isInstanceOf(EngineException.Locked.class);
        }
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            assertThat(engine.recovery().rowCount()).isZero();
        }
    }

    @Test
    void misuseOfAnAppenderIsClear() {
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            try (Appender appender = engine.appender("db", "m")) {
                assertThatThrownBy(() -> appender.row().time(1).append())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the row has no field");
                assertThatThrownBy(appender::row)
                        .hasMessage("the row begun before was not appended");
                assertThatThrownBy(appender::flush)
                        .hasMessage("the row begun last was not appended");
                assertThatThrownBy(appender::close)
                        .hasMessage("the row begun last was not appended");
                assertThatThrownBy(appender::row).isInstanceOf(EngineException.Closed.class);
            }
            try (Appender appender = engine.appender("db", "m")) {
                assertThatThrownBy(() -> appender.row().tag("t", "").field("f", 1.0).append())
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(appender::close).isInstanceOf(IllegalStateException.class);
            }
            try (Appender appender = engine.appender("db", "m")) {
                assertThatThrownBy(() -> appender.row().field("f", 1.0).append())
                        .hasMessage("the row has no time");
                assertThatThrownBy(appender::close).isInstanceOf(IllegalStateException.class);
            }
            assertThatThrownBy(() -> engine.appender("db", ""))
                    .isInstanceOf(IllegalArgumentException.class);
            try (Appender appender = engine.appender("db", "m")) {
                Appender.Row row = appender.row().time(1).tag("t", "a");
                assertThatThrownBy(() -> row.tag("t", "b")).hasMessageContaining("set already");
                row.field("f", 1.0).append();
            }
            assertThat(engine.stats().writtenRows()).isEqualTo(1);
        }
    }

    @Test
    void recordsEvents() throws IOException {
        Path file = folder.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(FlushEvent.class);
            recording.enable(WalSyncEvent.class);
            recording.start();
            try (Engine engine = Engine.open(EngineConfig.of(folder.resolve("engine")))) {
                engine.write(WriteRequest.of("db", "m f=1 1\nm f=2 2"));
                engine.flush();
                assertThat(engine.stats().logSyncs()).isPositive();
                assertThat(engine.stats().logRecords()).isEqualTo(1);
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(named(events, "dev.tidalite.WalSync"))
                .anyMatch(event -> event.getInt("recordCount") == 1);
        assertThat(named(events, "dev.tidalite.Flush"))
                .anyMatch(event -> event.getLong("rowCount") == 2);
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream().filter(e -> e.getEventType().getName().equals(name)).toList();
    }

    private static String lines(int firstRow, int count) {
        StringBuilder lines = new StringBuilder();
        for (int row = firstRow; row < firstRow + count; row++) {
            lines.append("m,t=").append(row % 7).append(" f=").append(row).append("i ").append(row);
            lines.append('\n');
        }
        return lines.toString();
    }
}
