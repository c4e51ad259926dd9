package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage;
import dev.tidalite.engine.internal.storage.FaultyStorage.Fault;
import dev.tidalite.engine.internal.storage.FaultyStorage.Operation;
import dev.tidalite.engine.internal.storage.FaultyStorage.Rule;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// A backup is an engine that holds what was acknowledged before it was begun.
final class EngineBackupTest {
    @TempDir Path folder;

    private static void write(Engine engine, int number) {
        engine.write(WriteRequest.of("db", "m n=" + number + "i " + number));
    }

    private static long rowCount(Engine engine) {
        try (Snapshot snapshot = engine.snapshot("db")) {
            return ModelEngine.read(snapshot, _ -> true).rowCount();
        }
    }

    @Test
    void aBackupIsAnEngineAndTheEngineGoesOn() throws IOException {
        Path copy = folder.resolve("backup");
        EngineConfig config = EngineConfig.of(folder.resolve("data"));
        try (Engine engine = Engine.open(config)) {
            write(engine, 1);
            engine.flush();
            write(engine, 2);
            engine.createDatabase("empty");
            engine.setRetention("db", Optional.of(Duration.ofDays(36_500)));
            engine.backup(copy);
            write(engine, 3);
            try (Engine restored = Engine.open(EngineConfig.of(copy))) {
                assertThat(rowCount(restored)).isEqualTo(2);
                assertThat(restored.databases()).containsExactly("db", "empty");
                assertThat(restored.retention("db")).hasValue(Duration.ofDays(36_500));
                write(restored, 4);
                restored.flush();
            }
            assertThat(rowCount(engine)).isEqualTo(3);
            assertThatThrownBy(() -> engine.backup(copy))
                    .isInstanceOf(EngineException.Storage.class)
                    .hasMessageContaining(copy.toString());
            Files.createDirectory(folder.resolve("empty"));
            engine.backup(folder.resolve("empty"));
        }
        try (Engine restored = Engine.open(EngineConfig.of(folder.resolve("empty")))) {
            assertThat(rowCount(restored)).isEqualTo(3);
        }
    }

    /// Each writer goes on in its own tables, with deletes, drops and flushes, while another thread
    /// makes backups; between two operations of the writers' each holds exactly what it should.
    @Test
    void backupsOfABusyEngineAreConsistent() {
        Seeds.forEach(3, this::busy);
    }

    private void busy(SplittableRandom random) throws Exception {
        Path home = Files.createTempDirectory(folder, "busy");
        EngineConfig config = config(home.resolve("data"));
        AtomicBoolean done = new AtomicBoolean();
        try (Engine engine = Engine.open(config);
                ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                ModelWriter writer = new ModelWriter("w" + number, random.split());
                writers.add(pool.submit(() -> writeAndBackUp(engine, writer, home)));
            }
            Callable<Integer> flushing =
                    () -> {
                        int count = 0;
                        while (!done.get()) {
                            engine.flush();
                            count++;
                        }
                        return count;
                    };
            Future<Integer> flushes = pool.submit(flushing);
            try {
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                done.set(true);
            }
            assertThat(flushes.get()).isPositive();
        }
    }

    private static EngineConfig config(Path folder) {
        return EngineConfig.builder(folder)
                .memoryBytesMax(4 << 20)
                .flushBytes(20_000)
                .logFileBytesMax(16 << 10)
                .durability(Durability.BUFFERED)
                .clock(() -> ModelWriter.NOW)
                .build();
    }

    private static void writeAndBackUp(Engine engine, ModelWriter writer, Path home) {
        for (int step = 1; step <= 120; step++) {
            writer.perform(engine, writer.randomOperation());
            if (step % 30 == 0) {
                Path copy = home.resolve(writer + "-" + step);
                engine.backup(copy);
                try (Engine restored = Engine.open(config(copy))) {
                    writer.checkExact(restored);
                }
            }
        }
        writer.checkExact(engine);
    }

    @Test
    void aBackupThatWasNotFinishedIsNotOpened() {
        FaultyStorage storage = new FaultyStorage(new CrashableStorage());
        Path copy = folder.resolve("copy");
        try (Engine engine =
                Engine.open(EngineConfig.builder(Path.of("/crashable")).build(), storage)) {
            write(engine, 1);
            engine.flush();
            engine.write(WriteRequest.of("db", "other n=2i 2"));
            storage.add(new Rule(Operation.LINK, "segments/", 1, 1, Fault.NO_SPACE));
            assertThatThrownBy(() -> engine.backup(copy))
                    .isInstanceOf(EngineException.Storage.class)
                    .hasMessageContaining("No space left on device");
            assertThat(copy.resolve(FileName.SEGMENT_FOLDER)).isNotEmptyDirectory();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> Engine.open(EngineConfig.of(copy)))
                        .isInstanceOf(EngineException.Corrupt.class)
                        .hasMessageContaining(copy.toString())
                        .hasMessageContaining("there is no manifest");
            }
            assertThat(copy.resolve(FileName.SEGMENT_FOLDER)).isNotEmptyDirectory();
            engine.backup(folder.resolve("next"));
        }
        try (Engine restored = Engine.open(EngineConfig.of(folder.resolve("next")))) {
            assertThat(rowCount(restored)).isEqualTo(2);
        }
    }

    @Test
    void anEngineWithoutItsManifestIsNotTakenForANewOne() throws IOException {
        Path data = folder.resolve("data");
        try (Engine engine = Engine.open(EngineConfig.of(data))) {
            write(engine, 1);
        }
        Path manifests = data.resolve(FileName.MANIFEST_FOLDER);
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(manifests, elsewhere);
        assertThatThrownBy(() -> Engine.open(EngineConfig.of(data)))
                .isInstanceOf(EngineException.Corrupt.class)
                .hasMessageContaining(manifests.toString());
        Files.move(elsewhere, manifests);
        try (Engine engine = Engine.open(EngineConfig.of(data))) {
            assertThat(rowCount(engine)).isEqualTo(1);
        }
    }

    @Test
    void segmentsAreLinkedWhereTheFileSystemCanAndCopiedWhereNot() throws IOException {
        Path data = folder.resolve("data");
        Path near = folder.resolve("near");
        try (Engine engine = Engine.open(EngineConfig.of(data))) {
            write(engine, 1);
            engine.backup(near);
            assertThat(keyOfOnlySegment(near)).isEqualTo(keyOfOnlySegment(data));
            Path far = otherFileSystem();
            try {
                engine.backup(far.resolve("backup"));
                assertThat(keyOfOnlySegment(far.resolve("backup")))
                        .isNotEqualTo(keyOfOnlySegment(data));
                try (Engine restored = Engine.open(EngineConfig.of(far.resolve("backup")))) {
                    assertThat(rowCount(restored)).isEqualTo(1);
                }
            } finally {
                delete(far);
            }
        }
    }

    /// What tells files apart: two names with the same one are the same file.
    private static Object keyOfOnlySegment(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(FileName.SEGMENT_FOLDER))) {
            return Files.getAttribute(files.findFirst().orElseThrow(), "unix:ino");
        }
    }

    private Path otherFileSystem() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(Files.isWritable(memory));
        FileStore here = Files.getFileStore(folder);
        Assumptions.assumeFalse(Files.getFileStore(memory).equals(here));
        return Files.createTempDirectory(memory, "tidalite");
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
