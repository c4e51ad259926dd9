package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.TableId;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The segments in a storage. Those that were opened stay open until their file is deleted, so that
/// a scan finds footers, page indexes and series directories ready.
public final class SegmentFiles implements SegmentStore, AutoCloseable {
    private final Storage storage;
    private final PageCache cache;
    private final SegmentProfile profile;
    private final ConcurrentMap<SegmentId, Segment> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// @param storage not owned
    /// @param cache shared by all segments
    /// @param profile of segments that are written
    public SegmentFiles(Storage storage, PageCache cache, SegmentProfile profile) {
        this.storage = storage;
        this.cache = cache;
        this.profile = profile;
    }

    @Override
    public SegmentMeta write(
            SortedRows rows, TableId table, SegmentId id, long firstSequence, long lastSequence) {
        SegmentTarget target = new SegmentTarget(storage, table, id, firstSequence, lastSequence);
        return SegmentWriter.write(rows, target, profile);
    }

    @Override
    public SortedRows open(SegmentMeta segment) {
        return find(segment);
    }

    @Override
    public long seriesBytes(SegmentMeta segment) {
        return find(segment).seriesBytes();
    }

    private Segment find(SegmentMeta segment) {
        if (closed) {
            throw new EngineException.Closed("the segments are closed");
        }
        Segment found = open.get(segment.id());
        return found != null
                ? found
                : open.computeIfAbsent(segment.id(), id -> Segment.open(storage, segment, cache));
    }

    @Override
    public void discard(SegmentMeta segment) {
        close(segment);
        storage.delete(FileName.segment(segment.table().value(), segment.id().value()));
    }

    /// Closes a segment whose file is about to be deleted and which nobody reads any more.
    public void close(SegmentMeta segment) {
        Segment found = open.remove(segment.id());
        if (found != null) {
            found.close();
        }
    }

    /// Closes all segments. Nobody may read any more.
    @Override
    public void close() {
        closed = true;
        open.values().forEach(Segment::close);
        open.clear();
    }
}
