package dev.tidalite.engine.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.EngineException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

final class DiskStorageTest {
    @TempDir Path root;

    @Test
    void writesReadsRenamesListsAndDeletes() throws Exception {
        Storage storage = DiskStorage.open(root.resolve("deep/er"));
        storage.createFolder("a/b");
        try (WriteFile file = storage.create("a/b/one")) {
            file.write(bytes("hello world"));
            file.reserve(100);
            assertThat(file.position()).isEqualTo(11);
            file.truncate(5);
            file.write(bytes("!"));
            file.sync();
        }
        try (WriteFile file = storage.overwrite("a/b/one", 0)) {
            file.write(bytes("J"));
        }
        storage.rename("a/b/one", "a/b/two");
        storage.syncFolder("a/b");
        assertThat(storage.list("a/b")).containsExactly("a/b/two");
        assertThat(storage.list("a")).isEmpty();
        assertThat(storage.list("none")).isEmpty();
        assertThat(Files.readString(storage.path("a/b/two"))).isEqualTo("Jello!");
        storage.delete("a/b/two");
        storage.delete("a/b/two");
        assertThat(storage.exists("a/b/two")).isFalse();
        assertThatThrownBy(() -> storage.open("a/b/two"))
                .isInstanceOf(EngineException.Storage.class)
                .hasMessageContaining("a/b/two");
    }

    @Test
    void aReaderGoesOnReadingADeletedFile() {
        Storage storage = DiskStorage.open(root);
        try (WriteFile file = storage.create("f")) {
            file.write(bytes("0123456789"));
        }
        try (ReadFile file = storage.open("f")) {
            storage.delete("f");
            ByteBuffer target = ByteBuffer.allocate(20);
            assertThat(file.read(7, target)).isEqualTo(3);
            assertThat(file.read(10, target)).isZero();
            assertThat(file.map().get(ValueLayout.JAVA_BYTE, 9)).isEqualTo((byte) '9');
        }
    }

    @Test
    void anInterruptClosesNothingAndIsKept() throws Exception {
        Storage storage = DiskStorage.open(root);
        try (WriteFile file = storage.create("f");
                ReadFile reader = storage.open("f")) {
            Thread.currentThread().interrupt();
            file.write(bytes("one"));
            file.sync();
            storage.syncFolder("");
            ByteBuffer target = ByteBuffer.allocate(3);
            assertThat(reader.read(0, target)).isEqualTo(3);
            assertThat(Thread.interrupted()).isTrue();

            AtomicBoolean stop = new AtomicBoolean();
            Thread victim = new Thread(() -> readUntil(stop, reader));
            victim.start();
            for (int i = 0; i < 200; i++) {
                victim.interrupt();
                file.write(bytes("x"));
                assertThat(reader.read(0, target.clear())).isEqualTo(3);
            }
            stop.set(true);
            victim.join();
            assertThat(failure).isNull();
        }
    }

    private volatile @Nullable Throwable failure;

    private void readUntil(AtomicBoolean stop, ReadFile reader) {
        try {
            while (!stop.get()) {
                assertThat(reader.read(0, ByteBuffer.allocate(3))).isEqualTo(3);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    @Test
    void oneAtATimeHasTheLock() {
        Storage first = DiskStorage.open(root);
        Storage second = DiskStorage.open(root);
        try (Storage.Lock lock = first.lock(FileName.LOCK)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> second.lock(FileName.LOCK))
                    .isInstanceOf(EngineException.Locked.class)
                    .hasMessageContaining(root.toString());
        }
        second.lock(FileName.LOCK).close();
    }

    @Test
    void linksOutWithoutCopying() throws Exception {
        Storage storage = DiskStorage.open(root.resolve("data"));
        try (WriteFile file = storage.create("f")) {
            file.write(bytes("content"));
        }
        Path target = root.resolve("copy");
        storage.linkOut("f", target);
        assertThat(Files.readString(target)).isEqualTo("content");
        assertThat(Files.isSameFile(target, storage.path("f"))).isTrue();
        assertThatThrownBy(() -> storage.linkOut("f", target))
                .isInstanceOf(EngineException.Storage.class);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
