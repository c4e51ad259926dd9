package dev.tidalite.engine.testing;

import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.compaction.Compaction;
import dev.tidalite.engine.internal.compaction.CompactionLimits;
import dev.tidalite.engine.internal.compaction.Pace;
import dev.tidalite.engine.internal.flush.Flush;
import dev.tidalite.engine.internal.flush.FlushRows;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.PinnedState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.recovery.Recovery;
import dev.tidalite.engine.internal.retention.Deletion;
import dev.tidalite.engine.internal.retention.Retention;
import dev.tidalite.engine.internal.scan.ScanSnapshot;
import dev.tidalite.engine.internal.scan.TableRows;
import dev.tidalite.engine.internal.segment.Partitions;
import dev.tidalite.engine.internal.segment.SegmentFiles;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.segment.SegmentProfile;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.wal.WalConfig;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// One table on a storage, without an engine: its manifest, its segments and those who move them.
public final class TableLife implements AutoCloseable {
    public static final long DAY = 100;
    public static final Partitions PARTITIONS = new Partitions(DAY);
    public static final TableId TABLE = new TableId(1);

    public final Manifest manifest;
    public final SegmentFiles segments;
    public final Compaction compaction;
    private final TableSchema schema;
    private final Recovery recovery;

    public TableLife(Storage storage, TableSchema schema, CompactionLimits limits) {
        this.schema = schema;
        this.recovery = Recovery.begin(storage, WalConfig.DEFAULT);
        this.manifest = recovery.manifest();
        this.segments = new SegmentFiles(storage, new PageCache(1 << 20), SegmentProfile.DEFAULT);
        this.compaction = new Compaction(manifest, segments, limits);
        manifest.whenDeleted(segments::close);
    }

    /// The newest write that is in segments.
    public long sequence() {
        return manifest.state().flushed().value();
    }

    public List<SegmentMeta> live() {
        return manifest.state().segments(TABLE).segments();
    }

    /// Makes segments of rows, given as in [NaiveTable], in the order in which they were written.
    public void flush(List<@Nullable Object[]> rows) {
        long sequence = sequence() + 1;
        FlushRows table =
                new FlushRows(
                        "db",
                        TABLE,
                        schema,
                        new NaiveSortedRows(schema, rows, sequence, /* duplicates= */ true));
        new Flush(manifest, segments, PARTITIONS)
                .run(List.of(table), sequence, new SequenceNumber(sequence));
    }

    /// @return whether there was anything to do
    public boolean compact(long restSequence) {
        return compaction.runOnce(restSequence, Pace.FREE).isPresent();
    }

    public long delete(TimeRange range, List<ColumnPredicate> predicates) {
        return new Deletion(manifest, segments).run(TABLE, range, predicates);
    }

    public int expire(long nowNs) {
        return new Retention(manifest).run(nowNs);
    }

    public ScanSnapshot snapshot() {
        PinnedState pinned = manifest.pin();
        TableState table = pinned.state().tables().get(TABLE);
        List<SegmentMeta> live = table == null ? List.of() : table.segments().segments();
        return new ScanSnapshot(
                "db",
                pinned.state().flushed(),
                List.of(new TableRows(schema, List.of(), live)),
                TimeRange.ALL,
                segments::open,
                pinned::close);
    }

    /// All rows, and how often each is there.
    public Map<List<@Nullable Object>, Integer> rows() {
        try (ScanSnapshot snapshot = snapshot()) {
            List<String> columns = schema.columns().stream().map(c -> c.name()).toList();
            return NaiveRows.counts(
                    NaiveRows.drain(snapshot.scan(ScanSpec.of(schema.table(), columns))));
        }
    }

    /// How many pairs of live segments overlap in time.
    public int overlapCount() {
        int count = 0;
        for (SegmentMeta one : live()) {
            for (SegmentMeta other : live()) {
                boolean pair = one.id().value() < other.id().value();
                count += pair && one.timeRange().overlaps(other.timeRange()) ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public void close() {
        segments.close();
        recovery.close();
    }
}
