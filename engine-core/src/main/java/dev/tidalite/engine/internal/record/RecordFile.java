package dev.tidalite.engine.internal.record;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.storage.WriteFile;

import java.nio.ByteBuffer;

/// A file of records that somebody else wrote, and that is to be kept or continued.
public final class RecordFile {
    private static final int CHUNK_BYTES = 1 << 16;

    private RecordFile() {}

    /// Cuts a file off behind its last record and makes all before durable.
    ///
    /// What was read may be in the system's memory only, and a sync alone might say that it is on
    /// the disk when it is not: a system forgets to write what it once failed to. So everything
    /// that no record says was synced is written again.
    ///
    /// @param syncedBytes how much of the file is known to be durable, see
    ///     [RecordReader#syncedBytes]
    /// @param endOffset where the last record ends
    /// @return the file, to be written from there on; the caller's
    public static WriteFile resume(Storage storage, String name, long syncedBytes, long endOffset) {
        WriteFile target = storage.overwrite(name, Math.min(syncedBytes, endOffset));
        try (ReadFile source = storage.open(name)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (target.position() < endOffset) {
                chunk.clear().limit((int) Math.min(CHUNK_BYTES, endOffset - target.position()));
                if (source.read(target.position(), chunk) == 0) {
                    throw new EngineException.Corrupt(
                            storage.path(name), target.position(), "the file became shorter");
                }
                target.write(chunk.flip());
            }
            target.truncate(endOffset);
            target.sync();
            return target;
        } catch (Throwable e) {
            target.close();
            throw e;
        }
    }
}
