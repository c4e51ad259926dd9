package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.SegmentMeta;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A stretch of time and all that holds rows of it. Eras do not overlap, so that rows of different
/// eras need no comparison.
///
/// @param range only rows of these times belong to it
/// @param segments lie wholly within it, but for what the scan does not want
/// @param memtables may reach beyond it
record Era(TimeRange range, List<SegmentMeta> segments, List<SortedRows> memtables) {
    /// Cuts a table's rows into eras, ascending by time: segments that overlap are one, and the
    /// times between segments, of which only memtables may hold rows, are others.
    static List<Era> of(TableRows table, TimeRange wanted) {
        List<SegmentMeta> segments =
                table.segments().stream()
                        .filter(segment -> segment.timeRange().overlaps(wanted))
                        .sorted(Comparator.comparingLong(s -> s.timeRange().startNs()))
                        .toList();
        List<Era> eras = new ArrayList<>();
        long gapStart = wanted.startNs();
        boolean open = !wanted.isEmpty();
        for (int from = 0; from < segments.size(); ) {
            TimeRange range = segments.get(from).timeRange();
            int to = from + 1;
            while (to < segments.size() && segments.get(to).timeRange().overlaps(range)) {
                range = range.union(segments.get(to).timeRange());
                to++;
            }
            range = range.intersect(wanted);
            if (gapStart < range.startNs()) {
                addGap(eras, table, new TimeRange(gapStart, range.startNs() - 1));
            }
            eras.add(new Era(range, segments.subList(from, to), memtables(table, range)));
            open = range.endNs() < wanted.endNs();
            gapStart = open ? range.endNs() + 1 : gapStart;
            from = to;
        }
        if (open) {
            addGap(eras, table, new TimeRange(gapStart, wanted.endNs()));
        }
        return eras;
    }

    private static void addGap(List<Era> eras, TableRows table, TimeRange range) {
        List<SortedRows> memtables = memtables(table, range);
        if (!memtables.isEmpty()) {
            eras.add(new Era(range, List.of(), memtables));
        }
    }

    private static List<SortedRows> memtables(TableRows table, TimeRange range) {
        List<SortedRows> overlapping = new ArrayList<>();
        for (SortedRows memtable : table.memtables()) {
            if (memtable.timeRange().overlaps(range)) {
                overlapping.add(memtable);
            }
        }
        return overlapping;
    }

    /// About how many rows it has: those of segments, and of memtables at most.
    long rowCount() {
        long rows = 0;
        for (SegmentMeta segment : segments) {
            rows += segment.rowCount();
        }
        for (SortedRows memtable : memtables) {
            rows += memtable.rowCount();
        }
        return rows;
    }
}
