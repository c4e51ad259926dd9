package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Deletes the files of segments when nobody can read them any more. States are numbered: a segment
/// that left with state 7 is needed as long as a state before 7 is pinned. Safe for many threads.
final class FileReaper {
    private static final System.Logger LOG = System.getLogger(FileReaper.class.getName());

    private record Obsolete(long sinceVersion, SegmentMeta segment) {}

    private final Storage storage;
    private final List<Consumer<SegmentMeta>> listeners = new CopyOnWriteArrayList<>();

    private ManifestState state;
    private long version;
    private final TreeMap<Long, Integer> pins = new TreeMap<>();
    private final Deque<Obsolete> obsolete = new ArrayDeque<>();

    FileReaper(Storage storage, ManifestState state) {
        this.storage = storage;
        this.state = state;
    }

    void listen(Consumer<SegmentMeta> listener) {
        listeners.add(listener);
    }

    synchronized ManifestState state() {
        return state;
    }

    synchronized PinnedState pin() {
        long pinned = version;
        pins.merge(pinned, 1, Integer::sum);
        return new PinnedState(state, () -> unpin(pinned));
    }

    private void unpin(long pinned) {
        List<SegmentMeta> unused;
        synchronized (this) {
            pins.computeIfPresent(pinned, (_, count) -> count == 1 ? null : count - 1);
            unused = takeUnused();
        }
        unused.forEach(this::delete);
    }

    /// Makes a state the current one.
    ///
    /// @param removed the segments that the one before had and this has not
    void publish(ManifestState next, Collection<SegmentMeta> removed) {
        List<SegmentMeta> unused;
        synchronized (this) {
            state = next;
            version++;
            for (SegmentMeta segment : removed) {
                obsolete.add(new Obsolete(version, segment));
            }
            unused = takeUnused();
        }
        unused.forEach(this::delete);
    }

    /// Whether nothing waits to be deleted.
    synchronized boolean isIdle() {
        return obsolete.isEmpty();
    }

    private List<SegmentMeta> takeUnused() {
        long oldest = pins.isEmpty() ? version : pins.firstKey();
        List<SegmentMeta> unused = new ArrayList<>();
        while (!obsolete.isEmpty() && obsolete.getFirst().sinceVersion() <= oldest) {
            unused.add(obsolete.removeFirst().segment());
        }
        return unused;
    }

    /// A file that cannot be deleted harms nobody: the next opening tries again.
    private void delete(SegmentMeta segment) {
        listeners.forEach(listener -> listener.accept(segment));
        String name = FileName.segment(segment.table().value(), segment.id().value());
        try {
            storage.delete(name);
        } catch (EngineException.Storage e) {
            LOG.log(System.Logger.Level.WARNING, "a file is left until the next opening", e);
        }
    }
}
