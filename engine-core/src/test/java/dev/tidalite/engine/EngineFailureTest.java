package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage.Fault;
import dev.tidalite.engine.internal.storage.FaultyStorage.Operation;
import dev.tidalite.engine.internal.storage.FaultyStorage.Rule;
import dev.tidalite.engine.internal.storage.FileName;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What `docs/user/operations.md` says about failures, sentence by sentence.
final class EngineFailureTest {
    /// Held, because a logger that nobody holds forgets its level.
    private static final Logger QUIET = Logger.getLogger("dev.tidalite");

    @TempDir Path folder;

    private final CrashableStorage disk = new CrashableStorage();
    private final FaultyStorage storage = new FaultyStorage(disk);

    @BeforeAll
    static void expectWarnings() {
        QUIET.setLevel(Level.OFF);
    }

    private static EngineConfig config() {
        return EngineConfig.builder(Path.of("/crashable"))
                .memoryBytesMax(4 << 20)
                .overloadWaitMs(50)
                .build();
    }

    private static void write(Engine engine, int number) {
        engine.write(WriteRequest.of("db", "m n=" + number + "i " + number));
    }

    private static long rowCount(Engine engine) {
        try (Snapshot snapshot = engine.snapshot("db")) {
            return ModelEngine.read(snapshot, _ -> true).rowCount();
        }
    }

