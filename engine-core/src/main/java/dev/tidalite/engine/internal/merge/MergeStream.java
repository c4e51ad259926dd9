package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.TimeRange;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// Walks over the merged rows of several sources, series by series and within a series by time, in
/// windows of a few thousand rows: first it is planned where the rows of a window come from, then
/// any columns are read.
///
/// Rows that only one source has are read in whole ranges and, with one source, without a look at
/// their times. Opens readers when they are first needed. For one thread.
public final class MergeStream implements AutoCloseable {
    private final List<MergeSource> sources;
    private final SeriesUnion union;
    private final ScanObserver observer;
    private final @Nullable RowReader[] readers;
    private final @Nullable TimeBuffer[] times;
    private final boolean[] mayHoldDuplicates;
    private final PieceList pieces = new PieceList();
    private final PieceList kept = new PieceList();

    /// What was planned, or what was left of it.
    private PieceList window = pieces;

    private final WindowColumns columns;

    /// The series to walk over, by their place in the order.
    private int @Nullable [] order;

    private int nextSeries;
    private int seriesEnd;
    private TimeRange clip = TimeRange.ALL;

    private int series = -1;
    private int nextMember;
    private int memberEnd;
    private final SeriesMerge merge;

    private int[] runEnds = new int[16];
    private int[] runSeries = new int[16];
    private int runCount;

    /// A stream that stands before the first row.
    ///
    /// @param sources by era, and within one by sequence, ascending
    /// @param union of these sources
    public MergeStream(List<MergeSource> sources, SeriesUnion union) {
        this(sources, union, ScanObserver.NONE);
    }

    /// As [#MergeStream(List, SeriesUnion)].
    ///
    /// @param observer is told which pages are read
    public MergeStream(List<MergeSource> sources, SeriesUnion union, ScanObserver observer) {
        this.sources = sources;
        this.union = union;
        this.observer = observer;
        this.readers = new RowReader[sources.size()];
        this.times = new TimeBuffer[sources.size()];
        this.mayHoldDuplicates = new boolean[sources.size()];
        for (int source = 0; source < mayHoldDuplicates.length; source++) {
            mayHoldDuplicates[source] = sources.get(source).rows().mayHoldDuplicates();
        }
        this.columns = new WindowColumns(this, sources.size());
        this.merge = new SeriesMerge(this, pieces);
        this.seriesEnd = union.size();
    }

    /// Starts anew, with some of the series and some of the time.
    ///
    /// @param seriesOrder series numbers of the union; null for their own order
    /// @param from first place in the order
    /// @param to one past the last
    /// @param range only rows of these times are wanted
    public void restart(int @Nullable [] seriesOrder, int from, int to, TimeRange range) {
        order = seriesOrder;
        nextSeries = from;
        seriesEnd = to;
        clip = range;
        series = -1;
        merge.clear();
        pieces.clear();
        window = pieces;
        runCount = 0;
    }

    /// Plans the next window.
    ///
    /// @param rowsMax how many rows it may have, at least 1
    /// @return false if there are no more rows; the window is empty then
    public boolean advance(int rowsMax) {
        pieces.clear();
        window = pieces;
        runCount = 0;
        while (pieces.rowCount() < rowsMax && findRows()) {
            merge.plan(rowsMax - pieces.rowCount());
            endRun();
        }
        return pieces.rowCount() > 0;
    }

    /// Rows of the window.
    public int rowCount() {
        return window.rowCount();
    }

    /// How many runs of one series the window has. A series may go on in the next window.
    public int runCount() {
        return runCount;
    }

    /// Where the runs end; valid until the next window.
    public int[] runEnds() {
        return runEnds;
    }

    /// The series of a run, by its number in the union.
    public int runSeries(int run) {
        return runSeries[run];
    }

    /// Appends the window's values of the time column or of a field to a sink. Columns may be read
    /// in any order, also more than once.
    public void read(int ordinal, ColumnSink target) {
        columns.read(window, ordinal, target);
    }

