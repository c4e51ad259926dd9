package dev.tidalite.engine.internal.storage;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A file that is being read. Safe for many threads; owned and closed by whoever opened it.
public interface ReadFile extends AutoCloseable {
    String name();

    /// When it was opened.
    long size();

    /// Reads until the buffer is full or the file ends.
    ///
    /// @return how many bytes; 0 at or after the end
    int read(long position, ByteBuffer target);

    /// The whole file as native memory, mapped at the first call. Valid until this is closed;
    /// whoever touches it afterwards gets an [IllegalStateException].
    MemorySegment map();

    @Override
    void close();
}
