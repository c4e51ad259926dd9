package dev.tidalite.query.internal.operator.filter;

import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.exec.PhysicalPlan;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.ColumnBuilder;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.Evaluator;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A row per element of a list; rows whose list is null or empty are left out.
public final class UnnestOperator implements Operator {
    private final Operator input;
    private final Evaluator list;
    private final PhysicalPlan.Unnest plan;

    public UnnestOperator(Operator input, Evaluator list, PhysicalPlan.Unnest plan) {
        this.input = input;
        this.list = list;
        this.plan = plan;
    }

    @Override
    public @Nullable Batch next() {
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            Column lists = list.evaluate(batch);
            ColumnBuilder elements = ColumnBuilder.of(plan.columns().getLast().type());
            int[] rows = new int[batch.rowCount()];
            int count = 0;
            for (int row = 0; row < batch.rowCount(); row++) {
                if (Columns.get(lists, row) instanceof Object[] values) {
                    for (Object value : values) {
                        elements.append(value);
                        if (count == rows.length) {
                            rows = Arrays.copyOf(rows, count * 2);
                        }
                        rows[count++] = row;
                    }
                }
            }
            if (count > 0) {
                Batch repeated = Columns.gather(batch, rows, count, /* keepRuns= */ false);
                List<Column> columns = new ArrayList<>(repeated.columns());
                columns.add(elements.build());
                return new Batch(columns, count);
            }
        }
        return null;
    }

    @Override
    public void close() {
        input.close();
    }
}
