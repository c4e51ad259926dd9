package dev.tidalite.engine.internal.memtable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// All rows in memory: the set that takes writes and the sealed ones that wait to be flushed.
///
/// A write holds the shared lock from its first look at the active set until its rows are visible;
/// whoever seals holds the exclusive one. So a set is sealed with nothing in flight, and every
/// record of the log belongs to exactly one set.
public final class Memtables {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(/* fair= */ true);
    private volatile State state = new State(new MemtableSet(new SeriesRegistries()), List.of());

    /// The sets at one moment.
    ///
    /// @param active takes writes
    /// @param sealed oldest first; never written to again
    public record State(MemtableSet active, List<MemtableSet> sealed) {
        public State {
            sealed = List.copyOf(sealed);
        }
    }

    public Lock shared() {
        return lock.readLock();
    }

    public Lock exclusive() {
        return lock.writeLock();
    }

    public State state() {
        return state;
    }

    public MemtableSet active() {
        return state.active();
    }

    /// Seals the active set. Called with the exclusive lock held.
    ///
    /// @param registryBytesMax if the series known so far take more, the next set begins with none
    /// @param lastSequence the last write whose rows are in the set
    /// @return the sealed set
    public MemtableSet seal(long registryBytesMax, long lastSequence) {
        assert lock.isWriteLockedByCurrentThread();
        State before = state;
        SeriesRegistries registries = before.active().registries();
        if (registries.heapBytes() > registryBytesMax) {
            registries = new SeriesRegistries();
        }
        synchronized (this) {
            List<MemtableSet> sealed = new ArrayList<>(before.sealed());
            before.active().sealed(lastSequence);
            sealed.add(before.active());
            state = new State(new MemtableSet(registries), sealed);
        }
        return before.active();
    }

    /// Lets go of a sealed set whose rows are elsewhere now.
    public synchronized void remove(MemtableSet set) {
        State before = state;
        List<MemtableSet> sealed = new ArrayList<>(before.sealed());
        sealed.remove(set);
        state = new State(before.active(), sealed);
    }

    /// What all rows and series take.
    public long heapBytes() {
        State now = state;
        SeriesRegistries registries = now.active().registries();
        long bytes = now.active().heapBytes() + registries.heapBytes();
        for (MemtableSet set : now.sealed()) {
            bytes += set.heapBytes();
            if (set.registries() != registries) {
                registries = set.registries();
                bytes += registries.heapBytes();
            }
        }
        return bytes;
    }
}
