package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.function.FunctionContext;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// The groups of one grouping set and what their calls have seen. For one thread.
final class AggregateState {
    private final AggregateSpec spec;
    private final List<Integer> set;
    private final GroupTable table;
    private final List<Evaluator> keys = new ArrayList<>();
    private final List<CallState> calls = new ArrayList<>();
    private final @Nullable RangeCutter cutter;
    private final boolean needsEveryGroup;
    private int[] groups = new int[0];
    private int[] rangeEnds = new int[0];

    /// The first of them always is 0.
    private int[] rangeStarts = new int[0];

    private int[] rangeGroups = new int[0];

    AggregateState(AggregateSpec spec, List<Integer> set, ExprCompiler compiler) {
        this.spec = spec;
        this.set = set;
        List<DataType> types = new ArrayList<>();
        List<Expr> expressions = new ArrayList<>();
        for (int key : set) {
            Expr expression = spec.keys().get(key);
            expressions.add(expression);
            types.add(expression.type());
            keys.add(compiler.compile(expression));
        }
        table = new GroupTable(types);
        for (AggregateSpec.Call call : spec.calls()) {
            calls.add(new CallState(call, compiler));
        }
        cutter = RangeCutter.of(expressions, spec.input());
        needsEveryGroup = calls.stream().anyMatch(CallState::needsEveryGroup);
    }

    void update(Batch batch) {
        int rowCount = batch.rowCount();
        if (groups.length < rowCount) {
            groups = new int[rowCount];
            rangeEnds = new int[rowCount];
        }
        int ranges = group(batch);
        for (CallState call : calls) {
            call.update(batch, groups, table.groupCount(), rangeEnds, ranges);
        }
    }

    /// Finds ranges of rows of the same group, and the group of every row. Where there are few
    /// ranges and no call asks for more, the groups of their first rows only.
    ///
    /// @return how many ranges there are
    private int group(Batch batch) {
        int rowCount = batch.rowCount();
        if (keys.isEmpty()) {
            ensureOneGroup();
            if (rowCount > 0) {
                rangeEnds[0] = rowCount;
            }
            return Math.min(rowCount, 1);
        }
        int ranges = cutter == null ? -1 : cutter.cut(batch, rangeEnds);
        if (ranges > 0 && ranges * CallState.RANGE_ROWS_MIN <= rowCount) {
            groupRanges(batch, ranges);
            return ranges;
        }
        table.groups(keyValues(batch), rowCount, groups);
        return ranges(groups, rowCount, rangeEnds);
    }

    private Column[] keyValues(Batch batch) {
        Column[] values = new Column[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = keys.get(i).evaluate(batch);
        }
        return values;
    }

    /// Computes the keys of the first row of each range.
    private void groupRanges(Batch batch, int ranges) {
        if (rangeStarts.length < ranges) {
            rangeStarts = new int[rangeEnds.length];
            rangeGroups = new int[rangeEnds.length];
        }
        System.arraycopy(rangeEnds, 0, rangeStarts, 1, ranges - 1);
        BitSet wanted = Objects.requireNonNull(cutter).columns();
        List<Column> firsts = new ArrayList<>(batch.columns());
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            firsts.set(i, Columns.gather(batch.column(i), rangeStarts, ranges));
        }
        table.groups(keyValues(new Batch(firsts, ranges)), ranges, rangeGroups);
        for (int range = 0; range < ranges; range++) {
            if (needsEveryGroup) {
                Arrays.fill(groups, rangeStarts[range], rangeEnds[range], rangeGroups[range]);
            } else {
                groups[rangeStarts[range]] = rangeGroups[range];
            }
        }
    }

    /// Without keys there is one group even if there is no row.
    void ensureOneGroup() {
        if (table.groupCount() == 0) {
            table.groups(new Column[0], 1, new int[1]);
        }
    }

    /// Finds where ranges of rows of the same group end.
    static int ranges(int[] groups, int rowCount, int[] ends) {
        int count = 0;
        for (int row = 1; row < rowCount; row++) {
            ends[count] = row;
            count += groups[row] != groups[row - 1] ? 1 : 0;
        }
        if (rowCount > 0) {
            ends[count++] = rowCount;
        }
        return count;
    }

    void merge(AggregateState other) {
        int[] to = other.keys.isEmpty() ? oneGroup(other) : table.adopt(other.table);
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).accumulator().reserve(table.groupCount());
            other.calls.get(i).accumulator().reserve(other.table.groupCount());
            calls.get(i)
                    .accumulator()
                    .merge(other.calls.get(i).accumulator(), to, other.table.groupCount());
        }
    }

    private int[] oneGroup(AggregateState other) {
        ensureOneGroup();
        return new int[other.table.groupCount()];
    }

    /// One row per group: the keys, null where the set leaves them out, then the calls.
    Batch result(FunctionContext context) {
        if (set.isEmpty() && (spec.keys().isEmpty() || spec.groupingSets().size() > 1)) {
            ensureOneGroup();
        }
        int groupCount = table.groupCount();
        List<Column> keyColumns = table.keyColumns();
        List<Column> columns = new ArrayList<>();
        for (int key = 0; key < spec.keys().size(); key++) {
            int place = set.indexOf(key);
            columns.add(
                    place < 0
                            ? new Column.Constant(spec.keys().get(key).type(), null)
                            : keyColumns.get(place));
        }
        for (int i = 0; i < calls.size(); i++) {
            AggregateSpec.Call call = spec.calls().get(i);
            DataType wanted = call.plan().type();
            Column column =
                    call.isGrouping()
                            ? new Column.Constant(DataType.INT64, grouping(call))
                            : calls.get(i).result(groupCount);
            columns.add(Casts.cast(column, wanted, false, groupCount, context));
        }
        return new Batch(columns, groupCount);
    }

    /// A bit per argument, the last one the least: 1 if the set leaves that key out.
    private long grouping(AggregateSpec.Call call) {
        long bits = 0;
        for (Expr arg : call.plan().args()) {
            int key = arg instanceof Expr.ColumnRef(int index, DataType _) ? index : -1;
            bits = bits << 1 | (set.contains(key) ? 0 : 1);
        }
        return bits;
    }

    long memoryBytes() {
        long bytes = table.memoryBytes();
        for (CallState call : calls) {
            bytes += call.memoryBytes();
        }
        return bytes;
    }
}