    /// Leaves only some rows in the window.
    ///
    /// @param borders of the ranges of rows that stay: pairs of first row and row behind the last,
    ///     ascending
    /// @param count how many of the borders count
    public void keep(int[] borders, int count) {
        kept.clear();
        int[] ends = new int[Math.max(1, runCount)];
        int keptRuns = 0;
        int run = 0;
        for (int i = 0; i < count; i += 2) {
            for (int from = borders[i], to; from < borders[i + 1]; from = to) {
                while (runEnds[run] <= from) {
                    run++;
                }
                to = Math.min(borders[i + 1], runEnds[run]);
                kept.addPart(pieces, from, to);
                if (keptRuns == 0 || runSeries[keptRuns - 1] != runSeries[run]) {
                    runSeries[keptRuns++] = runSeries[run];
                }
                ends[keptRuns - 1] = kept.rowCount();
            }
        }
        runEnds = ends;
        runCount = keptRuns;
        window = kept;
    }

    /// Where the rows of the window come from, to be read when it has gone.
    PieceList copyWindow() {
        return window.copy();
    }

    /// As [#read(int, ColumnSink)], of a window that was copied, or a part of one.
    void read(PieceList rows, int ordinal, ColumnSink target) {
        columns.read(rows, ordinal, target);
    }

    @Override
    public void close() {
        for (int source = 0; source < readers.length; source++) {
            RowReader reader = readers[source];
            readers[source] = null;
            times[source] = null;
            if (reader != null) {
                reader.close();
            }
        }
    }

    /// Makes sure that the merge has rows, going on to the next era and the next series.
    private boolean findRows() {
        while (!merge.hasRows()) {
            if (series < 0 || nextMember == memberEnd) {
                if (nextSeries == seriesEnd) {
                    return false;
                }
                series = order == null ? nextSeries : order[nextSeries];
                nextSeries++;
                nextMember = union.memberStart(series);
                memberEnd = union.memberEnd(series);
            }
            openEra();
        }
        return true;
    }

    /// Gives the merge the rows of the series that belong to the next era.
    private void openEra() {
        merge.clear();
        int era = sources.get(union.source(nextMember)).era();
        while (nextMember < memberEnd) {
            int number = union.source(nextMember);
            MergeSource source = sources.get(number);
            if (source.era() != era) {
                break;
            }
            SeriesDirectory directory = source.directory();
            long rowStart = directory.rowStart(union.series(nextMember));
            long rowEnd = directory.rowEnd(union.series(nextMember));
            nextMember++;
            TimeRange range = clip.intersect(source.clip());
            TimeRange all = source.rows().timeRange();
            if (!range.overlaps(all)) {
                continue;
            }
            if (range.startNs() > all.startNs()) {
                rowStart = times(number).lowerBound(rowStart, rowEnd, range.startNs());
            }
            if (range.endNs() < all.endNs()) {
                rowEnd = times(number).lowerBound(rowStart, rowEnd, range.endNs() + 1);
            }
            if (rowStart < rowEnd) {
                addRows(number, rowStart, rowEnd, source.candidates());
            }
        }
    }

    private void addRows(int source, long rowStart, long rowEnd, long @Nullable [] candidates) {
        if (candidates == null) {
            merge.add(source, rowStart, rowEnd);
            return;
        }
        for (int range = 0; range < candidates.length; range += 2) {
            long from = Math.max(rowStart, candidates[range]);
            long to = Math.min(rowEnd, candidates[range + 1]);
            if (from < to) {
                merge.addBehind(source, from, to);
            }
        }
    }

    private void endRun() {
        if (runCount > 0 && runSeries[runCount - 1] == series) {
            runEnds[runCount - 1] = pieces.rowCount();
            return;
        }
        if (runCount == runEnds.length) {
            runEnds = Arrays.copyOf(runEnds, runCount * 2);
        }
        if (runCount == runSeries.length) {
            runSeries = Arrays.copyOf(runSeries, runCount * 2);
        }
        runEnds[runCount] = pieces.rowCount();
        runSeries[runCount] = series;
        runCount++;
    }

    boolean mayHoldDuplicates(int source) {
        return mayHoldDuplicates[source];
    }

    RowReader reader(int source) {
        RowReader reader = readers[source];
        if (reader == null) {
            reader = sources.get(source).rows().reader(observer);
            readers[source] = reader;
        }
        return reader;
    }

    TimeBuffer times(int source) {
        TimeBuffer buffer = times[source];
        if (buffer == null) {
            buffer = new TimeBuffer(sources.get(source).rows(), reader(source));
            times[source] = buffer;
        }
        return buffer;
    }
}
