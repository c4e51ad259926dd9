package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.internal.record.FileHeader;
import dev.tidalite.engine.internal.record.RecordDescriptor;
import dev.tidalite.engine.internal.record.RecordFrame;
import dev.tidalite.engine.internal.storage.WriteFile;

import java.nio.ByteBuffer;
import java.util.List;

/// Puts groups of records into files, beginning a new one when the last is full. Used by one
/// thread, save that it is closed by another when that thread has ended.
final class LogWriter implements AutoCloseable {
    private static final int STAGING_BYTES = 1 << 20;

    /// Small groups find room made beforehand, so that their sync has only content to write. Large
    /// ones would only write everything twice.
    private static final int SMALL_GROUP_BYTES = 64 << 10;

    private static final int RESERVED_BYTES = 256 << 10;

    private final WalFiles files;
    private final long fileBytesMax;
    private final RecordFrame mark = new RecordFrame();
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

    private FileHeader header;
    private long nextSequence;
    private WriteFile file;
    private long durableBytes;
    private long reservedEnd;
    private long syncs;

    LogWriter(WalFiles files, long fileBytesMax, long firstSequence) {
        this.files = files;
        this.fileBytesMax = fileBytesMax;
        this.nextSequence = firstSequence;
        header = FileHeader.create(WalFiles.MAGIC, firstSequence);
        file = files.create(header);
        durableBytes = file.position();
    }

    /// Hands a group over to the operating system.
    void write(List<Pending> group) {
        reserve(group);
        for (Pending pending : group) {
            int size = pending.frame().size();
            long position = file.position() + staging.position();
            if (position + size > fileBytesMax && position > RecordDescriptor.FILE_HEADER_BYTES) {
                rotate(pending.ticket().sequence().value());
            }
            pending.frame().seal(header, pending.ticket().sequence().value(), durableBytes);
            nextSequence = pending.ticket().sequence().value() + 1;
            if (size > staging.remaining()) {
                writeStaged();
            }
            if (size > staging.remaining()) {
                file.write(pending.frame().buffer());
            } else {
                staging.put(pending.frame().buffer());
            }
        }
        writeStaged();
    }

    private void reserve(List<Pending> group) {
        long groupBytes = 0;
        for (Pending pending : group) {
            groupBytes += pending.frame().size();
        }
        long end = file.position() + groupBytes;
        if (groupBytes <= SMALL_GROUP_BYTES && end > reservedEnd && end <= fileBytesMax) {
            long bytes = Math.min(groupBytes + RESERVED_BYTES, fileBytesMax - file.position());
            file.reserve(bytes);
            reservedEnd = file.position() + bytes;
        }
    }

    private void writeStaged() {
        staging.flip();
        if (staging.hasRemaining()) {
            file.write(staging);
        }
        staging.clear();
    }

    /// The old file is synced first: damage in any file but the last is no torn tail.
    private void rotate(long firstSequence) {
        writeStaged();
        sync();
        file.close();
        header = FileHeader.create(WalFiles.MAGIC, firstSequence);
        file = files.create(header);
        durableBytes = file.position();
        reservedEnd = 0;
    }

    void sync() {
        if (isDirty()) {
            file.sync();
            durableBytes = file.position();
            syncs++;
        }
    }

    /// Marks the end, so that damage to what was written last is not taken for the work of a crash.
    void finish() {
        sync();
        mark.encodeClosed();
        mark.seal(header, nextSequence, durableBytes);
        file.write(mark.buffer());
        sync();
    }

    /// Whether anything was written since the last sync.
    boolean isDirty() {
        return durableBytes < file.position();
    }

    long syncs() {
        return syncs;
    }

    @Override
    public void close() {
        file.close();
    }
}
