package dev.tidalite.engine.internal.storage;

import dev.tidalite.engine.EngineException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Another storage as it would be after changes that are never made: reads come from below, all
/// changes stay in memory. So work that changes files, a recovery above all, can be tried without
/// consequences.
///
/// Safe for many threads. A file that is overwritten is held in memory as a whole.
public final class ShadowStorage implements Storage {
    private final Storage below;

    /// What was changed, by name; null for a file that was deleted.
    private final Map<String, @Nullable MemoryFile> changed = new HashMap<>();

    public ShadowStorage(Storage below) {
        this.below = below;
    }

    @Override
    public Path path(String name) {
        return below.path(name);
    }

    @Override
    public synchronized List<String> list(String folder) {
        TreeSet<String> names = new TreeSet<>(below.list(folder));
        changed.forEach((name, content) -> {
            if (content == null) {
                names.remove(name);
            } else if (name.lastIndexOf('/') == folder.length() && name.startsWith(folder)) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }

    @Override
    public synchronized boolean exists(String name) {
        return changed.containsKey(name) ? changed.get(name) != null : below.exists(name);
    }

    @Override
    public synchronized long size(String name) {
        MemoryFile content = find(name);
        return content == null ? below.size(name) : content.size();
    }

    @Override
    public void createFolder(String folder) {}

    @Override
    public synchronized WriteFile create(String name) {
        if (exists(name)) {
            throw refused(name, "exists already");
        }
        MemoryFile content = new MemoryFile(new byte[0]);
        changed.put(name, content);
        return new Writer(name, content, 0);
    }

    @Override
    public synchronized WriteFile overwrite(String name, long position) {
        return new Writer(name, load(name), position);
    }

    @Override
    public synchronized ReadFile open(String name) {
        MemoryFile content = find(name);
        return content == null ? below.open(name) : content.reader(name);
    }

    @Override
    public synchronized void rename(String from, String to) {
        changed.put(to, load(from));
        changed.put(from, null);
    }

    @Override
    public synchronized void delete(String name) {
        changed.put(name, null);
    }

    @Override
    public void syncFolder(String folder) {}

    /// Not supported: a file outside cannot be a shadow.
    @Override
    public void linkOut(String name, Path target) {
        throw refused(name, "cannot be linked to " + target);
    }

    /// Locks nothing: nobody else can see this storage.
    @Override
    public Lock lock(String name) {
        return () -> {};
    }

    /// The changed file, or null if it is as it is below.
    private @Nullable MemoryFile find(String name) {
        MemoryFile content = changed.get(name);
        if (content == null && changed.containsKey(name)) {
            throw refused(name, "does not exist");
        }
        return content;
    }

    private MemoryFile load(String name) {
        MemoryFile content = find(name);
        if (content == null) {
            try (ReadFile file = below.open(name)) {
                ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
                file.read(0, bytes);
                content = new MemoryFile(bytes.array());
            }
            changed.put(name, content);
        }
        return content;
    }

    private EngineException.Storage refused(String name, String reason) {
        String message = path(name) + " " + reason;
        return new EngineException.Storage(message, new IOException(message));
    }

    private static final class Writer implements WriteFile {
        private final String name;
        private final MemoryFile content;
        private long position;

        Writer(String name, MemoryFile content, long position) {
            this.name = name;
            this.content = content;
            this.position = position;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void write(ByteBuffer bytes) {
            int length = bytes.remaining();
            content.write(position, bytes);
            position += length;
        }

        @Override
        public void reserve(long bytes) {}

        @Override
        public void truncate(long size) {
            content.truncate(size);
            position = size;
        }

        @Override
        public void sync() {}

        @Override
        public void close() {}
    }
}
