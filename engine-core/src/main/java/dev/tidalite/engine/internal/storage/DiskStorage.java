package dev.tidalite.engine.internal.storage;

import dev.tidalite.engine.EngineException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The files under a folder of the file system. A thread that is interrupted goes on and stays
/// interrupted: no interrupt ever closes a file.
public final class DiskStorage implements Storage {
    private final Path root;

    private DiskStorage(Path root) {
        this.root = root;
    }

    public static boolean isFile(Path path) {
        return Files.isRegularFile(path);
    }

    public static boolean isFolder(Path path) {
        return Files.isDirectory(path);
    }

    /// Makes the root folder if it is missing.
    public static DiskStorage open(Path root) {
        Path folder = root.toAbsolutePath().normalize();
        DiskStorage storage = new DiskStorage(folder);
        storage.createFolder("");
        return storage;
    }

    @Override
    public Path path(String name) {
        return name.isEmpty() ? root : root.resolve(name);
    }

    @Override
    public List<String> list(String folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path(folder))) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    String name = file.getFileName().toString();
                    names.add(folder.isEmpty() ? name : folder + "/" + name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("cannot list", folder, e);
        }
        names.sort(null);
        return names;
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name));
    }

    @Override
    public long size(String name) {
        try {
            return Files.size(path(name));
        } catch (IOException e) {
            throw failed("cannot look at", name, e);
        }
    }

    @Override
    public void createFolder(String folder) {
        List<Path> missing = new ArrayList<>();
        for (Path at = path(folder); at != null && !Files.exists(at); at = at.getParent()) {
            missing.add(at);
        }
        try {
            for (Path next : missing.reversed()) {
                try {
                    Files.createDirectory(next);
                } catch (FileAlreadyExistsException e) {
                    // Somebody else was quicker; it only has to be there.
                    if (!Files.isDirectory(next)) {
                        throw e;
                    }
                }
                Path parent = next.getParent();
                if (parent != null) {
                    syncFolder(parent);
                }
            }
        } catch (IOException e) {
            throw failed("cannot make folder", folder, e);
        }
    }

    @Override
    public WriteFile create(String name) {
        try {
            Path path = path(name);
            Files.createFile(path);
            return new DiskWriteFile(name, path, 0);
        } catch (IOException e) {
            throw failed("cannot create", name, e);
        }
    }

    @Override
    public WriteFile overwrite(String name, long position) {
        long size = size(name);
        if (position < 0 || position > size) {
            throw new IllegalArgumentException(
                    "position " + position + " in " + path(name) + " of " + size + " bytes");
        }
        try {
            return new DiskWriteFile(name, path(name), position);
        } catch (IOException e) {
            throw failed("cannot write to", name, e);
        }
    }

    @Override
    public ReadFile open(String name) {
        try {
            return new DiskReadFile(name, path(name));
        } catch (IOException e) {
            throw failed("cannot open", name, e);
        }
    }

    @Override
    public void rename(String from, String to) {
        try {
            Files.move(
                    path(from),
                    path(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("cannot rename to " + to + " the file", from, e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(path(name));
        } catch (IOException e) {
            throw failed("cannot delete", name, e);
        }
    }

    @Override
    public void syncFolder(String folder) {
        try {
            syncFolder(path(folder));
        } catch (IOException e) {
            throw failed("cannot sync folder", folder, e);
        }
    }

    @Override
    public void linkOut(String name, Path target) {
        try {
            try {
                Files.createLink(target, path(name));
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (UnsupportedOperationException | IOException e) {
                // Another file system, or one without hard links.
                Files.copy(path(name), target);
                sync(target, StandardOpenOption.WRITE);
            }
        } catch (IOException e) {
            throw failed("cannot copy to " + target + " the file", name, e);
        }
    }

    @Override
    public Lock lock(String name) {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            path(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed("cannot open the lock", name, e);
        }
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw failed("cannot lock", name, e);
        }
        if (lock == null) {
            EngineException.Locked locked =
                    new EngineException.Locked(
                            root + " is in use by another process, or twice in this one");
            closeQuietly(channel, locked);
            throw locked;
        }
        // Closing the channel releases the lock.
        return () -> {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed("cannot unlock", name, e);
            }
        };
    }

    private EngineException.Storage failed(String what, String name, IOException cause) {
        return failure(what, path(name), cause);
    }

    static EngineException.Storage failure(String what, Path path, IOException cause) {
        return new EngineException.Storage(what + " " + path + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }

    private static void syncFolder(Path folder) throws IOException {
        sync(folder, StandardOpenOption.READ);
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        Interrupts.without(() -> {
            try (FileChannel channel = FileChannel.open(path, option)) {
                channel.force(true);
            }
            return path;
        });
    }

    private static void closeQuietly(FileChannel channel, Throwable because) {
        try {
            channel.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
