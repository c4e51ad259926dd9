package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Values;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// `selector_first`, `_last`, `_min`, `_max` of `value, time, others…`: the row of a group that is
/// wanted, as a struct `{value, time, other_1, …}`. Rows without a value or a time do not count.
/// Of rows with the same value the earliest is taken, of rows with the same time the one with the
/// greater value.
final class Selector extends Accumulator {
    enum Kind {
        FIRST,
        LAST,
        MIN,
        MAX
    }

    private final Kind kind;
    private final DataType result;
    private long[] times = new long[0];
    private @Nullable Object[][] rows = new Object[0][];

    Selector(Kind kind, DataType result) {
        this.kind = kind;
        this.result = result;
    }

    @Override
    public void reserve(int groupCount) {
        if (groupCount > rows.length) {
            int size = capacity(groupCount, rows.length);
            times = Arrays.copyOf(times, size);
            rows = Arrays.copyOf(rows, size);
        }
    }

    @Override
    public void update(Column[] args, int[] groups, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            consider(args, groups[row], row);
        }
    }

    @Override
    public void updateRange(Column[] args, int group, int from, int to) {
        int best = -1;
        for (int row = from; row < to; row++) {
            if (args[0].isValid(row) && args[1].isValid(row)) {
                if (best < 0 || isBetter(args, row, best)) {
                    best = row;
                }
            }
        }
        if (best >= 0) {
            consider(args, group, best);
        }
    }

    private boolean isBetter(Column[] args, int row, int than) {
        int byTime = Values.compare(args[1], row, args[1], than);
        if (kind == Kind.FIRST && byTime != 0) {
            return byTime < 0;
        }
        if (kind == Kind.LAST && byTime != 0) {
            return byTime > 0;
        }
        return isBetter(byTime, Values.compare(args[0], row, args[0], than));
    }

    private boolean isBetter(int byTime, int byValue) {
        return switch (kind) {
            case FIRST -> byTime < 0 || (byTime == 0 && byValue > 0);
            case LAST -> byTime > 0 || (byTime == 0 && byValue > 0);
            case MIN -> byValue < 0 || (byValue == 0 && byTime < 0);
            case MAX -> byValue > 0 || (byValue == 0 && byTime < 0);
        };
    }

    private void consider(Column[] args, int group, int row) {
        if (!args[0].isValid(row) || !args[1].isValid(row)) {
            return;
        }
        long time = ((Column.Longs) args[1]).values()[row];
        @Nullable Object[] have = rows[group];
        if (have != null) {
            int byTime = Long.compare(time, times[group]);
            if ((kind == Kind.FIRST && byTime > 0) || (kind == Kind.LAST && byTime < 0)) {
                return;
            }
            Object value = Columns.get(args[0], row);
            if (!isBetter(byTime, Values.compare(value, have[0], args[0].type()))) {
                return;
            }
        }
        @Nullable Object[] taken = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            taken[i] = Columns.get(args[i], row);
        }
        rows[group] = taken;
        times[group] = time;
    }

    @Override
    public void merge(Accumulator other, int[] groups, int otherGroupCount) {
        Selector that = (Selector) other;
        DataType valueType = ((DataType.Struct) result).fields().get(0).type();
        for (int from = 0; from < otherGroupCount; from++) {
            @Nullable Object[] row = that.rows[from];
            int to = groups[from];
            @Nullable Object[] have = rows[to];
            if (row == null) {
                continue;
            }
            if (have == null
                    || isBetter(
                            Long.compare(that.times[from], times[to]),
                            Values.compare(row[0], have[0], valueType))) {
                rows[to] = row;
                times[to] = that.times[from];
            }
        }
    }

    @Override
    public Column result(int groupCount) {
        return new Column.Objects(result, Arrays.copyOf(rows, groupCount, Object[].class));
    }

    @Override
    public long memoryBytes() {
        return 100L * rows.length;
    }
}
