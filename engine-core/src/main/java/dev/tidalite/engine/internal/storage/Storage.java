package dev.tidalite.engine.internal.storage;

import java.nio.file.Path;
import java.util.List;

/// Files under one root folder, by relative names with `/` between their parts.
///
/// What survives a crash is what POSIX promises and no more: the bytes of a file after
/// [WriteFile#sync], and that a file exists, has this name or is gone after [#syncFolder] of its
/// folder.
///
/// Safe for many threads. Every method throws [dev.tidalite.engine.EngineException.Storage] when
/// the disk refuses.
public interface Storage {
    /// Where a file lies, for messages and for other programs; need not exist.
    Path path(String name);

    /// The files of a folder, by full relative name, ascending; none if there is no such folder.
    /// Folders are not listed.
    List<String> list(String folder);

    boolean exists(String name);

    /// In bytes.
    long size(String name);

    /// Makes a folder and those above it, if they are missing. Durable when it returns.
    void createFolder(String folder);

    /// A new, empty file.
    ///
    /// @throws dev.tidalite.engine.EngineException.Storage also if there is one of that name
    WriteFile create(String name);

    /// An existing file, to be written from a byte on. What is there already stays until it is
    /// overwritten.
    ///
    /// @param position 0 to the size of the file
    WriteFile overwrite(String name, long position);

    /// An existing file, for reading. A reader goes on reading a file that is deleted meanwhile.
    ReadFile open(String name);

    /// Gives a file another name at once, replacing the file that had it. Durable after
    /// [#syncFolder] of both folders.
    void rename(String from, String to);

    /// Does nothing if there is no such file.
    void delete(String name);

    /// Makes durable which files there are in a folder.
    void syncFolder(String folder);

    /// Puts a file that will not be changed any more also under a folder outside, by a hard link
    /// where the file system can, else by a copy, durable.
    ///
    /// @param target must not exist; its folder must
    void linkOut(String name, Path target);

    /// Locks this storage against every other process and every other [Storage] of this one.
    ///
    /// @return gives it free when it is closed
    /// @throws dev.tidalite.engine.EngineException.Locked if somebody else has it
    Lock lock(String name);

    /// Held as long as it is not closed.
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
