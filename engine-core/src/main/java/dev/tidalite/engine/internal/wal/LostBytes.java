package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.storage.WriteFile;

import java.nio.ByteBuffer;

/// Keeps a copy of what is about to be given up.
final class LostBytes {
    private LostBytes() {}

    /// Copies a stretch of a file into the folder of lost things. Durable when it returns; does
    /// nothing that doing it again would not do.
    ///
    /// @return the copy's name
    static String keep(Storage storage, String name, long from, long length) {
        String keptIn = FileName.LOST_FOLDER + name.substring(name.lastIndexOf('/')) + "." + from;
        storage.createFolder(FileName.LOST_FOLDER);
        storage.delete(keptIn);
        try (ReadFile source = storage.open(name);
                WriteFile target = storage.create(keptIn)) {
            ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
            long at = from;
            long end = from + length;
            while (at < end) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), end - at));
                int read = source.read(at, chunk);
                if (read == 0) {
                    break;
                }
                at += read;
                target.write(chunk.flip());
            }
            target.sync();
        }
        storage.syncFolder(FileName.LOST_FOLDER);
        return keptIn;
    }
}
