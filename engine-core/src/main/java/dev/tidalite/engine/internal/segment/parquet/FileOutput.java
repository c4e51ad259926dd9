package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.internal.storage.WriteFile;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The file as it grows: buffered, its position and checksum known. Does not own the file.
final class FileOutput {
    private static final int BUFFER_BYTES = 256 << 10;

    private final WriteFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C crc = new CRC32C();
    private long position;

    FileOutput(WriteFile file) {
        this.file = file;
    }

    /// Where the next byte goes.
    long position() {
        return position;
    }

    /// CRC-32C of all bytes so far.
    long checksum() {
        return crc.getValue();
    }

    void write(byte[] bytes, int from, int length) {
        crc.update(bytes, from, length);
        position += length;
        if (length > buffer.remaining()) {
            flush();
        }
        if (length > buffer.remaining()) {
            file.write(ByteBuffer.wrap(bytes, from, length));
        } else {
            buffer.put(bytes, from, length);
        }
    }

    void write(PageBytes bytes) {
        write(bytes.array(), 0, bytes.size());
    }

    void flush() {
        file.write(buffer.flip());
        buffer.clear();
    }
}
