package dev.tidalite.engine.internal.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A [WriteFile] of [DiskStorage].
final class DiskWriteFile implements WriteFile {
    private static final int ZERO_BYTES = 1 << 20;

    private final String name;
    private final Path path;
    private final ReopeningChannel channel;

    /// No interrupt closes it, so it is told of every error since it was opened.
    private final RandomAccessFile witness;

    private long position;

    DiskWriteFile(String name, Path path, long position) throws IOException {
        this.name = name;
        this.path = path;
        this.position = position;
        this.witness = new RandomAccessFile(path.toFile(), "rw");
        try {
            this.channel = new ReopeningChannel(path, StandardOpenOption.WRITE);
        } catch (IOException e) {
            witness.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(ByteBuffer bytes) {
        try {
            position += writeAt(position, bytes);
        } catch (IOException e) {
            throw DiskStorage.failure("cannot write to", path, e);
        }
    }

    private int writeAt(long start, ByteBuffer bytes) throws IOException {
        int from = bytes.position();
        return channel.run(open -> {
            bytes.position(from);
            while (bytes.hasRemaining()) {
                open.write(bytes, start + bytes.position() - from);
            }
            return bytes.position() - from;
        });
    }

    @Override
    public void reserve(long bytes) {
        try {
            long at = channel.run(open -> open.size());
            long end = position + bytes;
            while (at < end) {
                at += writeAt(at, ByteBuffer.allocate((int) Math.min(ZERO_BYTES, end - at)));
            }
        } catch (IOException e) {
            throw DiskStorage.failure("cannot reserve " + bytes + " bytes in", path, e);
        }
    }

    @Override
    public void truncate(long size) {
        try {
            channel.run(open -> open.truncate(size));
            position = size;
        } catch (IOException e) {
            throw DiskStorage.failure("cannot truncate", path, e);
        }
    }

    @Override
    public void sync() {
        try {
            syncOnce();
        } catch (IOException e) {
            throw DiskStorage.failure("cannot sync", path, e);
        }
    }

    private void syncOnce() throws IOException {
        try {
            channel.get().force(false);
        } catch (ClosedByInterruptException e) {
            // An error may be lost with the channel, and nobody tells it to one that is opened
            // later. The interrupt stays for whoever waits for it.
            witness.getFD().sync();
        }
    }

    @Override
    public void close() {
        try (RandomAccessFile _ = witness) {
            channel.close();
        } catch (IOException e) {
            throw DiskStorage.failure("cannot close", path, e);
        }
    }
}
