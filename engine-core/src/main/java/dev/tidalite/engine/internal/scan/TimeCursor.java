package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.MergeStream;
import dev.tidalite.engine.internal.merge.SeriesUnion;
import dev.tidalite.engine.internal.merge.VectorCopy;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/// Hands out rows by time, ascending or descending: era by era, and within one slice by slice. A
/// slice is a short stretch of time whose rows are read series by series and sorted in memory; the
/// first slices are small, so that whoever needs a few rows pays for a few.
final class TimeCursor implements BatchCursor {
    private final Iterator<ScanSources> eras;
    private final BatchColumns columns;
    private final ScanObserver observer;
    private final TimeSlice slice;
    private final boolean descending;
    private @Nullable MergeStream stream;
    private @Nullable SeriesUnion union;
    private SliceLength length = SliceLength.NONE;

    /// What is left of the era.
    private TimeRange left = TimeRange.NONE;

    private int nextRow;
    private int[] runEnds = new int[0];

    /// @param eras in the order in which they are wanted
    TimeCursor(List<ScanSources> eras, ResolvedScan scan, boolean descending) {
        this.eras = eras.iterator();
        this.columns = new BatchColumns(scan);
        this.observer = scan.observer();
        this.slice = new TimeSlice(scan);
        this.descending = descending;
    }

    @Override
    public @Nullable TableBatch next() {
        while (nextRow == slice.rowCount()) {
            if (left.isEmpty() && !openEra()) {
                return null;
            }
            loadSlice();
        }
        int to = Math.min(slice.rowCount(), nextRow + ScanSnapshot.BATCH_ROWS);
        TableBatch batch = batch(nextRow, to);
        nextRow = to;
        return batch;
    }

    private boolean openEra() {
        close();
        while (eras.hasNext()) {
            ScanSources.Opened opened = eras.next().open();
            left = opened.timeRange();
            if (!left.isEmpty()) {
                stream = new MergeStream(opened.sources(), opened.union(), observer);
                union = opened.union();
                length = SliceLength.first(opened, slice.rowsMax());
                return true;
            }
        }
        return false;
    }

    private void loadSlice() {
        MergeStream from = Objects.requireNonNull(stream);
        SeriesUnion of = Objects.requireNonNull(union);
        TimeRange range = length.cut(left, descending);
        nextRow = 0;
        if (slice.load(from, of, range, length.rowsMax(), descending)) {
            left = SliceLength.rest(left, range, descending);
            length = length.next(slice.rowCount());
        } else {
            length = length.shorter();
        }
    }

    private TableBatch batch(int from, int to) {
        SeriesUnion of = Objects.requireNonNull(union);
        int rowCount = to - from;
        for (int column = 0; column < columns.count(); column++) {
            ColumnSink sink = columns.cleared(column);
            if (sink != null) {
                VectorCopy.gather(slice.vector(column), slice.rows(), from, to, sink);
            }
        }
        if (runEnds.length < rowCount) {
            runEnds = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                runEnds[row] = row + 1;
            }
        }
        return columns.batch(
                of,
                rowCount,
                runEnds,
                row -> slice.series(from + row),
                rowCount,
                /* withRuns= */ false);
    }

    /// Lets go of the era that is being read.
    @Override
    public void close() {
        MergeStream open = stream;
        stream = null;
        union = null;
        if (open != null) {
            open.close();
        }
    }
}
