package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.TimeRange;

import org.jspecify.annotations.Nullable;

/// Sorted rows, or some of them, that take part in a merge.
///
/// @param rows the rows
/// @param directory of the rows; kept, because they may have to read it anew whenever they are
///     asked for it
/// @param clip only rows of these times take part
/// @param wantedSeries only these series take part, ascending numbers of the rows' directory; null
///     for all
/// @param era sources of different eras never hold the same key, and all rows of a lesser era are
///     older than those of a greater one: nothing has to be compared between them
/// @param candidates ranges of rows outside of which none is wanted, as ascending pairs of first
///     row and row behind the last; null for no such limit. Only for a source without duplicates
///     that is alone in its era: with others beside it, a row that is not wanted may hide one that
///     is
public record MergeSource(
        SortedRows rows,
        SeriesDirectory directory,
        TimeRange clip,
        int @Nullable [] wantedSeries,
        int era,
        long @Nullable [] candidates) {
    public MergeSource(SortedRows rows, TimeRange clip, int @Nullable [] wantedSeries, int era) {
        this(rows, rows.series(), clip, wantedSeries, era, null);
    }

    /// All rows, in one era with all others made like this.
    public static MergeSource all(SortedRows rows) {
        return new MergeSource(rows, TimeRange.ALL, null, 0);
    }

    /// The number of series that may take part.
    int seriesCount() {
        return wantedSeries == null ? directory.size() : wantedSeries.length;
    }

    int series(int index) {
        return wantedSeries == null ? index : wantedSeries[index];
    }

    /// Whether the clip leaves nothing out.
    boolean isWhole() {
        TimeRange times = rows.timeRange();
        return clip.startNs() <= times.startNs() && times.endNs() <= clip.endNs();
    }
}
