package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Walks over the last row of each series of several sources, in windows: which rows these are is
/// found from the ends of the series, the newest era first, and only then columns are read.
///
/// A row may have to have values of some fields. Where the last one lacks them, the series' rows
/// are read, era by era, until one is found that does not. Opens readers when they are first
/// needed. For one thread.
public final class LastRows implements AutoCloseable {
    private static final int SEARCH_WINDOW_ROWS = 8192;
    private static final long NO_ROW = -1;

    private final List<MergeSource> sources;
    private final SeriesUnion union;
    private final int[] needed;
    private final ColumnSink[] neededValues;

    /// Owns the readers, and reads the rows of a series that has to be searched.
    private final MergeStream stream;

    /// Per source the time of the last row of each series that takes part.
    private final long[] @Nullable [] lastTimes;

    private final PieceList found = new PieceList();
    private final PieceList window = new PieceList();

    /// Per row of `found` its series, and the first of its members in the era that it is from.
    private int[] series = new int[16];

    private int[] eraStarts = new int[16];
    private int[] windowSeries = new int[16];
    private int[] runEnds = new int[0];

    /// Per member of an era its last row and the time of that.
    private long[] endRows = new long[4];

    private long[] endTimes = new long[4];

    private int nextSeries;
    private final int seriesEnd;

    /// @param sources by era, and within one by sequence, ascending
    /// @param union of these sources
    /// @param from the first series of the union that is wanted
    /// @param to one past the last
    /// @param schema of the table
    /// @param needed ordinals of fields that a row has to have a value of
    /// @param observer is told which pages are read
    public LastRows(
            List<MergeSource> sources,
            SeriesUnion union,
            int from,
            int to,
            TableSchema schema,
            int[] needed,
            ScanObserver observer) {
        this.sources = sources;
        this.union = union;
        this.needed = needed;
        this.neededValues = new ColumnSink[needed.length];
        Arrays.setAll(neededValues, i -> ColumnSink.of(schema.column(needed[i]).type()));
        this.stream = new MergeStream(sources, union, observer);
        this.lastTimes = new long[sources.size()][];
        this.nextSeries = from;
        this.seriesEnd = to;
    }

    /// Finds the rows of the next series.
    ///
    /// @param rowsMax how many there may be, at least 1
    /// @return false if there are no more
    public boolean advance(int rowsMax) {
        window.clear();
        while (window.rowCount() == 0 && nextSeries < seriesEnd) {
            findEnds(rowsMax);
            if (needed.length == 0) {
                takeAll();
            } else {
                takeSuitable();
            }
        }
        return window.rowCount() > 0;
    }

    public int rowCount() {
        return window.rowCount();
    }

    /// Every row is a run of its own.
    public int[] runEnds() {
        if (runEnds.length < window.rowCount()) {
            runEnds = new int[windowSeries.length];
            Arrays.setAll(runEnds, row -> row + 1);
        }
        return runEnds;
    }

    /// The series of a row, by its number in the union.
    public int series(int row) {
        return windowSeries[row];
    }

    /// Appends the values of the time column or of a field.
    public void read(int ordinal, ColumnSink target) {
        stream.read(window, ordinal, target);
    }

    @Override
    public void close() {
        stream.close();
    }

    /// Finds the last rows of the next series, whatever they have values of.
    private void findEnds(int rowsMax) {
        found.clear();
        if (series.length < rowsMax) {
            series = new int[rowsMax];
            eraStarts = new int[rowsMax];
            windowSeries = new int[rowsMax];
        }
        while (nextSeries < seriesEnd && found.rowCount() < rowsMax) {
            int number = nextSeries++;
            int end = union.memberEnd(number);
            while (end > union.memberStart(number)) {
                int start = eraStart(number, end);
                if (addEnd(start, end)) {
                    series[found.rowCount() - 1] = number;
                    eraStarts[found.rowCount() - 1] = start;
                    break;
                }
                end = start;
            }
        }
    }

    /// The first member of a series that is of the same era as the one before `end`.
    private int eraStart(int number, int end) {
        int era = sources.get(union.source(end - 1)).era();
        int start = end - 1;
        while (start > union.memberStart(number)
                && sources.get(union.source(start - 1)).era() == era) {
            start--;
        }
        return start;
    }

    /// Adds the last row of some members of one series, which are of one era.
    ///
    /// @return false if none has a row in its time
    private boolean addEnd(int from, int to) {
        if (endRows.length < to - from) {
            endRows = new long[to - from];
            endTimes = new long[to - from];
        }
        long lastNs = Long.MIN_VALUE;
        int count = 0;
        for (int member = from; member < to; member++) {
            if (findEnd(member, member - from)) {
                lastNs = Math.max(lastNs, endTimes[member - from]);
                count++;
            }
        }
        boolean first = true;
        for (int member = from; count > 0 && member < to; member++) {
            long row = endRows[member - from];
            if (row != NO_ROW && endTimes[member - from] == lastNs) {
                addRowsOfTime(member, row, lastNs, first);
                first = false;
            }
        }
        return count > 0;
    }

