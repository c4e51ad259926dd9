package dev.tidalite.engine.internal.flush;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestEdit;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.merge.MergeSource;
import dev.tidalite.engine.internal.merge.MergedRows;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.Partitions;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.segment.SegmentStore;
import dev.tidalite.engine.jfr.FlushEvent;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Writes the rows of sealed memtables to segments and makes those live.
///
/// One flush at a time, in the order of the sequence numbers; nobody may drop a table or database
/// meanwhile, because the edit of the flush would define it again.
public final class Flush {
    private static final int READ_ROWS = 64 * 1024;

    private final Manifest manifest;
    private final SegmentStore segments;
    private final Partitions partitions;

    public Flush(Manifest manifest, SegmentStore segments, Partitions partitions) {
        this.manifest = manifest;
        this.segments = segments;
        this.partitions = partitions;
    }

    /// Flushes. When this returns the segments are live and durable, and the log is not needed up
    /// to the given place. When it throws, nothing has happened that anybody could see, unless the
    /// manifest failed ([Manifest#commit]).
    ///
    /// @param tables each table once
    /// @param firstSequence the oldest write that the rows come from
    /// @param upTo the newest one; every write up to here is in these rows or in segments
    public FlushReport run(List<FlushRows> tables, long firstSequence, SequenceNumber upTo) {
        List<SegmentMeta> written = new ArrayList<>();
        List<ManifestEdit> edits = new ArrayList<>();
        try {
            for (FlushRows table : tables) {
                define(table, edits);
                write(table, firstSequence, upTo.value(), written);
            }
            written.forEach(segment -> edits.add(new ManifestEdit.SegmentAdded(segment)));
        } catch (RuntimeException | Error e) {
            discard(written, e);
            throw e;
        }
        edits.add(new ManifestEdit.Flushed(upTo));
        manifest.commit(edits);
        return new FlushReport(
                written.size(),
                written.stream().mapToLong(SegmentMeta::rowCount).sum(),
                written.stream().mapToLong(SegmentMeta::fileBytes).sum());
    }

    /// Says which columns the table has, if the manifest does not know all of them.
    private void define(FlushRows table, List<ManifestEdit> edits) {
        TableState known = manifest.state().tables().get(table.table());
        TableSchema schema = table.schema();
        if (known == null || known.schema().columnCount() < schema.columnCount()) {
            edits.add(new ManifestEdit.TableDefined(table.table(), table.database(), schema));
        }
    }

    private void write(
            FlushRows table, long firstSequence, long lastSequence, List<SegmentMeta> written) {
        FlushEvent event = new FlushEvent();
        event.begin();
        long rowCount = 0;
        long fileBytes = 0;
        for (TimeRange partition : partitionsOf(table.rows())) {
            MergedRows rows =
                    MergedRows.of(List.of(new MergeSource(table.rows(), partition, null, 0)));
            TableId id = table.table();
            SegmentMeta segment =
                    segments.write(rows, id, manifest.nextSegmentId(), firstSequence, lastSequence);
            written.add(segment);
            rowCount += segment.rowCount();
            fileBytes += segment.fileBytes();
        }
        event.database = table.database();
        event.table = table.schema().table();
        event.rowCount = rowCount;
        event.segmentBytes = fileBytes;
        event.commit();
    }

    /// The partitions that rows are in, ascending; the whole of time if it is one.
    private List<TimeRange> partitionsOf(SortedRows rows) {
        TimeRange times = rows.timeRange();
        if (partitions.number(times.startNs()) == partitions.number(times.endNs())) {
            return List.of(TimeRange.ALL);
        }
        TreeSet<Long> numbers = new TreeSet<>();
        LongSink sink = new LongSink(ColumnType.TIMESTAMP);
        try (RowReader reader = rows.reader()) {
            for (long row = 0; row < rows.rowCount(); row += READ_ROWS) {
                sink.clear();
                reader.read(0, row, Math.min(rows.rowCount(), row + READ_ROWS), sink);
                TimeRange last = TimeRange.NONE;
                for (int i = 0; i < sink.size(); i++) {
                    long timeNs = sink.values()[i];
                    if (!last.contains(timeNs)) {
                        long number = partitions.number(timeNs);
                        numbers.add(number);
                        last = partitions.range(number);
                    }
                }
            }
        }
        return numbers.stream().map(partitions::range).toList();
    }

    private void discard(List<SegmentMeta> written, Throwable cause) {
        for (SegmentMeta segment : written) {
            try {
                segments.discard(segment);
            } catch (EngineException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
