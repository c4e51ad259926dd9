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

import java.util.List;

/// Sorts rows that come in the order of the first key already: only those that agree in it have to
/// wait for each other.
public final class SortInOrder implements Operator {
    /// Few at first, because a limit may be reached with them.
    private static final int ROWS_MIN = 64;

    private static final int ROWS_MAX = 4096;

    private final ExecutionContext context;
    private final Operator input;
    private final List<PlanColumn> columns;
    private final List<PhysicalPlan.SortKey> keys;
    private final List<Evaluator> evaluators;
    private final MemoryAccount memory;

    /// Rows that more rows with the same first key may follow.
    private BatchBuffer open;

    /// How many rows to take in before it is looked which can go out.
    private int rowsWanted = ROWS_MIN;

    private boolean ended;

    public SortInOrder(
            ExecutionContext context,
            Operator input,
            List<PlanColumn> columns,
            List<PhysicalPlan.SortKey> keys) {
        this.context = context;
        this.input = input;
        this.columns = columns;
        this.keys = keys;
        this.evaluators =
                new ExprCompiler(context)
                        .compile(keys.stream().map(PhysicalPlan.SortKey::expression).toList());
        this.memory = new MemoryAccount(context);
        this.open = BatchBuffer.of(columns);
    }

    @Override
    public @Nullable Batch next() {
        while (!ended) {
            context.check();
            Batch batch = input.next();
            if (batch == null) {
                ended = true;
                return open.rowCount() == 0 ? null : sorted(open.build());
            }
            open.append(batch);
            memory.set(open.memoryBytes());
            if (open.rowCount() < rowsWanted) {
                continue;
            }
            Batch rows = open.build();
            open = BatchBuffer.of(columns);
            int cut = lastRun(rows);
            open.append(rows, cut, rows.rowCount());
            rowsWanted = Math.max(Math.min(ROWS_MAX, 2 * rowsWanted), 2 * open.rowCount());
            if (cut > 0) {
                return sorted(Columns.slice(rows, 0, cut));
            }
        }
        return null;
    }

    /// Where the rows begin that agree with the last one in the first key.
    private int lastRun(Batch rows) {
        Column first = evaluators.getFirst().evaluate(rows);
        RowSorter sorter = RowSorter.of(new Column[] {first}, rows.rowCount(), keys.subList(0, 1));
        int start = rows.rowCount() - 1;
        while (start > 0 && sorter.areEqual(start - 1, start)) {
            start--;
        }
        return start;
    }

    private Batch sorted(Batch rows) {
        Column[] values = new Column[evaluators.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = evaluators.get(i).evaluate(rows);
        }
        int[] order = RowSorter.of(values, rows.rowCount(), keys).order();
        return Columns.gather(rows, order, order.length, /* keepRuns= */ false);
    }

    @Override
    public void close() {
        ended = true;
        memory.close();
        input.close();
    }
}
