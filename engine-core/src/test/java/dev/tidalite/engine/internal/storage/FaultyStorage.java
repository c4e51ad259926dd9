package dev.tidalite.engine.internal.storage;

import dev.tidalite.engine.EngineException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A storage that goes wrong by rule. Safe for many threads.
public final class FaultyStorage implements Storage {
    /// What can go wrong.
    public enum Operation {
        LIST,
        CREATE,
        OPEN,
        READ,
        WRITE,
        SYNC,
        TRUNCATE,
        RENAME,
        DELETE,
        FOLDER,
        SYNC_FOLDER,
        LINK,
        LOCK
    }

    /// How it goes wrong.
    public enum Fault {
        /// Nothing happens, and an error says so.
        IO_ERROR("Input/output error"),
        /// As when the disk is full.
        NO_SPACE("No space left on device"),
        /// As when the folder is read-only.
        READ_ONLY("Read-only file system"),
        /// The first half of a write happens, then there is no space left.
        SHORT_WRITE("No space left on device"),
        /// A sync fails, and the system forgets to write some of what it should have, though all of
        /// it can still be read: so does Linux.
        LOST_SYNC("Input/output error"),
        /// One bit of what is read or written is another one, and nobody says so.
        BIT_FLIP("");

        private final String message;

        Fault(String message) {
            this.message = message;
        }
    }

    /// When something goes wrong: the first `skip` operations that match do not, the next `count`
    /// do.
    ///
    /// @param part of the names of the files that are meant; empty means all
    public record Rule(Operation operation, String part, long skip, long count, Fault fault) {}

    private record Armed(Rule rule, AtomicLong seen) {
        boolean strikes(Operation operation, String name) {
            if (operation != rule.operation() || !name.contains(rule.part())) {
                return false;
            }
            long index = seen.getAndIncrement();
            return index >= rule.skip() && index < rule.skip() + rule.count();
        }
    }

    private final Storage under;
    private final List<Armed> rules = new CopyOnWriteArrayList<>();
    private final AtomicLong strikes = new AtomicLong();
    private volatile Runnable beforeSync = () -> {};

    public FaultyStorage(Storage under) {
        this.under = under;
    }

    public void add(Rule rule) {
        rules.add(new Armed(rule, new AtomicLong()));
    }

    /// Does something before every sync of a file, such as waiting.
    public void whenSyncing(Runnable action) {
        beforeSync = action;
    }

    /// The disk is well again.
    public void clear() {
        rules.clear();
    }

    /// How often something went wrong.
    public long strikes() {
        return strikes.get();
    }

    private @Nullable Fault fault(Operation operation, String name) {
        for (Armed armed : rules) {
            if (armed.strikes(operation, name)) {
                strikes.incrementAndGet();
                return armed.rule().fault();
            }
        }
        return null;
    }

    private void check(Operation operation, String name) {
        Fault fault = fault(operation, name);
        if (fault != null && fault != Fault.BIT_FLIP) {
            throw failure(operation, name, fault);
        }
    }

    private EngineException.Storage failure(Operation operation, String name, Fault fault) {
        return new EngineException.Storage(
                operation + " " + path(name) + ": " + fault.message,
                new IOException(fault.message));
    }

    @Override
    public Path path(String name) {
        return under.path(name);
    }

    @Override
    public List<String> list(String folder) {
        check(Operation.LIST, folder);
        return under.list(folder);
    }

    @Override
    public boolean exists(String name) {
        return under.exists(name);
    }

    @Override
    public long size(String name) {
        return under.size(name);
    }

    @Override
    public void createFolder(String folder) {
        check(Operation.FOLDER, folder);
        under.createFolder(folder);
    }

    @Override
    public WriteFile create(String name) {
        check(Operation.CREATE, name);
        return new Writer(under.create(name));
    }

    @Override
    public WriteFile overwrite(String name, long position) {
        check(Operation.OPEN, name);
        return new Writer(under.overwrite(name, position));
    }

    @Override
    public ReadFile open(String name) {
        check(Operation.OPEN, name);
        return new Reader(under.open(name));
    }

    @Override
    public void rename(String from, String to) {
        check(Operation.RENAME, to);
        under.rename(from, to);
    }

    @Override
    public void delete(String name) {
        check(Operation.DELETE, name);
        under.delete(name);
    }

    @Override
    public void syncFolder(String folder) {
        check(Operation.SYNC_FOLDER, folder + "/");
        under.syncFolder(folder);
    }

    @Override
    public void linkOut(String name, Path target) {
        check(Operation.LINK, name);
        under.linkOut(name, target);
    }

    @Override
    public Lock lock(String name) {
        check(Operation.LOCK, name);
        return under.lock(name);
    }

    private final class Writer implements WriteFile {
        private final WriteFile file;

        Writer(WriteFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long position() {
            return file.position();
        }

        @Override
        public void write(ByteBuffer bytes) {
            Fault fault = fault(Operation.WRITE, name());
            if (fault == null) {
                file.write(bytes);
            } else if (fault == Fault.BIT_FLIP) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                copy[copy.length / 2] ^= 16;
                file.write(ByteBuffer.wrap(copy));
            } else {
                if (fault == Fault.SHORT_WRITE) {
                    file.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
                }
                throw failure(Operation.WRITE, name(), fault);
            }
        }

        @Override
        public void reserve(long bytes) {
            check(Operation.WRITE, name());
            file.reserve(bytes);
        }

        @Override
        public void truncate(long size) {
            check(Operation.TRUNCATE, name());
            file.truncate(size);
        }

        @Override
        public void sync() {
            beforeSync.run();
            Fault fault = fault(Operation.SYNC, name());
            if (fault == Fault.LOST_SYNC && under instanceof CrashableStorage disk) {
                disk.loseUnsynced(name(), new SplittableRandom(strikes.get()));
            }
            if (fault != null) {
                throw failure(Operation.SYNC, name(), fault);
            }
            file.sync();
        }

        @Override
        public void close() {
            file.close();
        }
    }

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
            Fault fault = fault(Operation.READ, name());
            if (fault != null && fault != Fault.BIT_FLIP) {
                throw failure(Operation.READ, name(), fault);
            }
            int from = target.position();
            int read = file.read(position, target);
            if (fault == Fault.BIT_FLIP && read > 0) {
                int at = from + read / 2;
                target.put(at, (byte) (target.get(at) ^ 16));
            }
            return read;
        }

        @Override
        public MemorySegment map() {
            Fault fault = fault(Operation.READ, name());
            if (fault == null) {
                return file.map();
            }
            if (fault != Fault.BIT_FLIP) {
                throw failure(Operation.READ, name(), fault);
            }
            MemorySegment copy = Arena.ofAuto().allocate(file.size()).copyFrom(file.map());
            long at = file.size() / 2;
            copy.set(ValueLayout.JAVA_BYTE, at, (byte) (copy.get(ValueLayout.JAVA_BYTE, at) ^ 16));
            return copy;
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
