package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.internal.merge.MergeStream;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// Hands out rows series by series, unit after unit. Where a condition on a field leaves few rows
/// of a window, a batch has those of several.
final class SeriesCursor implements BatchCursor {
    /// A batch with so many rows is full.
    private static final int FULL_ROWS = ScanSnapshot.BATCH_ROWS / 2;

    /// How many times as many windows as before may be looked at for a batch.
    private static final int WINDOWS_GROWTH = 4;

    private final Iterator<ScanUnit> units;
    private final BatchColumns columns;
    private final @Nullable FieldFilter filter;
    private @Nullable ScanUnit unit;
    private @Nullable MergeStream stream;

    /// For how many windows a batch may be waited for; few at first, since few rows may be wanted.
    private int windowsMax = 1;

    private int rowCount;
    private int[] runEnds = new int[16];
    private int[] runSeries = new int[16];
    private int runCount;

    SeriesCursor(List<ScanUnit> units, ResolvedScan scan) {
        this.units = units.iterator();
        this.columns = new BatchColumns(scan);
        this.filter = FieldFilter.of(scan);
    }

    @Override
    public @Nullable TableBatch next() {
        while (stream != null || units.hasNext()) {
            if (stream == null) {
                unit = units.next();
                stream = unit.open();
            }
            if (unit != null && fill(stream)) {
                return batch(unit);
            }
            close();
        }
        return null;
    }

    /// Takes rows of the next windows.
    ///
    /// @return false if there are none
    private boolean fill(MergeStream window) {
        rowCount = 0;
        runCount = 0;
        for (int column = 0; column < columns.count(); column++) {
            columns.cleared(column);
        }
        int windows = 0;
        while ((rowCount == 0 || (rowCount < FULL_ROWS && windows < windowsMax))
                && window.advance(ScanSnapshot.BATCH_ROWS)) {
            if (filter != null) {
                filter.narrow(window);
            }
            append(window);
            windows++;
        }
        windowsMax = Math.min(ScanSnapshot.BATCH_ROWS, windowsMax * WINDOWS_GROWTH);
        return rowCount > 0;
    }

    private void append(MergeStream window) {
        if (window.rowCount() == 0) {
            return;
        }
        for (int column = 0; column < columns.count(); column++) {
            ColumnSink sink = columns.sink(column);
            int ordinal = columns.ordinal(column);
            if (sink != null && (filter == null || !filter.read(ordinal, sink))) {
                window.read(ordinal, sink);
            }
        }
        for (int run = 0; run < window.runCount(); run++) {
            if (runCount == 0 || runSeries[runCount - 1] != window.runSeries(run)) {
                if (runCount == runEnds.length) {
                    runEnds = Arrays.copyOf(runEnds, runCount * 2);
                    runSeries = Arrays.copyOf(runSeries, runCount * 2);
                }
                runSeries[runCount++] = window.runSeries(run);
            }
            runEnds[runCount - 1] = rowCount + window.runEnds()[run];
        }
        rowCount += window.rowCount();
    }

    private TableBatch batch(ScanUnit from) {
        return columns.batch(
                from.sources().open().union(),
                rowCount,
                runEnds,
                run -> runSeries[run],
                runCount,
                /* withRuns= */ true);
    }

    /// Lets go of the unit that is being read.
    @Override
    public void close() {
        MergeStream open = stream;
        stream = null;
        unit = null;
        if (open != null) {
            open.close();
        }
    }
}
