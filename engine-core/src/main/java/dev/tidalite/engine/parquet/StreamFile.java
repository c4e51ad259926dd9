package dev.tidalite.engine.parquet;

import dev.tidalite.engine.internal.storage.WriteFile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/// A stream as a file that is only ever written at its end. What the stream throws comes out
/// unchecked.
final class StreamFile implements WriteFile {
    private final OutputStream out;
    private long position;

    StreamFile(OutputStream out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(ByteBuffer bytes) {
        int length = bytes.remaining();
        try {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.position(bytes.limit());
        position += length;
    }

    /// A stream has no room to make.
    @Override
    public void reserve(long bytes) {}

    @Override
    public void truncate(long size) {
        throw new UnsupportedOperationException("what was sent cannot be taken back");
    }

    @Override
    public void sync() {
        throw new UnsupportedOperationException("a stream has no disk");
    }

    /// The stream is its owner's.
    @Override
    public void close() {}
}
