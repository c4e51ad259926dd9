package dev.tidalite.query.internal.operator.filter;

import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Evaluator;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Other columns of the same rows.
public final class ProjectOperator implements Operator {
    private final Operator input;
    private final List<Evaluator> expressions;

    public ProjectOperator(Operator input, List<Evaluator> expressions) {
        this.input = input;
        this.expressions = expressions;
    }

    @Override
    public @Nullable Batch next() {
        Batch batch = input.next();
        if (batch == null) {
            return null;
        }
        List<Column> columns = new ArrayList<>(expressions.size());
        for (Evaluator expression : expressions) {
            columns.add(expression.evaluate(batch));
        }
        return batch.with(columns);
    }

    @Override
    public void close() {
        input.close();
    }
}
