package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.MergeSource;

/// How much time the next slice of an era covers: small at first, then more and more, adapting to
/// how dense the rows turn out to be.
///
/// @param ns at least 1
/// @param rowsWanted how many rows the next slice should have
/// @param rowsLimit how many rows a slice may want in the end
record SliceLength(long ns, int rowsWanted, int rowsLimit) {
    static final SliceLength NONE = new SliceLength(1, 1, 1);

    /// Rows of the first slice.
    private static final int FIRST_ROWS = ScanSnapshot.BATCH_ROWS;

    static SliceLength first(ScanSources.Opened opened, int rowsLimit) {
        double rows = 0;
        for (MergeSource source : opened.sources()) {
            TimeRange all = source.rows().timeRange();
            TimeRange range = all.intersect(source.clip());
            if (!range.isEmpty()) {
                int[] wanted = source.wantedSeries();
                double seriesShare =
                        wanted == null ? 1 : (double) wanted.length / source.directory().size();
                rows += source.rows().rowCount() * seriesShare * length(range) / length(all);
            }
        }
        double share = Math.min(1, FIRST_ROWS / Math.max(1, rows));
        long ns = clamp(length(opened.timeRange()) * share);
        return new SliceLength(ns, FIRST_ROWS, rowsLimit);
    }

    /// More rows than this must not be taken; the slice has to be made shorter.
    int rowsMax() {
        return ns == 1 ? Integer.MAX_VALUE : 4 * rowsWanted;
    }

    SliceLength shorter() {
        return new SliceLength(Math.max(1, ns / 4), rowsWanted, rowsLimit);
    }

    /// The length for the slice behind one that had so many rows.
    SliceLength next(int rowCount) {
        int wanted = (int) Math.min(rowsLimit, rowsWanted * 4L);
        double factor = Math.clamp(wanted / Math.max(1.0, rowCount), 0.25, 16);
        return new SliceLength(clamp(ns * factor), wanted, rowsLimit);
    }

    /// The first stretch of this length of a range that is not empty, or the last one.
    TimeRange cut(TimeRange range, boolean fromEnd) {
        if (Long.compareUnsigned(range.endNs() - range.startNs(), ns) < 0) {
            return range;
        }
        return fromEnd
                ? new TimeRange(range.endNs() - ns + 1, range.endNs())
                : new TimeRange(range.startNs(), range.startNs() + ns - 1);
    }

    /// What is left of a range when a stretch is cut off.
    static TimeRange rest(TimeRange range, TimeRange cut, boolean fromEnd) {
        if (cut.equals(range)) {
            return TimeRange.NONE;
        }
        return fromEnd
                ? new TimeRange(range.startNs(), cut.startNs() - 1)
                : new TimeRange(cut.endNs() + 1, range.endNs());
    }

    private static long clamp(double ns) {
        return (long) Math.clamp(ns, 1, (double) Long.MAX_VALUE);
    }

    private static double length(TimeRange range) {
        return (double) range.endNs() - (double) range.startNs() + 1;
    }
}
