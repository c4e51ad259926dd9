package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The first rows of a memtable, in order. Costs nothing until its directory or a reader is asked
/// for; then the rows are put in order once.
final class MemtableRows implements SortedRows {
    private final TableSchema schema;
    private final SeriesRegistry registry;
    private final Chunk[] chunks;
    private final int rowCount;
    private final TimeRange timeRange;
    private final long sequence;
    private @Nullable Sorted sorted;

    private record Sorted(RowOrder order, SeriesDirectory directory) {}

    MemtableRows(
            TableSchema schema,
            SeriesRegistry registry,
            Chunk[] chunks,
            int rowCount,
            TimeRange timeRange,
            long sequence) {
        this.schema = schema;
        this.registry = registry;
        this.chunks = chunks;
        this.rowCount = rowCount;
        this.timeRange = timeRange;
        this.sequence = sequence;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public TimeRange timeRange() {
        return timeRange;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public boolean mayHoldDuplicates() {
        return sorted().order.hasDuplicates();
    }

    @Override
    public SeriesDirectory series() {
        return sorted().directory;
    }

    @Override
    public RowReader reader() {
        return new MemtableReader(chunks, rowCount, sorted().order.rows());
    }

    private synchronized Sorted sorted() {
        Sorted ready = sorted;
        if (ready == null) {
            SeriesRegistry.Frozen frozen = registry.freeze();
            RowOrder order = RowOrder.of(chunks, rowCount, registry, frozen);
            ready = new Sorted(order, directory(frozen, order));
            sorted = ready;
        }
        return ready;
    }

    /// Leaves out tag columns that the table did not have yet when the rows were published.
    private SeriesDirectory directory(SeriesRegistry.Frozen frozen, RowOrder order) {
        int tagCount = 0;
        int[] ordinals = frozen.ordinals();
        while (tagCount < ordinals.length && ordinals[tagCount] < schema.columnCount()) {
            tagCount++;
        }
        StringDictionary[] dictionaries = new StringDictionary[tagCount];
        int[][] ids = new int[tagCount][];
        for (int tag = 0; tag < tagCount; tag++) {
            dictionaries[tag] = frozen.dictionaries()[tag];
            ids[tag] = new int[order.series().length];
            for (int i = 0; i < ids[tag].length; i++) {
                ids[tag][i] = frozen.rank(tag, order.series()[i]);
            }
        }
        return new SeriesDirectory(
                Arrays.copyOf(ordinals, tagCount), dictionaries, ids, order.rowEnds());
    }
}
