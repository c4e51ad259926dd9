package dev.tidalite.query.internal.exec;

import dev.tidalite.engine.Snapshot;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.internal.function.FunctionContext;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What belongs to one execution of a plan: the point in time it reads, the values of its
/// parameters, what it may use. Safe for use by many threads.
public final class ExecutionContext {
    /// How many parts of the memory there are that [#share] takes one of.
    private static final int SHARES = 4;

    private final Snapshot snapshot;
    private final FunctionContext functions;
    private final Map<String, @Nullable Object> parameters;
    private final QueryLimits limits;
    private final long deadlineNanoTime;
    private final int threads;
    private final @Nullable ExecutorService workers;
    private final AtomicLong memoryBytes = new AtomicLong();
    private final AtomicBoolean cancelled;
    private final @Nullable ExecutionContext whole;

    /// @param nowNs what `now()` says
    /// @param workers runs all but one of the threads; null for a single thread
    public ExecutionContext(
            Snapshot snapshot,
            Map<String, @Nullable Object> parameters,
            QueryLimits limits,
            long nowNs,
            int threads,
            @Nullable ExecutorService workers) {
        this.snapshot = snapshot;
        this.functions = new FunctionContext(nowNs);
        this.parameters = parameters;
        this.limits = limits;
        this.threads = threads;
        this.workers = workers;
        long start = System.nanoTime();
        long timeoutNs;
        try {
            timeoutNs = limits.timeout().toNanos();
        } catch (ArithmeticException e) {
            timeoutNs = Long.MAX_VALUE / 2;
        }
        this.deadlineNanoTime = start + Math.min(timeoutNs, Long.MAX_VALUE / 2);
        this.cancelled = new AtomicBoolean();
        this.whole = null;
    }

    /// A part of an execution.
    private ExecutionContext(
            ExecutionContext whole, Map<String, @Nullable Object> parameters, QueryLimits limits) {
        this.snapshot = whole.snapshot;
        this.functions = whole.functions;
        this.parameters = parameters;
        this.limits = limits;
        this.threads = whole.threads;
        this.workers = whole.workers;
        this.deadlineNanoTime = whole.deadlineNanoTime;
        this.cancelled = whole.cancelled;
        this.whole = whole;
    }

    /// The same execution with other values of its parameters.
    ExecutionContext with(Map<String, @Nullable Object> others) {
        return new ExecutionContext(this, others, limits);
    }

    /// The same execution, allowed to hold a share of the memory only.
    ExecutionContext share() {
        long bytes = Math.max(1, limits.memoryBytesMax() / SHARES);
        return new ExecutionContext(this, parameters, limits.withMemoryBytesMax(bytes));
    }

    /// Gives back what operators of this part that have failed still hold.
    void giveBack() {
        reserve(-memoryBytes.get());
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public FunctionContext functions() {
        return functions;
    }

    public Map<String, @Nullable Object> parameters() {
        return parameters;
    }

    public QueryLimits limits() {
        return limits;
    }

    /// How many threads may work at once, the caller's included.
    public int threads() {
        return workers == null ? 1 : threads;
    }

    public @Nullable ExecutorService workers() {
        return workers;
    }

    /// Makes every thread of the execution stop at its next [#check].
    public void cancel() {
        cancelled.set(true);
    }

    /// To be called once per batch or so.
    ///
    /// @throws QueryException if the execution was cancelled or has taken too long
    public void check() {
        if (cancelled.get()) {
            throw new QueryException(Code.CANCELLED, "query was cancelled");
        }
        if (System.nanoTime() - deadlineNanoTime > 0) {
            throw new QueryException(
                    Code.TIMEOUT, "query took longer than " + limits.timeout().toMillis() + " ms");
        }
    }

    /// Takes working memory.
    ///
    /// @throws QueryException if the execution then holds more than it may
    void reserve(long bytes) {
        if (whole != null) {
            whole.reserve(bytes);
        }
        long now = memoryBytes.addAndGet(bytes);
        if (bytes > 0 && now > limits.memoryBytesMax()) {
            throw new QueryException(
                    Code.RESOURCE,
                    "query needs "
                            + now
                            + " bytes of memory, more than the limit of "
                            + limits.memoryBytesMax());
        }
    }

    /// Working memory in use now, estimated.
    public long memoryBytes() {
        return memoryBytes.get();
    }
}
