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

/// Answers [PhysicalPlan.Unnest].
public final class UnnestOperator implements Operator {
    private static final Object[] NO_ELEMENTS = {};

    private final Operator input;
    private final List<Evaluator> lists;
    private final PhysicalPlan.Unnest plan;

    public UnnestOperator(Operator input, List<Evaluator> lists, PhysicalPlan.Unnest plan) {
        this.input = input;
        this.lists = lists;
        this.plan = plan;
    }

    @Override
    public @Nullable Batch next() {
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            Batch rows = unnested(batch);
            if (rows.rowCount() > 0) {
                return rows;
            }
        }
        return null;
    }

    private Batch unnested(Batch batch) {
        List<Column> values = new ArrayList<>(lists.size());
        List<ColumnBuilder> elements = new ArrayList<>(lists.size());
        int first = plan.columns().size() - lists.size();
        for (int i = 0; i < lists.size(); i++) {
            values.add(lists.get(i).evaluate(batch));
            elements.add(ColumnBuilder.of(plan.columns().get(first + i).type()));
        }
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            int length = append(values, row, elements);
            if (count + length > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(count + length, count * 2));
            }
            Arrays.fill(rows, count, count + length, row);
            count += length;
        }
        Batch repeated = Columns.gather(batch, rows, count, /* keepRuns= */ false);
        List<Column> columns = new ArrayList<>(repeated.columns());
        elements.forEach(builder -> columns.add(builder.build()));
        return new Batch(columns, count);
    }

    /// Appends the elements of a row's lists.
    ///
    /// @return how many rows they make
    private int append(List<Column> values, int row, List<ColumnBuilder> elements) {
        int length = plan.keepsRows() ? 1 : 0;
        List<@Nullable Object[]> found = new ArrayList<>(values.size());
        for (Column column : values) {
            Object list = Columns.get(column, row);
            @Nullable Object[] of = list instanceof Object[] array ? array : NO_ELEMENTS;
            found.add(of);
            length = Math.max(length, of.length);
        }
        for (int i = 0; i < elements.size(); i++) {
            @Nullable Object[] of = found.get(i);
            for (int at = 0; at < length; at++) {
                elements.get(i).append(at < of.length ? of[at] : null);
            }
        }
        return length;
    }

    @Override
    public void close() {
        input.close();
    }
}
