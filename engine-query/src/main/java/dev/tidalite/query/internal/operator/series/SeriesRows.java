package dev.tidalite.query.internal.operator.series;

import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.operator.aggregate.GroupTable;
import dev.tidalite.query.internal.operator.sort.RowSorter;

import java.util.ArrayList;
import java.util.List;

/// Rows brought together series by series, in the order of the series' first appearance, by time.
///
/// @param rows in that order
/// @param ends where each series ends
record SeriesRows(Batch rows, int[] ends) {
    static SeriesRows of(
            Batch input, List<Integer> seriesColumns, int timeColumn, boolean descending) {
        List<DataType> types = new ArrayList<>();
        Column[] keys = new Column[seriesColumns.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = input.column(seriesColumns.get(i));
            types.add(keys[i].type());
        }
        int rowCount = input.rowCount();
        int[] groups = new int[rowCount];
        GroupTable table = new GroupTable(types);
        if (rowCount > 0) {
            table.groups(keys, rowCount, groups);
        }
        long[] wide = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            wide[row] = groups[row];
        }
        Column series = new Column.Longs(DataType.INT64, wide, null);
        Batch sortable = new Batch(List.of(series, input.column(timeColumn)), rowCount);
        int[] order =
                RowSorter.order(
                        sortable,
                        List.of(
                                PhysicalPlan.SortKey.of(
                                        new Expr.ColumnRef(0, DataType.INT64), false),
                                PhysicalPlan.SortKey.of(
                                        new Expr.ColumnRef(1, DataType.TIMESTAMP), descending)));
        int[] ends = new int[table.groupCount()];
        for (int row = 0; row < rowCount; row++) {
            ends[groups[order[row]]] = row + 1;
        }
        return new SeriesRows(Columns.gather(input, order, rowCount, /* keepRuns= */ false), ends);
    }

    int seriesCount() {
        return ends.length;
    }

    int start(int series) {
        return series == 0 ? 0 : ends[series - 1];
    }
}
