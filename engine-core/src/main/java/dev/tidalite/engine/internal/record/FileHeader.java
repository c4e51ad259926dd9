package dev.tidalite.engine.internal.record;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.storage.ReadFile;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/// What a file of records begins with.
///
/// @param magic what kind of file it is
/// @param firstSequence of the first record in it
/// @param salt random; no record of another file, nor user bytes that look like one, pass for a
///     record of this one
public record FileHeader(long magic, long firstSequence, int salt) {
    public static FileHeader create(long magic, long firstSequence) {
        return new FileHeader(magic, firstSequence, ThreadLocalRandom.current().nextInt());
    }

    public ByteBuffer encode() {
        byte[] bytes = new byte[RecordDescriptor.FILE_HEADER_BYTES];
        RecordDescriptor.putLong(bytes, RecordDescriptor.MAGIC_OFFSET, magic);
        RecordDescriptor.putLong(bytes, RecordDescriptor.FIRST_SEQUENCE_OFFSET, firstSequence);
        RecordDescriptor.putInt(bytes, RecordDescriptor.SALT_OFFSET, salt);
        int crc = RecordDescriptor.checksum(bytes, 0, RecordDescriptor.FILE_CHECKSUM_OFFSET);
        RecordDescriptor.putInt(bytes, RecordDescriptor.FILE_CHECKSUM_OFFSET, crc);
        return ByteBuffer.wrap(bytes);
    }

    /// @throws EngineException.Corrupt if the file does not begin with a header of that kind
    static FileHeader read(ReadFile file, Path path, long magic) {
        byte[] bytes = new byte[RecordDescriptor.FILE_HEADER_BYTES];
        int read = file.read(0, ByteBuffer.wrap(bytes));
        if (read < bytes.length) {
            throw new EngineException.Corrupt(
                    path, 0, "the file has " + read + " bytes, its header alone " + bytes.length);
        }
        long found = RecordDescriptor.getLong(bytes, RecordDescriptor.MAGIC_OFFSET);
        if (found != magic) {
            throw new EngineException.Corrupt(
                    path,
                    RecordDescriptor.MAGIC_OFFSET,
                    String.format("the magic number is 0x%016x, expected 0x%016x", found, magic));
        }
        int crc = RecordDescriptor.checksum(bytes, 0, RecordDescriptor.FILE_CHECKSUM_OFFSET);
        int stored = RecordDescriptor.getInt(bytes, RecordDescriptor.FILE_CHECKSUM_OFFSET);
        if (crc != stored) {
            throw new EngineException.Corrupt(
                    path,
                    RecordDescriptor.FILE_CHECKSUM_OFFSET,
                    String.format("the header's checksum is 0x%08x, expected 0x%08x", stored, crc));
        }
        return new FileHeader(
                magic,
                RecordDescriptor.getLong(bytes, RecordDescriptor.FIRST_SEQUENCE_OFFSET),
                RecordDescriptor.getInt(bytes, RecordDescriptor.SALT_OFFSET));
    }
}
