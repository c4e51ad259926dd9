package dev.tidalite.query.internal.operator.window;

import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.operator.aggregate.GroupTable;
import dev.tidalite.query.internal.operator.sort.RowSorter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Window functions. Takes in everything, sorts it by partition and order, computes every call
/// partition by partition, and puts the rows out in that order.
public final class WindowOperator implements Operator {
    private final ExecutionContext context;
    private final Operator input;
    private final PhysicalPlan.Window plan;
    private final MemoryAccount memory;
    private @Nullable Batch rows;
    private int nextRow;

    public WindowOperator(ExecutionContext context, Operator input, PhysicalPlan.Window plan) {
        this.context = context;
        this.input = input;
        this.plan = plan;
        this.memory = new MemoryAccount(context);
    }

    @Override
    public @Nullable Batch next() {
        Batch all = rows;
        if (all == null) {
            all = compute(BatchBuffer.drain(input, plan.input().columns(), context, memory));
            rows = all;
        }
        if (nextRow >= all.rowCount()) {
            return null;
        }
        int to = Math.min(all.rowCount(), nextRow + Batch.ROWS * 16);
        Batch some = Columns.slice(all, nextRow, to);
        nextRow = to;
        return some;
    }

    private Batch compute(Batch unsorted) {
        int rowCount = unsorted.rowCount();
        if (rowCount == 0) {
            return unsorted;
        }
        ExprCompiler compiler = new ExprCompiler(context);
        // the partition's number is the first sort key
        List<PhysicalPlan.SortKey> keys = new ArrayList<>();
        Expr number = new Expr.ColumnRef(0, DataType.INT64);
        keys.add(PhysicalPlan.SortKey.of(number, false));
        keys.addAll(plan.orderBy());
        Column[] values = new Column[keys.size()];
        values[0] = partitions(compiler, unsorted);
        for (int i = 1; i < values.length; i++) {
            values[i] = compiler.compile(plan.orderBy().get(i - 1).expression()).evaluate(unsorted);
        }
        RowSorter sorter = RowSorter.of(values, rowCount, keys);
        int[] order = sorter.order();
        Batch sorted = Columns.gather(unsorted, order, rowCount, /* keepRuns= */ false);
        long[] partition = ((Column.Longs) values[0]).values();
        int[] partitionEnds = new int[rowCount];
        int partitionCount = 0;
        int[] peerEnds = new int[rowCount]; // per row: where its peers end
        for (int row = rowCount - 1; row >= 0; row--) {
            boolean last = row == rowCount - 1;
            boolean samePeers = !last && sorter.areEqual(order[row], order[row + 1]);
            peerEnds[row] = samePeers ? peerEnds[row + 1] : row + 1;
        }
        for (int row = 0; row < rowCount; row++) {
            boolean last =
                    row == rowCount - 1 || partition[order[row]] != partition[order[row + 1]];
            if (last) {
                partitionEnds[partitionCount++] = row + 1;
            }
        }
        Partitions partitions =
                new Partitions(sorted, Arrays.copyOf(partitionEnds, partitionCount), peerEnds);
        List<Column> columns = new ArrayList<>(sorted.columns());
        for (PhysicalPlan.WindowCall call : plan.calls()) {
            context.check();
            columns.add(new WindowCalls(context, plan, partitions).compute(call));
        }
        return new Batch(columns, rowCount);
    }

    private Column partitions(ExprCompiler compiler, Batch batch) {
        int rowCount = batch.rowCount();
        List<Evaluator> evaluators = compiler.compile(plan.partitionBy());
        Column[] keys = new Column[evaluators.size()];
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            keys[i] = evaluators.get(i).evaluate(batch);
            types.add(plan.partitionBy().get(i).type());
        }
        int[] groups = new int[rowCount];
        new GroupTable(types).groups(keys, rowCount, groups);
        long[] wide = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            wide[row] = groups[row];
        }
        return new Column.Longs(DataType.INT64, wide, null);
    }

    /// Sorted rows.
    ///
    /// @param ends where each partition ends
    /// @param peerEnds per row where the rows with the same order keys end
    record Partitions(Batch rows, int[] ends, int[] peerEnds) {
        int start(int partition) {
            return partition == 0 ? 0 : ends[partition - 1];
        }
    }

    @Override
    public void close() {
        rows = new Batch(List.of(), 0);
        memory.close();
        input.close();
    }
}
