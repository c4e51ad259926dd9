package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnSchema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Some rows of some columns of one table.
///
/// A batch that a [dev.tidalite.engine.BatchCursor] hands out is reused by it: read it before the
/// next call. Batches that sit in a memtable or a write are immutable.
///
/// @param table the table's name
/// @param columns what the vectors are, in the order in which the reader asked for them
/// @param vectors one per column
/// @param rowCount how many entries of each vector count
/// @param runEnds where the rows of one series end, ascending, the last one equal to `rowCount`;
///     null if the rows are not known to come series by series. Within a run every tag is constant
///     and the time ascends strictly.
/// @param runCount how many entries of `runEnds` count; 0 without runs
public record TableBatch(
        String table,
        List<ColumnSchema> columns,
        List<ColumnVector> vectors,
        int rowCount,
        int @Nullable [] runEnds,
        int runCount) {

    public TableBatch(
            String table, List<ColumnSchema> columns, List<ColumnVector> vectors, int rowCount) {
        this(table, columns, vectors, rowCount, null, 0);
    }

    public TableBatch {
        if (columns.size() != vectors.size()) {
            throw new IllegalArgumentException(
                    columns.size() + " columns but " + vectors.size() + " vectors");
        }
    }

    public ColumnVector vector(int index) {
        return vectors.get(index);
    }
}
