package dev.tidalite.query.internal.operator.union;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.exec.Operator;
import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// The fast way as long as its memory suffices, else the frugal one.
public final class FrugalOperator implements Operator {
    private final Supplier<Operator> fast;
    private final Runnable giveBack;
    private final Supplier<Operator> frugal;
    private @Nullable Operator chosen;
    private boolean started;

    /// @param fast ends with a RESOURCE error before its first batch if it needs too much
    /// @param giveBack called when it has failed
    public FrugalOperator(Supplier<Operator> fast, Runnable giveBack, Supplier<Operator> frugal) {
        this.fast = fast;
        this.giveBack = giveBack;
        this.frugal = frugal;
    }

    @Override
    public @Nullable Batch next() {
        if (started) {
            return chosen == null ? null : chosen.next();
        }
        started = true;
        Operator first = fast.get();
        chosen = first;
        try {
            return first.next();
        } catch (QueryException e) {
            if (e.code() != Code.RESOURCE) {
                throw e;
            }
        }
        first.close();
        giveBack.run();
        Operator second = frugal.get();
        chosen = second;
        return second.next();
    }

    @Override
    public void close() {
        started = true;
        if (chosen != null) {
            chosen.close();
            chosen = null;
        }
    }
}
