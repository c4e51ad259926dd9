package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.catalog.Catalog;
import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.MalformedBatchException;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.codec.RowBlock.TableDefinition;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.internal.codec.WriteBatchCodec;
import dev.tidalite.engine.internal.memtable.Memtable;
import dev.tidalite.engine.internal.memtable.Memtables;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts the records of a log back where ingest had put them: into the catalog and the memtables.
/// Used by one thread, before the engine takes writes.
///
/// Everything goes into one set of memtables: a record may speak of series that an earlier one of
/// the same set has defined, so only where the writer sealed could the log be cut by a flush. There
/// is room, because it was all in memory before.
public final class Replay {
    private final Catalog catalog;
    private final Memtables memtables;
    private final WriteBatchCodec codec = new WriteBatchCodec();

    /// Per table, what the series ids of the records mean here: the number plus one, or 0.
    private final Map<TableId, int[]> numbers = new HashMap<>();

    private final boolean salvage;
    private final List<String> lost = new ArrayList<>();
    private long rowCount;

    /// @param salvage leaves out rows that cannot be understood because records before them are
    ///     missing
    public Replay(Catalog catalog, Memtables memtables, boolean salvage) {
        this.salvage = salvage;
        this.catalog = catalog;
        this.memtables = memtables;
    }

    /// Puts back one record. Records are to come in the order of the log.
    ///
    /// @throws MalformedBatchException if the payload is not one that ingest wrote
    public void apply(long sequence, byte[] payload, int length) {
        try {
            for (RowBlock rows : codec.decode(payload, 0, length).tables()) {
                try {
                    apply(sequence, rows);
                } catch (MalformedBatchException | IllegalArgumentException e) {
                    if (!salvage) {
                        throw e;
                    }
                    lost.add(
                            "%d rows of record %d: %s"
                                    .formatted(rows.rowCount(), sequence, e.getMessage()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedBatchException(String.valueOf(e.getMessage()));
        }
    }

    /// What was left out.
    public List<String> lost() {
        return lost;
    }

    /// Rows put back.
    public long rowCount() {
        return rowCount;
    }

    private void apply(long sequence, RowBlock rows) {
        Table table = define(rows);
        TableSchema schema = table.schema();
        for (ColumnBlock column : rows.columns()) {
            if (column.ordinal() >= schema.columnCount()
                    || schema.column(column.ordinal()).type() != column.type()) {
                throw new MalformedBatchException(
                        "column " + column.ordinal() + " of " + table + " is not " + column.type());
            }
        }
        Memtable memtable = memtables.active().open(table.id());
        renumber(memtable, rows);
        memtable.ensureRoom(rows.rowCount());
        int first = memtable.reserve(rows.rowCount());
        memtable.write(first, rows);
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int row = 0; row < rows.rowCount(); row++) {
            min = Math.min(min, rows.times()[row]);
            max = Math.max(max, rows.times()[row]);
        }
        memtable.publish(first + rows.rowCount(), schema, new TimeRange(min, max), sequence);
        table.publish(schema);
        rowCount += rows.rowCount();
    }

    private Table define(RowBlock rows) {
        TableDefinition definition = rows.definition();
        if (!definition.columns().isEmpty()) {
            Table table =
                    catalog.restore(
                            rows.table(),
                            definition.database(),
                            definition.table(),
                            definition.firstOrdinal(),
                            definition.columns());
            table.logged(table.schema().columnCount());
            return table;
        }
        Table table = catalog.table(rows.table());
        if (table == null) {
            throw new MalformedBatchException(
                    "table " + rows.table().value() + " was never defined");
        }
        return table;
    }

    /// Turns the ids of the record into numbers of the memtable's registry.
    private void renumber(Memtable memtable, RowBlock rows) {
        int[] known = numbers.getOrDefault(rows.table(), new int[0]);
        SeriesBlock block = rows.newSeries();
        int[] registered = new int[block.size()];
        memtable.registry().register(block, registered);
        for (int index = 0; index < block.size(); index++) {
            int id = block.id(index);
            if (id >= known.length) {
                known = Arrays.copyOf(known, Math.max(id + 1, known.length * 2));
            }
            known[id] = registered[index] + 1;
        }
        numbers.put(rows.table(), known);
        int[] series = rows.series();
        for (int row = 0; row < rows.rowCount(); row++) {
            int id = series[row];
            if (id < 0 || id >= known.length || known[id] == 0) {
                throw new MalformedBatchException("series " + id + " was never defined");
            }
            series[row] = known[id] - 1;
        }
    }
}
