package dev.tidalite.query.internal.operator.filter;

import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;
import dev.tidalite.query.internal.expr.Evaluator;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The rows for which all conditions are true. Each condition sees only rows that passed those
/// before it; what remains is copied together, so that later operators need no selection.
public final class FilterOperator implements Operator {
    private final Operator input;
    private final List<Evaluator> conditions;
    private int[] rows = new int[Batch.ROWS];

    public FilterOperator(Operator input, List<Evaluator> conditions) {
        this.input = input;
        this.conditions = conditions;
    }

    @Override
    public @Nullable Batch next() {
        for (Batch batch = input.next(); batch != null; batch = input.next()) {
            Batch passed = filter(batch);
            if (passed.rowCount() > 0) {
                return passed;
            }
        }
        return null;
    }

    private Batch filter(Batch batch) {
        Batch passed = batch;
        for (Evaluator condition : conditions) {
            Column result = condition.evaluate(passed);
            if (result instanceof Column.Constant(DataType _, Object value)
                    && Boolean.TRUE.equals(value)) {
                continue;
            }
            int rowCount = passed.rowCount();
            if (rowCount > rows.length) {
                rows = new int[rowCount];
            }
            int count = Columns.selectTrue(result, rowCount, rows);
            if (count < rowCount) {
                passed = Columns.gather(passed, rows, count, /* keepRuns= */ true);
            }
            if (count == 0) {
                break;
            }
        }
        return passed;
    }

    @Override
    public void close() {
        input.close();
    }
}
