package dev.tidalite.engine.internal.wal;

import dev.tidalite.engine.internal.record.FileHeader;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.storage.WriteFile;

import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Which files the log consists of. Safe for many threads.
final class WalFiles {
    static final long MAGIC = magic("TIDALOG1");

    private final Storage storage;
    private final TreeMap<Long, String> byFirstSequence = new TreeMap<>();

    WalFiles(Storage storage) {
        this.storage = storage;
        for (String name : storage.list(FileName.WAL_FOLDER)) {
            OptionalLong firstSequence = FileName.walSequence(name);
            if (firstSequence.isPresent()) {
                byFirstSequence.put(firstSequence.getAsLong(), name);
            }
        }
    }

    private static long magic(String eightLetters) {
        long magic = 0;
        for (int index = Long.BYTES - 1; index >= 0; index--) {
            magic = magic << Byte.SIZE | eightLetters.charAt(index);
        }
        return magic;
    }

    /// The files that hold, or may hold, records behind a sequence; by their first sequence.
    synchronized NavigableMap<Long, String> after(long sequence) {
        Long from = byFirstSequence.floorKey(sequence + 1);
        return from == null
                ? new TreeMap<>(byFirstSequence)
                : new TreeMap<>(byFirstSequence.tailMap(from, true));
    }

    /// Starts a file. When this returns, file and header are durable: a log file without a whole
    /// header is damaged.
    synchronized WriteFile create(FileHeader header) {
        String name = FileName.wal(header.firstSequence());
        String unfinished = FileName.unfinished(name);
        storage.delete(unfinished);
        try (WriteFile file = storage.create(unfinished)) {
            file.write(header.encode());
            file.sync();
        }
        storage.rename(unfinished, name);
        storage.syncFolder(FileName.WAL_FOLDER);
        byFirstSequence.put(header.firstSequence(), name);
        return storage.overwrite(name, storage.size(name));
    }

    /// Deletes the files all of whose records have a place up to this one; never the last file.
    synchronized void deleteUpTo(long sequence) {
        while (byFirstSequence.size() > 1) {
            Long first = byFirstSequence.firstKey();
            Long next = byFirstSequence.higherKey(first);
            if (next == null || next > sequence + 1) {
                break;
            }
            delete(first);
        }
    }

    synchronized void delete(long firstSequence) {
        String name = byFirstSequence.get(firstSequence);
        if (name != null) {
            storage.delete(name);
            byFirstSequence.remove(firstSequence);
        }
    }

    synchronized int count() {
        return byFirstSequence.size();
    }

    synchronized long bytes() {
        return byFirstSequence.values().stream().mapToLong(storage::size).sum();
    }
}
