package dev.tidalite.query.internal.operator.sort;

import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.ExprCompiler;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.Evaluator;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// ORDER BY. Without a limit everything is kept and sorted at the end; with one, what has come is
/// cut to the rows that still can be wanted as soon as there are twice as many. In memory only:
/// there is no spilling.
public final class SortOperator implements Operator {
    private static final int KEPT_ROWS_MIN = 8 * Batch.ROWS;

    private final ExecutionContext context;
    private final Operator input;
    private final List<PlanColumn> columns;
    private final List<PhysicalPlan.SortKey> keys;
    private final List<Evaluator> evaluators;
    private final long offset;
    private final long keepRows;
    private final MemoryAccount memory;
    private @Nullable Batch sorted;
    private int[] order = new int[0];
    private int end;
    private int nextRow;

    /// @param fetch [Long#MAX_VALUE] for all
    public SortOperator(
            ExecutionContext context,
            Operator input,
            List<PlanColumn> columns,
            List<PhysicalPlan.SortKey> keys,
            long offset,
            long fetch) {
        this.context = context;
        this.input = input;
        this.columns = columns;
        this.keys = keys;
        this.evaluators =
                new ExprCompiler(context)
                        .compile(keys.stream().map(PhysicalPlan.SortKey::expression).toList());
        this.offset = offset;
        this.keepRows = fetch > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + fetch;
        this.memory = new MemoryAccount(context);
    }

    @Override
    public @Nullable Batch next() {
        Batch rows = sorted;
        if (rows == null) {
            rows = collect();
            sorted = rows;
            order = order(rows);
            end = (int) Math.min(order.length, keepRows);
            nextRow = (int) Math.min(offset, end);
        }
        if (nextRow >= end) {
            return null;
        }
        int to = Math.min(end, nextRow + Batch.ROWS);
        int[] some = Arrays.copyOfRange(order, nextRow, to);
        nextRow = to;
        return Columns.gather(rows, some, some.length, /* keepRuns= */ false);
    }

    private Batch collect() {
        BatchBuffer buffer = BatchBuffer.of(columns);
        long bufferRowsMax =
                keepRows > Integer.MAX_VALUE / 4
                        ? Long.MAX_VALUE
                        : Math.max(KEPT_ROWS_MIN, keepRows * 2);
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            context.check();
            buffer.append(batch);
            memory.set(buffer.memoryBytes());
            if (buffer.rowCount() >= bufferRowsMax) {
                Batch rows = buffer.build();
                int[] first = Arrays.copyOf(order(rows), (int) keepRows);
                // in the order of arrival, so that equal rows stay in it
                Arrays.sort(first);
                buffer = BatchBuffer.of(columns);
                buffer.append(Columns.gather(rows, first, first.length, false));
            }
        }
        return buffer.build();
    }

    private int[] order(Batch rows) {
        List<Column> values = new ArrayList<>(evaluators.size());
        for (Evaluator evaluator : evaluators) {
            values.add(evaluator.evaluate(rows));
        }
        return RowSorter.of(values.toArray(Column[]::new), rows.rowCount(), keys).order();
    }

    @Override
    public void close() {
        sorted = new Batch(List.of(), 0);
        order = new int[0];
        end = 0;
        memory.close();
        input.close();
    }
}
