package dev.tidalite.query.internal.operator.join;

import dev.tidalite.query.internal.exec.ExecutionContext;
import dev.tidalite.query.internal.exec.MemoryAccount;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.exec.PhysicalPlan.SetKind;
import dev.tidalite.query.internal.exec.PlanColumn;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.function.Casts;
import dev.tidalite.query.internal.operator.aggregate.GroupTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// INTERSECT and EXCEPT: counts the right input's rows, then lets left rows pass or not. Nulls are
/// equal to each other.
public final class SetOperator implements Operator {
    private final ExecutionContext context;
    private final PhysicalPlan.SetOperation plan;
    private final Supplier<Operator> leftInput;
    private final Supplier<Operator> rightInput;
    private final GroupTable table;
    private final MemoryAccount memory;
    private @Nullable Operator left;
    private long[] counts = new long[0];

    public SetOperator(
            ExecutionContext context,
            PhysicalPlan.SetOperation plan,
            Supplier<Operator> leftInput,
            Supplier<Operator> rightInput) {
        this.context = context;
        this.plan = plan;
        this.leftInput = leftInput;
        this.rightInput = rightInput;
        this.table = new GroupTable(plan.columns().stream().map(PlanColumn::type).toList());
        this.memory = new MemoryAccount(context);
    }

    @Override
    public @Nullable Batch next() {
        Operator input = left;
        if (input == null) {
            countRight();
            input = leftInput.get();
            left = input;
        }
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            context.check();
            Batch typed = typed(batch);
            int[] groups = groups(typed);
            int[] rows = new int[groups.length];
            int count = 0;
            for (int row = 0; row < groups.length; row++) {
                if (passes(groups[row])) {
                    rows[count++] = row;
                }
            }
            if (count > 0) {
                return Columns.gather(typed, rows, count, /* keepRuns= */ false);
            }
        }
        return null;
    }

    /// Whether a left row of a group comes through; changes what the count allows later ones.
    private boolean passes(int group) {
        long have = counts[group];
        boolean intersect = plan.kind() == SetKind.INTERSECT;
        if (plan.all()) {
            counts[group] = have > 0 ? have - 1 : have;
            return have > 0 == intersect;
        }
        // the first left row of a group decides for all: -1 marks that it came
        counts[group] = -1;
        return intersect ? have > 0 : have == 0;
    }

    private void countRight() {
        try (Operator right = rightInput.get()) {
            for (Batch batch = right.next(); batch != null; batch = right.next()) {
                context.check();
                for (int group : groups(typed(batch))) {
                    counts[group]++;
                }
            }
        }
    }

    private int[] groups(Batch batch) {
        int[] groups = new int[batch.rowCount()];
        table.groups(batch.columns().toArray(Column[]::new), groups.length, groups);
        if (counts.length < table.groupCount()) {
            counts = Arrays.copyOf(counts, table.groupCount() * 2);
        }
        memory.set(table.memoryBytes() + 8L * counts.length);
        return groups;
    }

    private Batch typed(Batch batch) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < plan.columns().size(); i++) {
            DataType type = plan.columns().get(i).type();
            columns.add(
                    Casts.cast(
                            batch.column(i), type, false, batch.rowCount(), context.functions()));
        }
        return new Batch(columns, batch.rowCount());
    }

    @Override
    public void close() {
        memory.close();
        if (left != null) {
            left.close();
        }
    }
}
