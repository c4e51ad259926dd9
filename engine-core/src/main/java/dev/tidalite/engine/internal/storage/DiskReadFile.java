package dev.tidalite.engine.internal.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A [ReadFile] of [DiskStorage].
final class DiskReadFile implements ReadFile {
    private final String name;
    private final Path path;
    private final ReopeningChannel channel;
    private final long size;
    private @Nullable Arena arena;
    private @Nullable MemorySegment mapped;

    DiskReadFile(String name, Path path) throws IOException {
        this.name = name;
        this.path = path;
        this.channel = new ReopeningChannel(path, StandardOpenOption.READ);
        this.size = channel.run(open -> open.size());
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
        int from = target.position();
        try {
            return channel.run(open -> {
                target.position(from);
                while (target.hasRemaining()) {
                    int done = target.position() - from;
                    if (open.read(target, position + done) < 0) {
                        break;
                    }
                }
                return target.position() - from;
            });
        } catch (IOException e) {
            throw DiskStorage.failure("cannot read from byte " + position + " of", path, e);
        }
    }

    /// The arena lives as long as this file, whose [#close()] closes it.
    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public synchronized MemorySegment map() {
        if (mapped == null) {
            try {
                Arena mapping = Arena.ofShared();
                arena = mapping;
                mapped =
                        channel.run(
                                open -> open.map(FileChannel.MapMode.READ_ONLY, 0, size, mapping));
            } catch (IOException e) {
                throw DiskStorage.failure("cannot map", path, e);
            }
        }
        return mapped;
    }

    @Override
    public synchronized void close() {
        if (arena != null && arena.scope().isAlive()) {
            arena.close();
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw DiskStorage.failure("cannot close", path, e);
        }
    }
}
