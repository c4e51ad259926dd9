package dev.tidalite.query.internal.exec;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Batch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// An input that may be read in parts by several threads (morsels): each thread takes the next part
/// that nobody has taken.
public final class Parts implements AutoCloseable {
    private final ExecutionContext context;
    private final List<Supplier<Operator>> parts;
    private final AtomicInteger nextIndex = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    /// @param parts each to be opened by the thread that reads it; none is opened twice
    public Parts(ExecutionContext context, List<Supplier<Operator>> parts) {
        this.context = context;
        this.parts = parts;
    }

    /// Reads everything.
    ///
    /// @param threadsMax how many threads may read, the caller's included
    /// @param newState makes what a thread collects in; called in that thread
    /// @return the states, at least one
    public <S> List<S> run(int threadsMax, Supplier<S> newState, BiConsumer<S, Batch> take) {
        int threads = Math.max(1, Math.min(threadsMax, parts.size()));
        ExecutorService workers = context.workers();
        List<Helper<S>> others = new ArrayList<>();
        for (int i = 1; i < threads && workers != null; i++) {
            AtomicBoolean claimed = new AtomicBoolean();
            others.add(
                    new Helper<>(
                            claimed,
                            workers.submit(() ->
                                    claimed.compareAndSet(false, true)
                                            ? work(newState, take)
                                            : null)));
        }
        List<S> states = new ArrayList<>();
        RuntimeException failure = null;
        try {
            states.add(work(newState, take));
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Helper<S> other : others) {
            if (other.claimed.compareAndSet(false, true)) {
                other.state.cancel(false); // nobody waits for a thread that has not begun
                continue;
            }
            try {
                S state = other.state.get();
                if (state != null) {
                    states.add(state);
                }
            } catch (ExecutionException e) {
                failure = first(failure, asRuntime(e.getCause() == null ? e : e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                context.cancel();
                failure = first(failure, new QueryException(Code.CANCELLED, "interrupted", e));
            }
        }
        if (failure != null) {
            throw failure;
        }
        return states;
    }

    /// A thread that may join in.
    ///
    /// @param claimed whether it has begun, or must not begin any more
    private record Helper<S>(AtomicBoolean claimed, Future<@Nullable S> state) {}

    private static RuntimeException first(
            @Nullable RuntimeException known, RuntimeException later) {
        if (known == null) {
            return later;
        }
        known.addSuppressed(later);
        return known;
    }

    private static RuntimeException asRuntime(Throwable cause) {
        return cause instanceof RuntimeException runtime
                ? runtime
                : new QueryException(Code.INTERNAL, String.valueOf(cause), cause);
    }

    private <S> S work(Supplier<S> newState, BiConsumer<S, Batch> take) {
        S state = newState.get();
        try {
            while (!failed.get()) {
                int index = nextIndex.getAndIncrement();
                if (index >= parts.size()) {
                    break;
                }
                try (Operator part = parts.get(index).get()) {
                    for (Batch batch = part.next(); batch != null; batch = part.next()) {
                        context.check();
                        take.accept(state, batch);
                    }
                }
            }
        } catch (RuntimeException e) {
            failed.set(true);
            throw e;
        }
        return state;
    }

    /// Makes it that no further part is opened.
    @Override
    public void close() {
        nextIndex.set(parts.size());
    }
}
