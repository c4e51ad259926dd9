package dev.tidalite.engine.internal.codec;

import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.TableId;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of one table in the order in which they were written: a series id and a time per row and
/// the fields as columns.
///
/// Filled by one thread, then read by anyone; cleared and filled again by the one that owns it.
public final class RowBlock {
    private TableId table;
    private final SeriesBlock newSeries = new SeriesBlock();
    private final List<ColumnBlock> columns = new ArrayList<>();
    private TableDefinition definition = TableDefinition.NONE;
    private int[] series;
    private long[] times;
    private int rowCount;

    /// What of its table a block is the first to need, so that the log alone can rebuild it.
    ///
    /// @param database the table's database; empty unless the definition begins with the table
    /// @param table the table's name; empty unless the definition begins with the table
    /// @param firstOrdinal of the columns given; 0 means that the table itself is new
    /// @param columns in the order of their ordinals, the time column among them when the table is
    ///     new
    public record TableDefinition(
            String database, String table, int firstOrdinal, List<ColumnSchema> columns) {
        public static final TableDefinition NONE = new TableDefinition("", "", 0, List.of());

        public TableDefinition {
            columns = List.copyOf(columns);
        }
    }

    public RowBlock(TableId table, int rowCapacity) {
        this.table = table;
        this.series = new int[rowCapacity];
        this.times = new long[rowCapacity];
    }

    public TableId table() {
        return table;
    }

    /// Says which table the rows are of, if that came out only after they were there.
    public void assign(TableId id) {
        table = id;
    }

    public int rowCount() {
        return rowCount;
    }

    /// Ids that mean something to the memtable the rows are for, or to the log file they are in.
    public int[] series() {
        return series;
    }

    public long[] times() {
        return times;
    }

    /// The field columns that some row has a value of, in no particular order.
    public List<ColumnBlock> columns() {
        return columns;
    }

    /// The series that may be unknown to a reader of the log up to here.
    public SeriesBlock newSeries() {
        return newSeries;
    }

    public TableDefinition definition() {
        return definition;
    }

    public void define(TableDefinition needed) {
        definition = needed;
    }

    /// Ends a row, whose fields have been set in the columns at index [#rowCount()].
    public void endRow(int seriesId, long timeNs) {
        if (rowCount == series.length) {
            int capacity = Math.max(64, rowCount * 2);
            series = Arrays.copyOf(series, capacity);
            times = Arrays.copyOf(times, capacity);
        }
        series[rowCount] = seriesId;
        times[rowCount] = timeNs;
        rowCount++;
    }

    /// Takes rows that were written into the arrays directly.
    void replaceRows(int[] seriesIds, long[] timesNs, int count) {
        series = seriesIds;
        times = timesNs;
        rowCount = count;
    }

    /// Forgets rows, columns, series and definition.
    public void clear() {
        rowCount = 0;
        columns.clear();
        newSeries.clear();
        definition = TableDefinition.NONE;
    }
}
