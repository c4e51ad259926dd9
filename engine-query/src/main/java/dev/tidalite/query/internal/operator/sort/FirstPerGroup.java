package dev.tidalite.query.internal.operator.sort;

import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.Parts;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.expr.Expr;
import dev.tidalite.query.internal.operator.aggregate.GroupTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The first row of each partition in an order, its number 1 behind it: a window of `row_number()`
/// of which only the first row is wanted. Keeps one row per partition instead of sorting all.
public final class FirstPerGroup implements Operator {
    private static final int BUFFER_ROWS_MIN = 4 * Batch.ROWS;

    private final ExecutionContext context;
    private final PhysicalPlan.Window plan;
    private final Parts input;
    private boolean ended;

    public FirstPerGroup(ExecutionContext context, PhysicalPlan.Window plan, Parts input) {
        this.context = context;
        this.plan = plan;
        this.input = input;
    }

    @Override
    public @Nullable Batch next() {
        if (ended) {
            return null;
        }
        ended = true;
        List<Worker> workers =
                input.run(context.threads(), () -> new Worker(context, plan), Worker::take);
        Worker first = workers.getFirst();
        for (Worker other : workers.subList(1, workers.size())) {
            if (other.hasRows()) {
                first.take(other.rows());
            }
        }
        Batch rows = first.rows();
        workers.forEach(Worker::close);
        List<Column> columns = new ArrayList<>(rows.columns());
        columns.add(new Column.Constant(DataType.INT64, 1L));
        return rows.rowCount() == 0 ? null : new Batch(columns, rows.rowCount());
    }

    @Override
    public void close() {
        ended = true;
        input.close();
    }

    /// The rows one thread has kept.
    private static final class Worker {
        private final List<PlanColumn> columns;
        private final List<PhysicalPlan.SortKey> order;
        private final List<Evaluator> partition;
        private final List<Evaluator> orderKeys;
        private final List<DataType> types;
        private final MemoryAccount memory;
        private BatchBuffer buffer;

        /// The first rows of the only batch so far, while the buffer is empty.
        private @Nullable Batch only;

        private int rowsMax = BUFFER_ROWS_MIN;

        Worker(ExecutionContext context, PhysicalPlan.Window plan) {
            ExprCompiler compiler = new ExprCompiler(context);
            columns = plan.input().columns();
            order = plan.orderBy();
            partition = compiler.compile(plan.partitionBy());
            types = plan.partitionBy().stream().map(Expr::type).toList();
            orderKeys =
                    compiler.compile(order.stream().map(PhysicalPlan.SortKey::expression).toList());
            memory = new MemoryAccount(context);
            buffer = BatchBuffer.of(columns);
        }

        boolean hasRows() {
            return only != null || buffer.rowCount() > 0;
        }

        void take(Batch batch) {
            Batch before = only;
            if (before == null && buffer.rowCount() == 0) {
                only = firsts(batch);
                return;
            }
            if (before != null) {
                buffer.append(before);
                only = null;
            }
            buffer.append(firsts(batch));
            if (buffer.rowCount() > rowsMax) {
                Batch kept = rows();
                rowsMax = Math.max(BUFFER_ROWS_MIN, 2 * kept.rowCount());
            }
            memory.set(buffer.memoryBytes());
        }

        /// The first rows of all partitions so far.
        Batch rows() {
            if (only != null) {
                return only;
            }
            Batch kept = firsts(buffer.build());
            buffer = BatchBuffer.of(columns);
            buffer.append(kept);
            return kept;
        }

        private Batch firsts(Batch batch) {
            int rowCount = batch.rowCount();
            if (rowCount == 0) {
                return batch;
            }
            int[] groups = new int[rowCount];
            GroupTable table = new GroupTable(types);
            table.groups(values(partition, batch), rowCount, groups);
            RowSorter sorter = RowSorter.of(values(orderKeys, batch), rowCount, order);
            int[] best = new int[table.groupCount()];
            Arrays.fill(best, -1);
            for (int row = 0; row < rowCount; row++) {
                int group = groups[row];
                if (best[group] < 0 || sorter.compare(row, best[group]) < 0) {
                    best[group] = row;
                }
            }
            return Columns.gather(batch, best, best.length, /* keepRuns= */ false);
        }

        private static Column[] values(List<Evaluator> evaluators, Batch batch) {
            return evaluators.stream()
                    .map(evaluator -> evaluator.evaluate(batch))
                    .toArray(Column[]::new);
        }

        void close() {
            memory.close();
        }
    }
}
