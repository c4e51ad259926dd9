package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// The newest rows of one table, in the order of the log.
///
/// A write goes through three steps: `reserve` gives its rows their place, in the order of the log;
/// `write` fills it, many threads at once; `publish` makes it visible, again in order. A row that
/// was reserved and not published is never seen.
public final class Memtable {
    private final TableId table;
    private final AtomicLong heapBytes;
    private final SeriesRegistry registry;
    private volatile Chunk[] chunks = new Chunk[0];
    private int reservedCount;
    private byte[] loggedSeries = new byte[0];
    private volatile Published published = Published.NOTHING;
    private volatile @Nullable MemtableRows lastView;

    /// What readers may see: the first rows, and what is true of them.
    ///
    /// @param schema of the table, wide enough for them; null if there are none
    private record Published(
            int rowCount,
            @Nullable TableSchema schema,
            TimeRange timeRange,
            long firstSequence,
            long sequence) {
        static final Published NOTHING = new Published(0, null, TimeRange.NONE, 0, 0);
    }

    Memtable(TableId table, SeriesRegistry registry, AtomicLong heapBytes) {
        this.table = table;
        this.registry = registry;
        this.heapBytes = heapBytes;
    }

    public TableId table() {
        return table;
    }

    /// Numbers the series of the rows. May be that of earlier memtables of the table as well.
    public SeriesRegistry registry() {
        return registry;
    }

    /// Makes sure that the next [#reserve] of so many rows cannot fail.
    public void ensureRoom(int rowCount) {
        int chunkCount = Chunk.indexOf(Math.addExact(reservedCount, rowCount) - 1) + 1;
        Chunk[] current = chunks;
        if (chunkCount > current.length) {
            Chunk[] longer = Arrays.copyOf(current, chunkCount);
            for (int index = current.length; index < chunkCount; index++) {
                longer[index] = new Chunk(Chunk.rowCapacity(index));
                heapBytes.addAndGet(Chunk.heapBytes(longer[index].rowCapacity));
            }
            chunks = longer;
        }
    }

    /// Gives rows their place. Called after [#ensureRoom], by one thread at a time, in the order of
    /// the log.
    ///
    /// @return the first of them
    public int reserve(int rowCount) {
        int first = reservedCount;
        reservedCount = first + rowCount;
        return first;
    }

    /// Fills reserved rows. The rows' series are numbers of [#registry()].
    ///
    /// @param first what [#reserve] returned
    public void write(int first, RowBlock block) {
        Chunk[] targets = chunks;
        int rowCount = block.rowCount();
        for (int done = 0; done < rowCount; ) {
            int index = Chunk.indexOf(first + done);
            Chunk chunk = targets[index];
            int offset = first + done - Chunk.firstRow(index);
            int count = Math.min(rowCount - done, chunk.rowCapacity - offset);
            System.arraycopy(block.series(), done, chunk.series, offset, count);
            System.arraycopy(block.times(), done, chunk.times, offset, count);
            done += count;
        }
        for (ColumnBlock column : block.columns()) {
            column.ensureRows(rowCount);
            byte[] text = ownText(column);
            for (int done = 0; done < rowCount; ) {
                int index = Chunk.indexOf(first + done);
                Chunk chunk = targets[index];
                int offset = first + done - Chunk.firstRow(index);
                int count = Math.min(rowCount - done, chunk.rowCapacity - offset);
                writeValues(chunk, offset, column, text, done, count);
                done += count;
            }
        }
    }

    private byte[] ownText(ColumnBlock column) {
        if (column.type() != ColumnType.STRING) {
            return new byte[0];
        }
        heapBytes.addAndGet(column.textBytes());
        return Arrays.copyOf(column.text(), column.textBytes());
    }

    private void writeValues(
            Chunk chunk, int offset, ColumnBlock column, byte[] text, int from, int count) {
        Chunk.Values values = chunk.values(column.ordinal());
        if (values == null) {
            values = chunk.makeValues(column.ordinal(), column.type(), heapBytes);
        }
        assert values.type == column.type() : column.ordinal();
        System.arraycopy(column.bits(), from, values.bits, offset, count);
        Chunk.copyValidity(column.validity(), from, values.validity, offset, count);
        if (values.texts != null) {
            Arrays.fill(values.texts, offset, offset + count, text);
        }
    }

    /// Makes rows visible, and with them all before. Called by one thread at a time, in the order
    /// of the log.
    ///
    /// @param endRow one past the last row
    /// @param schema that the rows were resolved with
    /// @param timeRange of the rows added
    /// @param sequence the place of their write
    public void publish(int endRow, TableSchema schema, TimeRange timeRange, long sequence) {
        Published before = published;
        TableSchema widest =
                before.schema == null || schema.columnCount() > before.schema.columnCount()
                        ? schema
                        : before.schema;
        long first = before.schema == null ? sequence : before.firstSequence;
        published =
                new Published(endRow, widest, before.timeRange.union(timeRange), first, sequence);
    }

    /// The first write whose rows are visible; 0 if none is.
    public long firstSequence() {
        return published.firstSequence;
    }

    /// How many rows are visible.
    public int publishedCount() {
        return published.rowCount;
    }

    /// The visible rows, sorted by series and time when somebody reads them; null if there are
    /// none. Rows published later are not in it.
    public @Nullable SortedRows view() {
        Published visible = published;
        TableSchema schema = visible.schema;
        if (schema == null) {
            return null;
        }
        MemtableRows last = lastView;
        if (last != null && last.rowCount() == visible.rowCount) {
            return last;
        }
        MemtableRows view =
                new MemtableRows(
                        schema,
                        registry,
                        chunks,
                        visible.rowCount,
                        visible.timeRange,
                        visible.sequence);
        lastView = view;
        return view;
    }

    /// Whether a record whose place in the log is settled, and which belongs to this memtable,
    /// defines a series: then later ones need not. May say no though it does.
    public boolean isLogged(int series) {
        byte[] logged = loggedSeries;
        return series < logged.length && logged[series] != 0;
    }

    /// Called after the record that defines these series was given its place in the log.
    public synchronized void logged(int[] series, int count) {
        for (int i = 0; i < count; i++) {
            if (series[i] >= loggedSeries.length) {
                int length = Math.max(series[i] + 1, Math.max(64, loggedSeries.length * 2));
                loggedSeries = Arrays.copyOf(loggedSeries, length);
            }
            loggedSeries[series[i]] = 1;
        }
    }
}
