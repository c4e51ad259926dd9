package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.internal.merge.LastRows;
import dev.tidalite.engine.internal.merge.SeriesUnion;

import org.jspecify.annotations.Nullable;

/// Hands out the last row of each series of a share of them.
final class LastCursor implements BatchCursor {
    private final ScanSources sources;
    private final int share;
    private final int shareCount;
    private final ResolvedScan scan;
    private final BatchColumns columns;
    private @Nullable LastRows rows;

    /// @param share which one, from 0
    /// @param shareCount how many parts the series are cut into
    LastCursor(ScanSources sources, int share, int shareCount, ResolvedScan scan) {
        this.sources = sources;
        this.share = share;
        this.shareCount = shareCount;
        this.scan = scan;
        this.columns = new BatchColumns(scan);
    }

    @Override
    public @Nullable TableBatch next() {
        SeriesUnion union = sources.open().union();
        LastRows open = rows;
        if (open == null) {
            open =
                    new LastRows(
                            sources.open().sources(),
                            union,
                            firstSeries(union, share),
                            firstSeries(union, share + 1),
                            scan.schema(),
                            scan.needed(),
                            scan.observer());
            rows = open;
        }
        if (!open.advance(ScanSnapshot.BATCH_ROWS)) {
            return null;
        }
        for (int column = 0; column < columns.count(); column++) {
            ColumnSink sink = columns.cleared(column);
            if (sink != null) {
                open.read(columns.ordinal(column), sink);
            }
        }
        return columns.batch(
                union,
                open.rowCount(),
                open.runEnds(),
                open::series,
                open.rowCount(),
                /* withRuns= */ true);
    }

    private int firstSeries(SeriesUnion union, int ofShare) {
        return (int) ((long) union.size() * ofShare / shareCount);
    }

    @Override
    public void close() {
        LastRows open = rows;
        if (open != null) {
            open.close();
        }
    }
}
