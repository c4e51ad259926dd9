package dev.tidalite.engine.internal.storage;

import dev.tidalite.engine.EngineException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Files in memory that forget what a power failure would: [#crash] gives the storage as the next
/// start finds it. Bytes that were not synced are lost, kept, or torn at sectors, each write on its
/// own, so that later ones may survive earlier ones; files that were made, renamed or deleted
/// without a sync of their folder may be or not be so.
///
/// Safe for many threads. Once crashed, or stopped by [#stopAfter], every operation fails.
public final class CrashableStorage implements Storage {
    private static final int SECTOR_BYTES = 512;
    private static final Path ROOT = Path.of("/crashable");

    /// What was written and not synced.
    private sealed interface Change {
        record Write(long position, byte[] bytes) implements Change {}

        record Truncate(long size) implements Change {}
    }

    private static final class Inode {
        private byte[] durable;
        private final MemoryFile live;
        private final List<Change> unsynced = new ArrayList<>();

        Inode(byte[] content) {
            durable = content;
            live = new MemoryFile(content.clone());
        }

        void write(long position, byte[] bytes) {
            live.write(position, ByteBuffer.wrap(bytes));
            unsynced.add(new Change.Write(position, bytes));
        }

        void truncate(long newSize) {
            live.truncate(newSize);
            unsynced.add(new Change.Truncate(newSize));
        }

        /// Makes durable what was written since the last sync, and only that: see [#lose].
        void sync() {
            MemoryFile next = new MemoryFile(durable.clone());
            for (Change change : unsynced) {
                switch (change) {
                    case Change.Write(long position, byte[] bytes) ->
                            next.write(position, ByteBuffer.wrap(bytes));
                    case Change.Truncate(long newSize) -> next.truncate(newSize);
                }
            }
            durable = next.copy();
            unsynced.clear();
        }

        /// Some of what was written since the last sync will never be durable.
        void lose(RandomGenerator random) {
            durable = afterCrash(random, 0.5);
            unsynced.clear();
        }

        byte[] afterCrash(RandomGenerator random, double keep) {
            byte[] content = durable;
            for (Change change : unsynced) {
                switch (change) {
                    case Change.Write(long position, byte[] bytes) ->
                            content = tear(content, (int) position, bytes, random, keep);
                    case Change.Truncate(long newSize) -> {
                        if (content.length > newSize && random.nextDouble() < keep) {
                            content = Arrays.copyOf(content, (int) newSize);
                        }
                    }
                }
            }
            return content;
        }

        /// Sectors survive or not, each on its own, unless all or none do.
        private static byte[] tear(
                byte[] content, int position, byte[] bytes, RandomGenerator random, double keep) {
            boolean whole = random.nextDouble() < keep;
            boolean torn = keep > 0 && keep < 1 && random.nextInt(4) == 0;
            if (!whole && !torn) {
                return content;
            }
            byte[] result = content.clone();
            for (int from = 0; from < bytes.length; ) {
                int at = position + from;
                int to = Math.min(bytes.length, from + SECTOR_BYTES - at % SECTOR_BYTES);
                if (!torn || random.nextBoolean()) {
                    if (position + to > result.length) {
                        result = Arrays.copyOf(result, position + to);
                    }
                    System.arraycopy(bytes, from, result, at, to - from);
                }
                from = to;
            }
            return result;
        }
    }

    /// A change of names that was not synced.
    private sealed interface NameChange {
        boolean touches(String folder);

        void apply(Map<String, Inode> names);

        record Create(String name, Inode inode) implements NameChange {
            @Override
            public boolean touches(String folder) {
                return folderOf(name).equals(folder);
            }

            @Override
            public void apply(Map<String, Inode> names) {
                names.put(name, inode);
            }
        }

        record Delete(String name) implements NameChange {
            @Override
            public boolean touches(String folder) {
                return folderOf(name).equals(folder);
            }

            @Override
            public void apply(Map<String, Inode> names) {
                names.remove(name);
            }
        }

        record Rename(String from, String to) implements NameChange {
            @Override
            public boolean touches(String folder) {
                return folderOf(from).equals(folder) || folderOf(to).equals(folder);
            }

            @Override
            public void apply(Map<String, Inode> names) {
                Inode inode = names.remove(from);
                if (inode != null) {
                    names.put(to, inode);
                }
            }
        }
    }

    private final TreeMap<String, Inode> live = new TreeMap<>();
    private final TreeMap<String, Inode> durable = new TreeMap<>();
    private final List<NameChange> unsyncedNames = new ArrayList<>();
    private final TreeSet<String> folders = new TreeSet<>(List.of(""));
    private final TreeSet<String> locks = new TreeSet<>();
    private long changesLeft = Long.MAX_VALUE;
    private long changeCount;

    private static String folderOf(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    /// Lets so many more changes happen; from then on the machine is dead, and every operation
    /// fails.
    public synchronized void stopAfter(long changes) {
        changesLeft = changes;
    }

    /// How many changes there were.
    public synchronized long changeCount() {
        return changeCount;
    }

    /// Whether [#stopAfter] has come to pass.
    public synchronized boolean isStopped() {
        return changesLeft == 0;
    }

    /// The power fails. This storage does nothing any more.
    ///
    /// @param keep how likely each thing that was not synced survives: 0 never, 1 always
    /// @return what the next start finds
    public synchronized CrashableStorage crash(RandomGenerator random, double keep) {
        TreeMap<String, Inode> names = new TreeMap<>(durable);
        // Journals keep names in order, so the changes that survive often are the first ones.
        boolean inOrder = random.nextBoolean();
        for (NameChange change : unsyncedNames) {
            if (random.nextDouble() < keep) {
                change.apply(names);
            } else if (inOrder) {
                break;
            }
        }
        CrashableStorage next = new CrashableStorage();
        next.folders.addAll(folders);
        names.forEach((name, inode) -> {
            Inode survivor = new Inode(inode.afterCrash(random, keep));
            next.live.put(name, survivor);
            next.durable.put(name, survivor);
        });
        changesLeft = 0;
        return next;
    }

    /// The process dies, and the machine goes on: what was not synced can be read, and still be
    /// lost. This storage does nothing any more.
    ///
    /// @return what the next start finds
    public synchronized CrashableStorage restart() {
        CrashableStorage next = new CrashableStorage();
        next.folders.addAll(folders);
        next.live.putAll(live);
        next.durable.putAll(durable);
        next.unsyncedNames.addAll(unsyncedNames);
        changesLeft = 0;
        return next;
    }

    /// Turns a bit of a file over, durably.
    public synchronized void flipBit(String name, long bit) {
        Inode inode = inode(name);
        int at = (int) (bit / 8);
        inode.write(at, new byte[] {(byte) (inode.live.copy()[at] ^ 1 << bit % 8)});
        inode.sync();
    }

    /// A sync of a file fails, and the system takes some of what it should have written for
    /// written: it can be read until the next crash, and no later sync makes it durable.
    public synchronized void loseUnsynced(String name, RandomGenerator random) {
        inode(name).lose(random);
    }

    private synchronized void change() {
        if (changesLeft == 0) {
            throw failure("cannot write: the machine is dead");
        }
        changesLeft--;
        changeCount++;
    }

    private void checkAlive() {
        if (changesLeft == 0) {
            throw failure("cannot read: the machine is dead");
        }
    }

    private static EngineException.Storage failure(String message) {
        return new EngineException.Storage(message, new IOException(message));
    }

    private Inode inode(String name) {
        Inode inode = live.get(name);
        if (inode == null) {
            throw failure("no such file " + path(name));
        }
        return inode;
    }

    private void rename(NameChange change) {
        change();
        change.apply(live);
        unsyncedNames.add(change);
    }

    @Override
    public Path path(String name) {
        return name.isEmpty() ? ROOT : ROOT.resolve(name);
    }

    @Override
    public synchronized List<String> list(String folder) {
        checkAlive();
        return live.keySet().stream().filter(name -> folderOf(name).equals(folder)).toList();
    }

    @Override
    public synchronized boolean exists(String name) {
        checkAlive();
        return live.containsKey(name) || folders.contains(name);
    }

    @Override
    public synchronized long size(String name) {
        checkAlive();
        return inode(name).live.size();
    }

    @Override
    public synchronized void createFolder(String folder) {
        change();
        for (String at = folder; !at.isEmpty(); at = folderOf(at)) {
            folders.add(at);
        }
    }

    @Override
    public synchronized WriteFile create(String name) {
        if (live.containsKey(name) || !folders.contains(folderOf(name))) {
            throw failure("there is a file, or no folder: " + path(name));
        }
        Inode inode = new Inode(new byte[0]);
        rename(new NameChange.Create(name, inode));
        return new Writer(name, inode, 0);
    }

    @Override
    public synchronized WriteFile overwrite(String name, long position) {
        checkAlive();
        Inode inode = inode(name);
        if (position < 0 || position > inode.live.size()) {
            throw new IllegalArgumentException(position + " of " + inode.live.size());
        }
        return new Writer(name, inode, position);
    }

    @Override
    public synchronized ReadFile open(String name) {
        checkAlive();
        return new Reader(inode(name).live.reader(name));
    }

    @Override
    public synchronized void rename(String from, String to) {
        inode(from);
        rename(new NameChange.Rename(from, to));
    }

    @Override
    public synchronized void delete(String name) {
        if (live.containsKey(name)) {
            rename(new NameChange.Delete(name));
        }
    }

    @Override
    public synchronized void syncFolder(String folder) {
        change();
        for (NameChange change : unsyncedNames) {
            if (change.touches(folder)) {
                change.apply(durable);
            }
        }
        unsyncedNames.removeIf(change -> change.touches(folder));
    }

    @Override
    public synchronized void linkOut(String name, Path target) {
        checkAlive();
        try {
            Files.write(target, inode(name).live.copy());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized Lock lock(String name) {
        checkAlive();
        if (!locks.add(name)) {
            throw new EngineException.Locked(path(name) + " is in use");
        }
        return () -> {
            synchronized (CrashableStorage.this) {
                locks.remove(name);
            }
        };
    }

    private final class Writer implements WriteFile {
        private final String name;
        private final Inode inode;
        private long position;

        Writer(String name, Inode inode, long position) {
            this.name = name;
            this.inode = inode;
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
            synchronized (CrashableStorage.this) {
                change();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                inode.write(position, copy);
                position += copy.length;
            }
        }

        @Override
        public void reserve(long bytes) {
            synchronized (CrashableStorage.this) {
                change();
                int missing = (int) (position + bytes - inode.live.size());
                if (missing > 0) {
                    inode.write(inode.live.size(), new byte[missing]);
                }
            }
        }

        @Override
        public void truncate(long size) {
            synchronized (CrashableStorage.this) {
                change();
                inode.truncate(size);
                position = size;
            }
        }

        @Override
        public void sync() {
            synchronized (CrashableStorage.this) {
                change();
                inode.sync();
            }
        }

        @Override
        public void close() {}
    }

    /// Fails when the machine is dead.
    private final class Reader implements ReadFile {
        private final ReadFile file;

        Reader(ReadFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(long position, ByteBuffer target) {
            synchronized (CrashableStorage.this) {
                checkAlive();
                return file.read(position, target);
            }
        }

        @Override
        public MemorySegment map() {
            synchronized (CrashableStorage.this) {
                checkAlive();
                return file.map();
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
