package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.MergeStream;
import dev.tidalite.engine.internal.merge.SeriesUnion;

/// A share of the rows of some eras: some of the series, or, where there are too few of them and it
/// is allowed, some of the time. All shares together are all rows, each once.
///
/// @param share which one, from 0
/// @param shareCount how many there are
/// @param mayCutSeries whether the rows of a series may be in several shares
record ScanUnit(ScanSources sources, int share, int shareCount, boolean mayCutSeries) {
    static ScanUnit whole(ScanSources sources) {
        return new ScanUnit(sources, 0, 1, false);
    }

    /// @return a stream over the rows of this share, owned by the caller
    MergeStream open() {
        ScanSources.Opened opened = sources.open();
        SeriesUnion union = opened.union();
        MergeStream stream = new MergeStream(opened.sources(), union, sources.observer());
        if (shareCount == 1) {
            return stream;
        }
        if (mayCutSeries && union.size() < 4 * shareCount) {
            TimeRange range = timeShare(opened.timeRange());
            stream.restart(null, 0, range.isEmpty() ? 0 : union.size(), range);
        } else {
            long[] rowEnds = rowEnds(opened);
            stream.restart(
                    null,
                    firstSeries(rowEnds, share),
                    firstSeries(rowEnds, share + 1),
                    TimeRange.ALL);
        }
        return stream;
    }

    /// An equal part of a range of time.
    private TimeRange timeShare(TimeRange all) {
        if (all.isEmpty()) {
            return all;
        }
        // the length may need all 64 bits, unsigned
        long step = Long.divideUnsigned(all.endNs() - all.startNs(), shareCount) + 1;
        long start = all.startNs() + step * share;
        long stepsBefore = Long.divideUnsigned(all.endNs() - all.startNs(), step);
        if (share > stepsBefore) {
            return TimeRange.NONE;
        }
        return share == stepsBefore
                ? new TimeRange(start, all.endNs())
                : new TimeRange(start, start + step - 1);
    }

    /// Per series how many rows it and those before it have in all sources.
    private static long[] rowEnds(ScanSources.Opened opened) {
        SeriesUnion union = opened.union();
        long[] rowEnds = new long[union.size()];
        long rows = 0;
        for (int series = 0; series < rowEnds.length; series++) {
            rows += union.rowCount(series, opened.sources());
            rowEnds[series] = rows;
        }
        return rowEnds;
    }

    /// The first series that belongs to a share or a later one.
    private int firstSeries(long[] rowEnds, int ofShare) {
        if (rowEnds.length == 0 || ofShare == shareCount) {
            return rowEnds.length;
        }
        long row = (long) (rowEnds[rowEnds.length - 1] * ((double) ofShare / shareCount));
        int series = 0;
        while (series < rowEnds.length && rowEnds[series] <= row) {
            series++;
        }
        return ofShare == 0 ? 0 : series;
    }
}
