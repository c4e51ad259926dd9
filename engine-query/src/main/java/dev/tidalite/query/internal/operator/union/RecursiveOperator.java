package dev.tidalite.query.internal.operator.union;

import dev.tidalite.query.internal.exec.BatchBuffer;
import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.operator.aggregate.GroupTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// The rows of a seed, then those that a step makes of them, then those that it makes of these, and
/// so on until it makes none. Each round is kept in memory until the next one is there.
public final class RecursiveOperator implements Operator {
    private final ExecutionContext context;
    private final PhysicalPlan.Recursive plan;
    private final Supplier<Operator> seed;
    private final Function<Batch, Operator> step;
    private final MemoryAccount roundMemory;
    private final MemoryAccount seenMemory;
    private final @Nullable GroupTable seen;
    private @Nullable Batch last;

    /// @param step the operator that reads a round's rows
    public RecursiveOperator(
            ExecutionContext context,
            PhysicalPlan.Recursive plan,
            Supplier<Operator> seed,
            Function<Batch, Operator> step) {
        this.context = context;
        this.plan = plan;
        this.seed = seed;
        this.step = step;
        this.roundMemory = new MemoryAccount(context);
        this.seenMemory = new MemoryAccount(context);
        List<DataType> types = new ArrayList<>();
        plan.columns().forEach(column -> types.add(column.type()));
        this.seen = plan.all() ? null : new GroupTable(types);
    }

    @Override
    public @Nullable Batch next() {
        Batch before = last;
        if (before != null && before.rowCount() == 0) {
            return null;
        }
        context.check();
        Operator source = before == null ? seed.get() : step.apply(before);
        Batch rows = distinct(BatchBuffer.drain(source, plan.columns(), context, roundMemory));
        last = rows;
        return rows.rowCount() == 0 ? null : rows;
    }

    /// With UNION, rows that came before do not come again.
    private Batch distinct(Batch rows) {
        GroupTable table = seen;
        if (table == null) {
            return rows;
        }
        int known = table.groupCount();
        int[] groups = new int[rows.rowCount()];
        table.groups(rows.columns().toArray(Column[]::new), rows.rowCount(), groups);
        int[] kept = new int[rows.rowCount()];
        int count = 0;
        for (int row = 0; row < groups.length; row++) {
            if (groups[row] == known) { // numbers are given out in order
                kept[count++] = row;
                known++;
            }
        }
        seenMemory.set(table.memoryBytes());
        return Columns.gather(rows, kept, count, /* keepRuns= */ false);
    }

    @Override
    public void close() {
        roundMemory.close();
        seenMemory.close();
    }
}
