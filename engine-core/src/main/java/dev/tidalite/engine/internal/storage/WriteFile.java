package dev.tidalite.engine.internal.storage;

import java.nio.ByteBuffer;

/// A file that is being written from its position on. Used by one thread at a time; owned and
/// closed by whoever opened it. Closing does not sync.
public interface WriteFile extends AutoCloseable {
    String name();

    /// Where the next byte goes.
    long position();

    /// Writes all remaining bytes.
    void write(ByteBuffer bytes);

    /// Makes sure that the file has room for so many bytes beyond the position, so that writing
    /// them changes nothing but its content and a sync is cheap. They read as zeros, or as whatever
    /// was there.
    void reserve(long bytes);

    /// Cuts the file off at a byte, and writes there next.
    void truncate(long size);

    /// Makes durable all that was written. When this fails, nobody knows what is on the disk, and
    /// calling it again would tell nothing: do not.
    void sync();

    @Override
    void close();
}
