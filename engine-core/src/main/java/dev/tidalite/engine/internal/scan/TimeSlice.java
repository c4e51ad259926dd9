package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.MergeStream;
import dev.tidalite.engine.internal.merge.SeriesUnion;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/// The rows of a stretch of time in memory, series by series, and their order by time. Used again
/// for the next stretch.
final class TimeSlice {
    /// About how much memory the columns of a slice may take.
    private static final int BYTES_MAX = 32 << 20;

    private static final int WINDOW_ROWS = 64 * 1024;

    private final ResolvedScan scan;
    private final LongSink times = new LongSink(ColumnType.TIMESTAMP);

    /// Per column its values; null for a tag.
    private final @Nullable ColumnSink[] sinks;

    private final @Nullable ColumnVector[] vectors;
    private int[] series = new int[0];
    private final RunMerge order = new RunMerge();
    private int rowCount;

    TimeSlice(ResolvedScan scan) {
        this.scan = scan;
        this.sinks = new ColumnSink[scan.ordinals().length];
        this.vectors = new ColumnVector[sinks.length];
        for (int column = 0; column < sinks.length; column++) {
            ColumnSchema schema = scan.column(column);
            sinks[column] = schema.role() == ColumnRole.TAG ? null : ColumnSink.of(schema.type());
        }
    }

    /// How many rows a slice should have at most.
    int rowsMax() {
        int bytesPerRow = (sinks.length + 4) * Long.BYTES;
        return Math.max(ScanSnapshot.BATCH_ROWS, BYTES_MAX / bytesPerRow);
    }

    int rowCount() {
        return rowCount;
    }

    /// The rows in their order; [#vector] and [#series] are by these numbers.
    int[] rows() {
        return order.rows();
    }

    ColumnVector vector(int column) {
        return Objects.requireNonNull(vectors[column]);
    }

    /// The series of the row at a place in the order.
    int series(int place) {
        return series[order.rows()[place]];
    }

    /// Fills the slice anew.
    ///
    /// @return false if there are more rows than allowed; the slice is empty then
    boolean load(
            MergeStream stream,
            SeriesUnion union,
            TimeRange range,
            int rowsAllowed,
            boolean descending) {
        clear();
        stream.restart(null, 0, union.size(), range);
        while (stream.advance(WINDOW_ROWS)) {
            if (rowCount + stream.rowCount() > rowsAllowed) {
                clear();
                return false;
            }
            addWindow(stream);
        }
        for (int column = 0; column < sinks.length; column++) {
            ColumnSink sink = sinks[column];
            vectors[column] = sink == null ? null : sink.vector();
        }
        order.sort(times.values(), rowCount, descending);
        return true;
    }

    private void clear() {
        rowCount = 0;
        times.clear();
        order.clear();
        for (ColumnSink sink : sinks) {
            if (sink != null) {
                sink.clear();
            }
        }
    }

    private void addWindow(MergeStream stream) {
        int size = rowCount + stream.rowCount();
        if (series.length < size) {
            series = Arrays.copyOf(series, Math.max(size, series.length * 2));
        }
        int start = rowCount;
        for (int run = 0; run < stream.runCount(); run++) {
            int end = rowCount + stream.runEnds()[run];
            Arrays.fill(series, start, end, stream.runSeries(run));
            order.addRun(end);
            start = end;
        }
        stream.read(0, times);
        for (int column = 0; column < sinks.length; column++) {
            ColumnSink sink = sinks[column];
            if (sink != null) {
                stream.read(scan.ordinals()[column], sink);
            }
        }
        rowCount = size;
    }
}
