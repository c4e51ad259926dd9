package dev.tidalite.engine.internal.recovery;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.PinnedState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Copies what is flushed into another folder, which then is an engine's folder itself.
public final class Backup {
    private Backup() {}

    /// Links or copies the segments, then writes a manifest that names them: a copy that is not
    /// finished has none. Durable when it returns.
    ///
    /// @param pinned what to copy; stays open until this returns
    /// @param folder must not exist, or be empty
    public static void run(Storage storage, PinnedState pinned, Path folder) {
        requireEmpty(folder);
        DiskStorage target = DiskStorage.open(folder);
        target.createFolder(FileName.SEGMENT_FOLDER);
        for (TableState table : pinned.state().tables().values()) {
            for (SegmentMeta segment : table.segments().segments()) {
                String name = FileName.segment(segment.table().value(), segment.id().value());
                storage.linkOut(name, target.path(name));
            }
        }
        target.syncFolder(FileName.SEGMENT_FOLDER);
        Manifest.write(target, pinned.state());
    }

    private static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(folder.toString());
            }
        } catch (IOException e) {
            throw new EngineException.Storage("cannot make a backup in " + folder, e);
        }
    }
}