    /// Adds a row and those before it that are of the same time.
    private void addRowsOfTime(int member, long lastRow, long timeNs, boolean isBase) {
        int source = union.source(member);
        long row = lastRow;
        if (stream.mayHoldDuplicates(source)) {
            long rowStart = directory(source).rowStart(union.series(member));
            row = stream.times(source).lowerBound(rowStart, lastRow, timeNs);
        }
        for (boolean base = isBase; row <= lastRow; row++, base = false) {
            if (base) {
                found.addBase(source, row);
            } else {
                found.addOverlay(source, row);
            }
        }
    }

    /// Finds the last row of a member within the time that is wanted of it.
    private boolean findEnd(int member, int place) {
        int number = union.source(member);
        MergeSource source = sources.get(number);
        SeriesDirectory directory = directory(number);
        int seriesNumber = union.series(member);
        long row = directory.rowEnd(seriesNumber) - 1;
        long timeNs = lastTime(source, number, seriesNumber);
        TimeRange clip = source.clip();
        if (timeNs > clip.endNs()) {
            long rowStart = directory.rowStart(seriesNumber);
            TimeBuffer times = stream.times(number);
            row = times.lowerBound(rowStart, row, clip.endNs() + 1) - 1;
            if (row < rowStart) {
                endRows[place] = NO_ROW;
                return false;
            }
            int index = times.index(row, row + 1);
            timeNs = times.values()[index];
        }
        endRows[place] = timeNs < clip.startNs() ? NO_ROW : row;
        endTimes[place] = timeNs;
        return endRows[place] != NO_ROW;
    }

    private long lastTime(MergeSource source, int number, int seriesNumber) {
        long[] known = lastTimes[number];
        if (known == null) {
            known = readLastTimes(source, number);
            lastTimes[number] = known;
        }
        int[] wanted = source.wantedSeries();
        return known[wanted == null ? seriesNumber : Arrays.binarySearch(wanted, seriesNumber)];
    }

    private long[] readLastTimes(MergeSource source, int number) {
        long[] rows = new long[source.seriesCount()];
        for (int index = 0; index < rows.length; index++) {
            rows[index] = source.directory().rowEnd(source.series(index)) - 1;
        }
        LongSink times = new LongSink(ColumnType.TIMESTAMP);
        stream.reader(number).readRows(0, rows, rows.length, times);
        return times.values();
    }

    private SeriesDirectory directory(int source) {
        return sources.get(source).directory();
    }

    private void takeAll() {
        window.addAll(found);
        System.arraycopy(series, 0, windowSeries, 0, found.rowCount());
    }

    /// Takes the rows that have values of all that is needed, and looks for others in the series
    /// whose last row has not.
    private void takeSuitable() {
        int count = found.rowCount();
        BitSet suitable = suitable(found);
        PieceList row = new PieceList();
        for (int i = 0; i < count; i++) {
            if (suitable.get(i)) {
                row.slice(found, i, i + 1);
            }
            if (suitable.get(i) || search(series[i], eraStarts[i], row)) {
                windowSeries[window.rowCount()] = series[i];
                window.addAll(row);
            }
        }
    }

    /// Which rows have values of all that is needed.
    private BitSet suitable(PieceList rows) {
        BitSet suitable = new BitSet(rows.rowCount());
        suitable.set(0, rows.rowCount());
        for (int i = 0; i < needed.length; i++) {
            ColumnSink values = neededValues[i];
            values.clear();
            stream.read(rows, needed[i], values);
            long[] validity = values.vector().validity();
            for (int row = 0; validity != null && row < rows.rowCount(); row++) {
                suitable.set(row, suitable.get(row) && Validity.isValid(validity, row));
            }
        }
        return suitable;
    }

    /// Reads the rows of a series, in an era and then in older ones, for the last suitable one.
    ///
    /// @param from the first member of the era to start with
    private boolean search(int number, int from, PieceList target) {
        int[] only = {number};
        for (int start = from; ; start = eraStart(number, start)) {
            stream.restart(only, 0, 1, sources.get(union.source(start)).clip());
            boolean isFound = false;
            while (stream.advance(SEARCH_WINDOW_ROWS)) {
                PieceList rows = stream.copyWindow();
                int row = suitable(rows).length() - 1;
                if (row >= 0) {
                    target.slice(rows, row, row + 1);
                    isFound = true;
                }
            }
            if (isFound || start == union.memberStart(number)) {
                return isFound;
            }
        }
    }
}
