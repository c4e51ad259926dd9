package dev.tidalite.query.internal.operator.sort;

import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;
import dev.tidalite.query.internal.operator.aggregate.GroupTable;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The first row of every distinct combination, as they come.
public final class DistinctOperator implements Operator {
    private final ExecutionContext context;
    private final Operator input;
    private final List<Evaluator> keys;
    private final GroupTable table;
    private final MemoryAccount memory;

    public DistinctOperator(
            ExecutionContext context, Operator input, List<Evaluator> keys, List<DataType> types) {
        this.context = context;
        this.input = input;
        this.keys = keys;
        this.table = new GroupTable(types);
        this.memory = new MemoryAccount(context);
    }

    @Override
    public @Nullable Batch next() {
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            context.check();
            Column[] values = new Column[keys.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = keys.get(i).evaluate(batch);
            }
            int known = table.groupCount();
            int[] groups = new int[batch.rowCount()];
            table.groups(values, batch.rowCount(), groups);
            int[] rows = new int[batch.rowCount()];
            int count = 0;
            for (int row = 0; row < groups.length; row++) {
                if (groups[row] == known) { // numbers are given out in order
                    rows[count++] = row;
                    known++;
                }
            }
            memory.set(table.memoryBytes());
            if (count > 0) {
                return Columns.gather(batch, rows, count, /* keepRuns= */ true);
            }
        }
        return null;
    }

    @Override
    public void close() {
        memory.close();
        input.close();
    }
}
