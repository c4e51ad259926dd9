package dev.tidalite.query.internal.function.aggregate;

import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Values;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The least or greatest text, truth value, interval; or simply the first or last value that came.
final class ObjectExtreme extends Accumulator {
    enum Kind {
        MIN,
        MAX,
        FIRST,
        LAST
    }

    private static final Object NOTHING = new Object();

    private final DataType type;
    private final Kind kind;
    private @Nullable Object[] best = new Object[0];

    /// @param kind for FIRST and LAST nulls count as values
    ObjectExtreme(DataType type, Kind kind) {
        this.type = type;
        this.kind = kind;
    }

    @Override
    public void reserve(int groupCount) {
        if (groupCount > best.length) {
            int have = best.length;
            best = Arrays.copyOf(best, capacity(groupCount, have));
            Arrays.fill(best, have, best.length, NOTHING);
        }
    }

    @Override
    public void update(Column[] args, int[] groups, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            add(groups[row], Columns.get(args[0], row));
        }
    }

    @Override
    public void updateRange(Column[] args, int group, int from, int to) {
        if (from == to) {
            return;
        }
        if (kind == Kind.FIRST || kind == Kind.LAST) {
            add(group, Columns.get(args[0], kind == Kind.FIRST ? from : to - 1));
            return;
        }
        int found = -1;
        for (int row = from; row < to; row++) {
            if (args[0].isValid(row)
                    && (found < 0
                            || Values.compare(args[0], row, args[0], found) < 0
                                    == (kind == Kind.MIN))) {
                found = row;
            }
        }
        if (found >= 0) {
            add(group, Columns.get(args[0], found));
        }
    }

    private void add(int group, @Nullable Object value) {
        Object have = best[group];
        boolean better =
                switch (kind) {
                    case FIRST -> have == NOTHING;
                    case LAST -> true;
                    case MIN ->
                            value != null
                                    && (have == NOTHING || Values.compare(value, have, type) < 0);
                    case MAX ->
                            value != null
                                    && (have == NOTHING || Values.compare(value, have, type) > 0);
                };
        if (better) {
            best[group] = value;
        }
    }

    @Override
    public void merge(Accumulator other, int[] groups, int otherGroupCount) {
        ObjectExtreme that = (ObjectExtreme) other;
        for (int from = 0; from < otherGroupCount; from++) {
            if (that.best[from] != NOTHING) {
                add(groups[from], that.best[from]);
            }
        }
    }

    @Override
    public Column result(int groupCount) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int group = 0; group < groupCount; group++) {
            builder.append(best[group] == NOTHING ? null : best[group]);
        }
        return builder.build();
    }

    @Override
    public long memoryBytes() {
        return 48L * best.length;
    }
}
