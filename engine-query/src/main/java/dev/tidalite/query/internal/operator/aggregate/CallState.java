package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.function.aggregate.Accumulator;
import dev.tidalite.query.internal.operator.sort.RowSorter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What one aggregate call has seen, with its FILTER, DISTINCT and ORDER BY. For one thread.
final class CallState {
    /// From so many rows a group on, on average, rows are taken range by range.
    static final int RANGE_ROWS_MIN = 4;

    private final AggregateSpec.Call call;
    private final Accumulator accumulator;
    private final List<Evaluator> args = new ArrayList<>();
    private final List<Evaluator> sortKeys = new ArrayList<>();
    private final @Nullable Evaluator filter;
    private final @Nullable GroupTable distinct;
    private final @Nullable BatchBuffer ordered;
    private int[] selected = new int[0];

    CallState(AggregateSpec.Call call, ExprCompiler compiler) {
        this.call = call;
        this.accumulator = call.accumulator();
        PhysicalPlan.AggregateCall plan = call.plan();
        List<DataType> types = new ArrayList<>();
        types.add(DataType.INT64); // the group
        for (int i = 0; i < call.signature().args().size(); i++) {
            DataType type = call.signature().args().get(i);
            args.add(compiler.compile(plan.args().get(i), type));
            types.add(type);
        }
        filter = plan.filter() == null ? null : compiler.compile(plan.filter());
        distinct = plan.distinct() ? new GroupTable(types) : null;
        for (PhysicalPlan.SortKey key : plan.orderBy()) {
            sortKeys.add(compiler.compile(key.expression()));
            types.add(key.expression().type());
        }
        ordered = plan.orderBy().isEmpty() ? null : new BatchBuffer(types);
    }

    Accumulator accumulator() {
        return accumulator;
    }

    /// Whether it wants the group of every row, not only of those that begin a range.
    boolean needsEveryGroup() {
        return filter != null || distinct != null || ordered != null;
    }

    /// @param groups of the batch's rows; where ranges are long, perhaps of their first rows only
    /// @param rangeEnds where ranges of rows of the same group end
    void update(Batch batch, int[] groups, int groupCount, int[] rangeEnds, int rangeCount) {
        accumulator.reserve(groupCount);
        int rowCount = batch.rowCount();
        if (filter != null) {
            if (selected.length < rowCount) {
                selected = new int[rowCount];
            }
            int count = Columns.selectTrue(filter.evaluate(batch), rowCount, selected);
            if (count < rowCount) {
                updateSelected(batch, groups, count);
                return;
            }
        }
        Column[] values = values(args, batch);
        if (distinct != null || ordered != null) {
            updateKept(batch, values, groups, rowCount);
        } else if (rangeCount * RANGE_ROWS_MIN <= rowCount) {
            int from = 0;
            for (int range = 0; range < rangeCount; range++) {
                int to = rangeEnds[range];
                accumulator.updateRange(values, groups[from], from, to);
                from = to;
            }
        } else {
            accumulator.update(values, groups, rowCount);
        }
    }

    private void updateSelected(Batch batch, int[] groups, int count) {
        Batch passed = Columns.gather(batch, selected, count, /* keepRuns= */ false);
        int[] passedGroups = new int[count];
        for (int i = 0; i < count; i++) {
            passedGroups[i] = groups[selected[i]];
        }
        Column[] values = values(args, passed);
        if (distinct != null || ordered != null) {
            updateKept(passed, values, passedGroups, count);
        } else {
            accumulator.update(values, passedGroups, count);
        }
    }

    /// With DISTINCT or ORDER BY.
    private void updateKept(Batch batch, Column[] values, int[] groups, int rowCount) {
        int[] rows = new int[rowCount];
        int count = rowCount;
        for (int row = 0; row < rowCount; row++) {
            rows[row] = row;
        }
        Column groupColumn = groupColumn(groups, rowCount);
        if (distinct != null) {
            Column[] keys = new Column[values.length + 1];
            keys[0] = groupColumn;
            System.arraycopy(values, 0, keys, 1, values.length);
            int[] combinations = new int[rowCount];
            int known = distinct.groupCount();
            distinct.groups(keys, rowCount, combinations);
            count = 0;
            for (int row = 0; row < rowCount; row++) {
                if (combinations[row] == known) { // numbers are given out in order
                    rows[count++] = row;
                    known++;
                }
            }
        }
        List<Column> kept = new ArrayList<>();
        kept.add(groupColumn);
        kept.addAll(List.of(values));
        kept.addAll(List.of(values(sortKeys, batch)));
        Batch rest = Columns.gather(new Batch(kept, rowCount), rows, count, false);
        if (ordered != null) {
            ordered.append(rest);
        } else {
            feed(rest);
        }
    }

    private static Column groupColumn(int[] groups, int rowCount) {
        long[] wide = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            wide[row] = groups[row];
        }
        return new Column.Longs(DataType.INT64, wide, null);
    }

    /// Rows of group, arguments, sort keys.
    private void feed(Batch rows) {
        long[] wide = ((Column.Longs) rows.column(0)).values();
        int[] groups = new int[rows.rowCount()];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = (int) wide[row];
        }
        Column[] values = rows.columns().subList(1, 1 + args.size()).toArray(Column[]::new);
        accumulator.update(values, groups, groups.length);
    }

    private static Column[] values(List<Evaluator> evaluators, Batch batch) {
        Column[] values = new Column[evaluators.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Columns.flatten(evaluators.get(i).evaluate(batch), batch.rowCount());
        }
        return values;
    }

    Column result(int groupCount) {
        accumulator.reserve(groupCount);
        if (ordered != null) {
            Batch rows = ordered.build();
            List<PhysicalPlan.SortKey> keys = new ArrayList<>();
            for (int i = 0; i < sortKeys.size(); i++) {
                PhysicalPlan.SortKey key = call.plan().orderBy().get(i);
                keys.add(
                        new PhysicalPlan.SortKey(
                                new Expr.ColumnRef(1 + args.size() + i, key.expression().type()),
                                key.descending(),
                                key.nullsFirst()));
            }
            int[] order = RowSorter.order(rows, keys);
            feed(Columns.gather(rows, order, order.length, false));
        }
        return accumulator.result(groupCount);
    }

    long memoryBytes() {
        return accumulator.memoryBytes()
                + (distinct == null ? 0 : distinct.memoryBytes())
                + (ordered == null ? 0 : ordered.memoryBytes());
    }
}
