package dev.tidalite.engine.internal.storage;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The bytes of a file that is in memory, up to 2 GiB. Safe for many threads.
final class MemoryFile {
    private byte[] bytes;
    private int size;

    /// @param content kept, not copied
    MemoryFile(byte[] content) {
        bytes = content;
        size = content.length;
    }

    synchronized int size() {
        return size;
    }

    synchronized void write(long position, ByteBuffer source) {
        int at = Math.toIntExact(position);
        int end = Math.addExact(at, source.remaining());
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        source.get(bytes, at, source.remaining());
        size = Math.max(size, end);
    }

    synchronized void truncate(long newSize) {
        int cut = (int) Math.min(size, newSize);
        Arrays.fill(bytes, cut, size, (byte) 0);
        size = cut;
    }

    synchronized int read(long position, ByteBuffer target) {
        int from = (int) Math.min(position, size);
        int length = Math.min(target.remaining(), size - from);
        target.put(bytes, from, length);
        return length;
    }

    /// What is in it now.
    synchronized byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /// Reads it under a name, also what is written later.
    ReadFile reader(String name) {
        return new Reader(name, this);
    }

    private static final class Reader implements ReadFile {
        private final String name;
        private final MemoryFile file;
        private final long size;
        private @Nullable Arena arena;
        private @Nullable MemorySegment mapped;

        Reader(String name, MemoryFile file) {
            this.name = name;
            this.file = file;
            this.size = file.size();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long position, ByteBuffer target) {
            return file.read(position, target);
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // by close()
        public synchronized MemorySegment map() {
            MemorySegment segment = mapped;
            if (segment == null) {
                Arena mapping = Arena.ofShared();
                arena = mapping;
                segment = mapping.allocateFrom(ValueLayout.JAVA_BYTE, file.copy());
                mapped = segment;
            }
            return segment;
        }

        @Override
        public synchronized void close() {
            if (arena != null && arena.scope().isAlive()) {
                arena.close();
            }
        }
    }
}
