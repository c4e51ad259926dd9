package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Counts different values, exactly.
final class DistinctCount extends Accumulator {
    private final List<Set<Object>> groups = new ArrayList<>();
    private long valueCount;

    @Override
    public void reserve(int groupCount) {
        while (groups.size() < groupCount) {
            groups.add(new HashSet<>());
        }
    }

    @Override
    public void update(Column[] args, int[] rowGroups, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            updateRange(args, rowGroups[row], row, row + 1);
        }
    }

    @Override
    public void updateRange(Column[] args, int group, int from, int to) {
        Set<Object> seen = groups.get(group);
        for (int row = from; row < to; row++) {
            Object value = Columns.get(args[0], row);
            if (value instanceof Object[] values) {
                value = Arrays.asList(values);
            }
            if (value != null && seen.add(value)) {
                valueCount++;
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] to, int otherGroupCount) {
        DistinctCount that = (DistinctCount) other;
        for (int from = 0; from < otherGroupCount; from++) {
            groups.get(to[from]).addAll(that.groups.get(from));
        }
        valueCount += that.valueCount;
    }

    @Override
    public Column result(int groupCount) {
        long[] counts = new long[groupCount];
        for (int group = 0; group < groupCount; group++) {
            counts[group] = groups.get(group).size();
        }
        return new Column.Longs(DataType.INT64, counts, null);
    }

    @Override
    public long memoryBytes() {
        return 80 * valueCount + 64L * groups.size();
    }
}
