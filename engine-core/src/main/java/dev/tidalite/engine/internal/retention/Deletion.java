package dev.tidalite.engine.internal.retention;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestEdit;
import dev.tidalite.engine.internal.manifest.PinnedState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.merge.MergeSource;
import dev.tidalite.engine.internal.merge.MergedRows;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.merge.TagFilter;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.segment.SegmentStore;
import dev.tidalite.engine.schema.TableId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Deletes rows by writing the segments that hold them again without them. When it has returned the
/// rows are gone from every later snapshot, and from the disk as soon as no earlier one is open.
///
/// There are no tombstones: a reader never has to know of a deletion, and none can be forgotten.
public final class Deletion {
    /// How often the segments may be merged by somebody else meanwhile before it gives up.
    private static final int ATTEMPTS_MAX = 20;

    private final Manifest manifest;
    private final SegmentStore segments;

    public Deletion(Manifest manifest, SegmentStore segments) {
        this.manifest = manifest;
        this.segments = segments;
    }

    /// Deletes the rows of a table that are in segments now.
    ///
    /// @param range rows of these times
    /// @param tagPredicates and of the series that satisfy all of these
    /// @return how many rows, before duplicates in different segments become one
    /// @throws EngineException.NotFound if there is no such table
    /// @throws EngineException.Overloaded if compaction came in between too often
    public long run(TableId table, TimeRange range, List<ColumnPredicate> tagPredicates) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            try (PinnedState pinned = manifest.pin()) {
                TableState state = pinned.state().tables().get(table);
                if (state == null) {
                    throw new EngineException.NotFound(
                            "table " + table.value() + " does not exist");
                }
                long deleted = attempt(state, range, tagPredicates);
                if (deleted >= 0) {
                    return deleted;
                }
            }
        }
        throw new EngineException.Overloaded(
                "the segments changed " + ATTEMPTS_MAX + " times while rows were being deleted");
    }

    /// @return how many rows were deleted, -1 if a segment was taken away meanwhile
    private long attempt(TableState table, TimeRange range, List<ColumnPredicate> tagPredicates) {
        Set<SegmentId> removed = new HashSet<>();
        List<SegmentMeta> added = new ArrayList<>();
        long deleted = 0;
        boolean done = false;
        try {
            for (SegmentMeta segment : table.segments().within(range)) {
                SortedRows rows = segments.open(segment);
                SeriesDirectory directory = rows.series();
                int[] hit = TagFilter.wanted(directory, table.schema(), tagPredicates);
                if (hit != null && hit.length == 0) {
                    continue;
                }
                MergedRows rest = MergedRows.of(others(rows, directory, range, hit));
                if (rest.rowCount() < segment.rowCount()) {
                    removed.add(segment.id());
                    deleted += segment.rowCount() - rest.rowCount();
                    addUnlessEmpty(rest, segment, added);
                }
            }
            done = removed.isEmpty() || commit(table.id(), removed, added);
            return done ? deleted : -1;
        } finally {
            // A commit that failed may be there after the next opening: its files stay.
            if (!done && manifest.failure() == null) {
                added.forEach(segments::discard);
            }
        }
    }

    private void addUnlessEmpty(MergedRows rest, SegmentMeta segment, List<SegmentMeta> added) {
        if (rest.rowCount() > 0) {
            added.add(
                    segments.write(
                            rest,
                            segment.table(),
                            manifest.nextSegmentId(),
                            segment.firstSequence(),
                            segment.lastSequence()));
        }
    }

    private boolean commit(TableId table, Set<SegmentId> removed, List<SegmentMeta> added) {
        try {
            manifest.commit(new ManifestEdit.SegmentsReplaced(table, removed, added));
            return true;
        } catch (EngineException.NotFound e) {
            return false;
        }
    }

    /// All rows but those of some series and times.
    ///
    /// @param hit the series, null for all
    private static List<MergeSource> others(
            SortedRows rows, SeriesDirectory directory, TimeRange range, int @Nullable [] hit) {
        List<MergeSource> others = new ArrayList<>();
        TimeRange times = rows.timeRange();
        int era = 0;
        if (hit != null) {
            int[] rest = complement(hit, directory.size());
            others.add(new MergeSource(rows, directory, TimeRange.ALL, rest, era++, null));
        }
        if (range.startNs() > times.startNs()) {
            TimeRange before = new TimeRange(times.startNs(), range.startNs() - 1);
            others.add(new MergeSource(rows, directory, before, hit, era++, null));
        }
        if (range.endNs() < times.endNs()) {
            TimeRange after = new TimeRange(range.endNs() + 1, times.endNs());
            others.add(new MergeSource(rows, directory, after, hit, era++, null));
        }
        if (others.isEmpty()) {
            others.add(new MergeSource(rows, directory, TimeRange.NONE, new int[0], era, null));
        }
        return others;
    }

    /// The numbers of `[0, end)` that are not among the given ones.
    private static int[] complement(int[] ascending, int end) {
        int[] others = new int[end - ascending.length];
        int size = 0;
        int next = 0;
        for (int series = 0; series < end; series++) {
            if (next < ascending.length && ascending[next] == series) {
                next++;
            } else {
                others[size++] = series;
            }
        }
        return others;
    }
}