    @Test
    void aFailedSyncOfTheLogEndsWritingAndNotReading() {
        try (Engine engine = Engine.open(config(), storage)) {
            write(engine, 1);
            storage.add(new Rule(Operation.SYNC, "wal/", 0, 1, Fault.IO_ERROR));
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> write(engine, 2))
                        .isInstanceOf(EngineException.ReadOnly.class)
                        .hasMessageContaining("Input/output error");
            }
            assertThat(rowCount(engine)).isEqualTo(1);
        }
        try (Engine engine = Engine.open(config(), disk.crash(new SplittableRandom(1), 0))) {
            assertThat(rowCount(engine)).isEqualTo(1);
            write(engine, 2);
        }
    }

    @Test
    void aWriteInDoubtIsReplayedWithTheSeriesThatItSpeaksOf() {
        try (Engine engine = Engine.open(config(), storage)) {
            write(engine, 1);
            storage.add(new Rule(Operation.SYNC, "wal/", 0, 1, Fault.IO_ERROR));
            assertThatThrownBy(() -> write(engine, 2)).isInstanceOf(EngineException.ReadOnly.class);
            assertThatThrownBy(engine::flush).isInstanceOf(EngineException.ReadOnly.class);
        }
        try (Engine engine = Engine.open(config(), disk.crash(new SplittableRandom(1), 1))) {
            assertThat(rowCount(engine)).isEqualTo(2);
        }
    }

    @Test
    void afterAFailedWriteNothingIsChangedAnyMore() {
        try (Engine engine = Engine.open(config(), storage)) {
            write(engine, 1);
            engine.flush();
            storage.add(new Rule(Operation.SYNC, "wal/", 0, 1, Fault.IO_ERROR));
            assertThatThrownBy(() -> write(engine, 2)).isInstanceOf(EngineException.ReadOnly.class);
            List<Executable> changes =
                    List.of(
                            () -> engine.createDatabase("other"),
                            () -> engine.setRetention("db", Optional.of(Duration.ofDays(1))),
                            () -> engine.delete("db", "m", TimeRange.ALL, List.of()),
                            () -> engine.dropTable("db", "m"),
                            () -> engine.dropDatabase("db"));
            for (Executable change : changes) {
                assertThrows(EngineException.ReadOnly.class, change);
            }
            assertThat(rowCount(engine)).isEqualTo(1);
        }
        try (Engine engine = Engine.open(config(), disk.crash(new SplittableRandom(1), 1))) {
            assertThat(rowCount(engine)).isEqualTo(2);
            assertThat(engine.retention("db")).isEmpty();
        }
    }

    /// After a failed sync a system may hold pages that it takes for written and that are not on
    /// the disk: they can be read, and no sync writes them. Each life here ends so, the machine
    /// goes on, and the next opening must make durable what it takes for true.
    @Test
    void whatAFailedSyncLeftInTheSystemsMemoryIsWrittenAgain() {
        for (String part : List.of("wal/", "manifest/")) {
            CrashableStorage machine = new CrashableStorage();
            FaultyStorage faulty = new FaultyStorage(machine);
            for (int life = 1; life <= 16; life++) {
                int inDoubt = 3 * life + 1;
                try (Engine engine = Engine.open(config(), faulty)) {
                    write(engine, 3 * life);
                    faulty.add(new Rule(Operation.SYNC, part, 0, 1, Fault.LOST_SYNC));
                    assertThrows(
                            EngineException.ReadOnly.class,
                            () -> {
                                write(engine, inDoubt);
                                engine.flush();
                            });
                }
                faulty.clear();
                long seen;
                try (Engine engine = Engine.open(config(), faulty)) {
                    seen = rowCount(engine);
                    write(engine, 3 * life + 2);
                    machine = machine.crash(new SplittableRandom(life), 0);
                }
                faulty = new FaultyStorage(machine);
                try (Engine engine = Engine.open(config(), faulty)) {
                    assertThat(rowCount(engine)).isEqualTo(seen + 1);
                }
            }
        }
    }

    @Test
    void aManifestIsNotTrustedBeforeItsNameIsDurable() {
        storage.add(new Rule(Operation.SYNC_FOLDER, "manifest/", 0, 1, Fault.IO_ERROR));
        assertThrows(EngineException.Storage.class, () -> Engine.open(config(), storage));
        CrashableStorage restarted = disk.restart();
        CrashableStorage crashed;
        try (Engine engine = Engine.open(config(), restarted)) {
            write(engine, 1);
            crashed = restarted.crash(new SplittableRandom(1), 0);
        }
        try (Engine engine = Engine.open(config(), crashed)) {
            assertThat(rowCount(engine)).isEqualTo(1);
        }
    }

    @Test
    void aLogThatCannotBeTrimmedIsTrimmedByALaterFlush() {
        EngineConfig small =
                EngineConfig.builder(Path.of("/crashable")).logFileBytesMax(4096).build();
        try (Engine engine = Engine.open(small, storage)) {
            for (int number = 1; number <= 200; number++) {
                write(engine, number);
            }
            int before = disk.list(FileName.WAL_FOLDER).size();
            storage.add(new Rule(Operation.DELETE, "wal/", 0, 1, Fault.IO_ERROR));
            engine.flush();
            assertThat(storage.strikes()).isEqualTo(1);
            assertThat(disk.list(FileName.WAL_FOLDER)).hasSize(before);
            assertThat(engine.stats().flushCount()).isEqualTo(1);
            write(engine, 201);
            engine.flush();
            assertThat(disk.list(FileName.WAL_FOLDER)).hasSize(1);
            assertThat(rowCount(engine)).isEqualTo(201);
        }
    }

    @Test
    void aRetentionHasALimit() {
        try (Engine engine = Engine.open(config(), storage)) {
            engine.createDatabase("db");
            Duration longest = Duration.ofDays(106_751);
            engine.setRetention("db", Optional.of(longest));
            assertThat(engine.retention("db")).hasValue(longest);
            assertThatThrownBy(() -> engine.setRetention("db", Optional.of(longest.plusNanos(1))))
                    .isInstanceOf(EngineException.LimitExceeded.class)
                    .hasMessageContaining("the limit of 106751 days");
            assertThatThrownBy(() -> engine.setRetention("db", Optional.of(Duration.ZERO)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(engine.retention("db")).hasValue(longest);
            write(engine, 1);
            assertThat(rowCount(engine)).isEqualTo(1);
        }
    }

    /// Memory that is full is a reason to write again later, a log that failed is not.
    @Test
    void afterAFailedWriteFullMemoryIsNotWaitedFor() {
        EngineConfig tight =
                EngineConfig.builder(Path.of("/crashable"))
                        .durability(Durability.interval(200))
                        .memoryBytesMax(1 << 20)
                        .overloadWaitMs(0)
                        .build();
        try (Engine engine = Engine.open(tight, storage)) {
            storage.add(new Rule(Operation.CREATE, "segments/", 0, Long.MAX_VALUE, Fault.NO_SPACE));
            storage.add(new Rule(Operation.SYNC, "wal/", 0, Long.MAX_VALUE, Fault.IO_ERROR));
            StringBuilder lines = new StringBuilder();
            for (int number = 0; number < 80_000; number++) {
                lines.append("m n=").append(number).append("i ").append(number).append('\n');
            }
            assertThat(engine.write(WriteRequest.of("db", lines.toString())).isComplete()).isTrue();
            assertThat(engine.stats().memoryBytes()).isGreaterThan(tight.memoryBytesMax());
            EngineException refused = assertThrows(EngineException.class, () -> write(engine, 1));
            for (int left = 2_000;
                    refused instanceof EngineException.Overloaded && left > 0;
                    left--) {
                LockSupport.parkNanos(5_000_000);
                refused = assertThrows(EngineException.class, () -> write(engine, 1));
            }
            assertThat(refused).isInstanceOf(EngineException.ReadOnly.class);
        }
    }

    @Test
    void aFullDiskEndsWritingUntilThereIsRoomAndTheEngineIsOpenedAgain() {
        try (Engine engine = Engine.open(config(), storage)) {
            write(engine, 1);
            storage.add(new Rule(Operation.WRITE, "", 0, Long.MAX_VALUE, Fault.SHORT_WRITE));
            assertThatThrownBy(() -> write(engine, 2))
                    .isInstanceOf(EngineException.ReadOnly.class)
                    .hasMessageContaining("No space left on device");
            assertThat(rowCount(engine)).isEqualTo(1);
        }
        storage.clear();
        try (Engine engine = Engine.open(config(), storage)) {
            write(engine, 3);
            assertThat(rowCount(engine)).isBetween(2L, 3L);
        }
    }

    @Test
    void aSegmentThatCannotBeWrittenIsWrittenLater() {
        try (Engine engine = Engine.open(config(), storage)) {
            write(engine, 1);
            storage.add(new Rule(Operation.CREATE, "segments/", 0, 1, Fault.NO_SPACE));
            assertThatThrownBy(engine::flush)
                    .isInstanceOf(EngineException.Storage.class)
                    .hasMessageContaining("No space left on device");
            write(engine, 2);
            assertThat(rowCount(engine)).isEqualTo(2);
            engine.flush();
            assertThat(rowCount(engine)).isEqualTo(2);
            assertThat(engine.stats().segmentCount()).isPositive();
        }
    }

    @Test
    void aManifestThatFailsPutsFlushesOffAndWritesGoOn() {
        try (Engine engine = Engine.open(config(), storage)) {
            write(engine, 1);
            storage.add(new Rule(Operation.SYNC, "manifest/", 0, 1, Fault.IO_ERROR));
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(engine::flush)
                        .isInstanceOf(EngineException.ReadOnly.class)
                        .hasMessageContaining("manifest");
            }
            assertThat(disk.list(FileName.SEGMENT_FOLDER)).hasSize(1);
            write(engine, 2);
            assertThat(rowCount(engine)).isEqualTo(2);
        }
        try (Engine engine = Engine.open(config(), disk.crash(new SplittableRandom(2), 1))) {
            assertThat(rowCount(engine)).isEqualTo(2);
            engine.flush();
        }
    }

    @Test
    void aReadOnlyFolderIsNotOpened() {
        storage.add(new Rule(Operation.CREATE, "", 0, Long.MAX_VALUE, Fault.READ_ONLY));
        assertThatThrownBy(() -> Engine.open(config(), storage))
                .isInstanceOf(EngineException.Storage.class)
                .hasMessageContaining("Read-only file system");
        storage.clear();
        Engine.open(config(), storage).close();
    }

    @Test
    void twoEnginesDoNotShareAFolder() {
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            assertThatThrownBy(() -> Engine.open(EngineConfig.of(folder)))
                    .isInstanceOf(EngineException.Locked.class)
                    .hasMessageContaining(folder.toString());
            write(engine, 1);
        }
        Engine.open(EngineConfig.of(folder)).close();
    }

    @Test
    void aClockThatJumpsBackChangesNothingButRetention() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-05-01T00:00:00Z"));
        EngineConfig config = EngineConfig.builder(folder).clock(now::get).build();
        try (Engine engine = Engine.open(config)) {
            engine.createDatabase("db");
            engine.setRetention("db", Optional.of(Duration.ofHours(1)));
            long timeNs = now.get().getEpochSecond() * 1_000_000_000L;
            SequenceNumber first =
                    engine.write(WriteRequest.of("db", "m n=1i " + timeNs)).sequenceNumber();
            now.set(now.get().minus(Duration.ofDays(400)));
            SequenceNumber second =
                    engine.write(WriteRequest.of("db", "m n=2i " + timeNs)).sequenceNumber();
            assertThat(second).isGreaterThan(first);
            engine.flush();
            assertThat(rowCount(engine)).isEqualTo(1);
            now.set(now.get().plus(Duration.ofDays(800)));
            assertThat(rowCount(engine)).isZero();
        }
    }

    @Test
    void anInterruptedThreadGoesOnAndStaysInterrupted() {
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            Thread.currentThread().interrupt();
            write(engine, 1);
            assertThat(Thread.interrupted()).isTrue();
            Thread.currentThread().interrupt();
            engine.flush();
            assertThat(Thread.interrupted()).isTrue();
            Thread.currentThread().interrupt();
            assertThat(rowCount(engine)).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
            write(engine, 2);
            engine.flush();
            assertThat(rowCount(engine)).isEqualTo(2);
        }
    }

    @Test
    void interruptsAtAnyMomentHarmNothing() throws Exception {
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            FutureTask<Integer> work = new FutureTask<>(() -> writeInterrupted(engine));
            Thread writer = new Thread(work);
            writer.start();
            while (writer.isAlive()) {
                writer.interrupt();
                LockSupport.parkNanos(200_000);
            }
            assertThat(rowCount(engine)).isEqualTo((long) work.get());
        }
        try (Engine engine = Engine.open(EngineConfig.of(folder))) {
            assertThat(rowCount(engine)).isEqualTo(300);
        }
    }

    private static int writeInterrupted(Engine engine) {
        for (int number = 1; number <= 300; number++) {
            write(engine, number);
            if (number % 20 == 0) {
                engine.flush();
            }
            if (number % 30 == 0) {
                assertThat(rowCount(engine)).isEqualTo(number);
            }
            if (number % 7 == 0) {
                Thread.interrupted(); // else nothing after the first one is cut short
            }
        }
        return 300;
    }

    @Test
    void damageInTheLogIsAnErrorAndSalvageKeepsTheRest() {
        CrashableStorage storage = new CrashableStorage();
        Engine engine = Engine.open(config(), storage);
        for (int number = 1; number <= 20; number++) {
            write(engine, number);
        }
        CrashableStorage crashed = storage.crash(new SplittableRandom(3), 0);
        engine.close();
        String name = crashed.list(FileName.WAL_FOLDER).getFirst();
        // In the payload of the second record or so; the first defines table and series.
        crashed.flipBit(name, 8 * 220);
        assertThatThrownBy(() -> Engine.open(config(), crashed))
                .isInstanceOf(EngineException.Corrupt.class)
                .hasMessageContaining(name)
                .hasMessageContaining("at byte");
        EngineConfig salvage = EngineConfig.builder(Path.of("/crashable")).salvage(true).build();
        try (Engine saved = Engine.open(salvage, crashed)) {
            assertThat(rowCount(saved)).isEqualTo(19);
            assertThat(saved.recovery().lost()).hasSize(1);
        }
        assertThat(crashed.list(FileName.LOST_FOLDER)).hasSize(1);
        try (Engine again = Engine.open(config(), crashed)) {
            assertThat(rowCount(again)).isEqualTo(19);
        }
    }
}
