package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The live segments of one table at one point in time. Immutable.
///
/// Their files exist as long as the [PinnedState] that this came from is not closed.
public final class SegmentSet {
    public static final SegmentSet EMPTY = new SegmentSet(List.of());

    private final List<SegmentMeta> segments;

    SegmentSet(List<SegmentMeta> segments) {
        this.segments = List.copyOf(segments);
    }

    /// Ascending by id.
    public List<SegmentMeta> segments() {
        return segments;
    }

    public int size() {
        return segments.size();
    }

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /// Those that may hold rows of a range, ascending by id.
    public List<SegmentMeta> within(TimeRange range) {
        List<SegmentMeta> within = new ArrayList<>();
        for (SegmentMeta segment : segments) {
            if (segment.timeRange().overlaps(range)) {
                within.add(segment);
            }
        }
        return within;
    }

    public long rowCount() {
        return segments.stream().mapToLong(SegmentMeta::rowCount).sum();
    }

    public long fileBytes() {
        return segments.stream().mapToLong(SegmentMeta::fileBytes).sum();
    }

    /// Whether all of these are in it.
    public boolean containsAll(Collection<SegmentId> ids) {
        long found = segments.stream().filter(segment -> ids.contains(segment.id())).count();
        return found == Set.copyOf(ids).size();
    }

    @Override
    public String toString() {
        return segments.toString();
    }
}
