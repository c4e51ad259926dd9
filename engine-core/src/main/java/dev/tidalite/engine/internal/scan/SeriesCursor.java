package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.internal.merge.MergeStream;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;

/// Hands out rows series by series, unit after unit.
final class SeriesCursor implements BatchCursor {
    private final Iterator<ScanUnit> units;
    private final BatchColumns columns;
    private @Nullable ScanUnit unit;
    private @Nullable MergeStream stream;

    SeriesCursor(List<ScanUnit> units, ResolvedScan scan) {
        this.units = units.iterator();
        this.columns = new BatchColumns(scan);
    }

    @Override
    public @Nullable TableBatch next() {
        while (stream != null || units.hasNext()) {
            if (stream == null) {
                unit = units.next();
                stream = unit.open();
            }
            if (unit != null && stream.advance(ScanSnapshot.BATCH_ROWS)) {
                return batch(unit, stream);
            }
            close();
        }
        return null;
    }

    private TableBatch batch(ScanUnit from, MergeStream window) {
        for (int column = 0; column < columns.count(); column++) {
            ColumnSink sink = columns.cleared(column);
            if (sink != null) {
                window.read(columns.ordinal(column), sink);
            }
        }
        return columns.batch(
                from.sources().open().union(),
                window.rowCount(),
                window.runEnds(),
                window::runSeries,
                window.runCount(),
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
