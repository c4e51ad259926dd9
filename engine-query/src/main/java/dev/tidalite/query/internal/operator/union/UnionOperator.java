package dev.tidalite.query.internal.operator.union;

import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/// One input after the other; each is opened when its turn comes and closed when it has ended.
public final class UnionOperator implements Operator {
    private final List<Supplier<Operator>> inputs;
    private int nextIndex;
    private @Nullable Operator open;

    public UnionOperator(List<Supplier<Operator>> inputs) {
        this.inputs = inputs;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            Operator input = open;
            if (input == null) {
                if (nextIndex == inputs.size()) {
                    return null;
                }
                input = inputs.get(nextIndex++).get();
                open = input;
            }
            Batch batch = input.next();
            if (batch != null) {
                return batch;
            }
            input.close();
            open = null;
        }
    }

    @Override
    public void close() {
        nextIndex = inputs.size();
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
