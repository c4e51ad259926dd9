package dev.tidalite.query.internal.exec;

import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryException.Code;
import dev.tidalite.query.internal.expr.Batch;
import dev.tidalite.query.internal.expr.Columns;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/// The rows of several parts, part after part, while other threads read ahead.
///
/// The thread that asks for rows reads parts itself, too. A helper never waits: where it may not
/// read further ahead it leaves its part to whoever asks for it, so that a result that nobody reads
/// holds no thread.
final class PartsOperator implements Operator {
    /// How many parts may be begun behind the current one.
    private static final int AHEAD_PARTS_MAX = 8;

    /// How many bytes of rows may wait to be asked for.
    private static final long AHEAD_BYTES_MAX = 64L << 20;

    private final ExecutionContext context;
    private final ExecutorService workers;
    private final List<Part> parts = new ArrayList<>();
    private final MemoryAccount memory;
    private int current;
    private int nextUntaken;
    private int helpersSubmitted;
    private int helpersActive;
    private long aheadBytes;
    private boolean closed;

    /// One part; guarded by the operator's monitor, but for its source, which belongs to the thread
    /// that reads it.
    private static final class Part {
        private final Supplier<Operator> opener;
        private final ArrayDeque<Batch> ahead = new ArrayDeque<>();
        private @Nullable Operator source;
        private @Nullable RuntimeException failure;

        /// Whether some thread reads it now.
        private boolean busy;

        private boolean done;

        Part(Supplier<Operator> opener) {
            this.opener = opener;
        }
    }

    /// @param openers each to be called by the thread that begins to read the part
    PartsOperator(
            ExecutionContext context, ExecutorService workers, List<Supplier<Operator>> openers) {
        this.context = context;
        this.workers = workers;
        this.memory = new MemoryAccount(context);
        openers.forEach(opener -> parts.add(new Part(opener)));
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            Part part;
            synchronized (this) {
                if (closed || current == parts.size()) {
                    return null;
                }
                part = parts.get(current);
                Batch ready = part.ahead.poll();
                if (ready != null) {
                    aheadBytes -= bytes(ready);
                    memory.set(aheadBytes);
                    return ready;
                }
                if (part.failure != null) {
                    throw part.failure;
                }
                if (part.done) {
                    current++;
                    continue;
                }
                if (part.busy) {
                    await();
                    continue;
                }
                nextUntaken = Math.max(nextUntaken, current + 1);
                submitHelpers();
            }
            Batch batch = read(part);
            if (batch != null) {
                return batch;
            }
        }
    }

    /// The next batch of a part that no other thread reads.
    private @Nullable Batch read(Part part) {
        Operator source = part.source;
        if (source == null) {
            source = part.opener.get();
            part.source = source;
        }
        Batch batch = source.next();
        if (batch == null) {
            part.source = null;
            source.close();
            synchronized (this) {
                part.done = true;
            }
        }
        return batch;
    }

    /// Called with the monitor held, by a loop that looks again afterwards.
    @SuppressWarnings("WaitNotInLoop")
    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.cancel();
            throw new QueryException(Code.CANCELLED, "interrupted", e);
        }
    }

    /// Called with the monitor held.
    private void submitHelpers() {
        int wanted = Math.min(context.threads() - 1, parts.size() - nextUntaken);
        while (helpersSubmitted < wanted && mayBegin()) {
            try {
                workers.execute(this::help);
            } catch (RejectedExecutionException e) {
                return; // the engine is being closed: this thread goes on alone
            }
            helpersSubmitted++;
        }
    }

    private boolean mayBegin() {
        return !closed
                && nextUntaken < parts.size()
                && nextUntaken <= current + AHEAD_PARTS_MAX
                && aheadBytes < AHEAD_BYTES_MAX;
    }

    /// Reads ahead as far as is allowed.
    private void help() {
        synchronized (this) {
            if (closed) {
                helpersSubmitted--;
                return;
            }
            helpersActive++;
        }
        Part part = null;
        try {
            for (part = begin(); part != null; part = begin()) {
                readAhead(part);
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                if (part != null) {
                    part.failure =
                            e instanceof RuntimeException known
                                    ? known
                                    : new QueryException(Code.INTERNAL, String.valueOf(e), e);
                }
            }
        } finally {
            synchronized (this) {
                if (part != null) {
                    part.busy = false;
                }
                helpersSubmitted--;
                helpersActive--;
                notifyAll();
            }
        }
    }

    private synchronized @Nullable Part begin() {
        if (!mayBegin()) {
            return null;
        }
        Part part = parts.get(nextUntaken++);
        part.busy = true;
        return part;
    }

    private void readAhead(Part part) {
        Operator source = part.opener.get();
        part.source = source;
        while (true) {
            context.check();
            Batch batch = source.next();
            Batch own = batch == null ? null : Columns.copy(batch);
            if (own == null) {
                part.source = null;
                source.close();
            }
            synchronized (this) {
                if (own == null) {
                    part.done = true;
                } else {
                    part.ahead.add(own);
                    aheadBytes += bytes(own);
                    memory.set(aheadBytes);
                }
                boolean isFull = aheadBytes >= AHEAD_BYTES_MAX;
                part.busy = own != null && !isFull && !closed;
                notifyAll();
                if (!part.busy) {
                    return;
                }
            }
        }
    }

    /// About how much a batch takes.
    private static long bytes(Batch batch) {
        return 8L * batch.columns().size() * batch.rowCount();
    }

    @Override
    public void close() {
        boolean interrupted = false;
        synchronized (this) {
            closed = true;
            while (helpersActive > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // what helpers read must not be closed under them
                    interrupted = true;
                }
            }
            aheadBytes = 0;
            memory.close();
        }
        for (Part part : parts) {
            Operator source = part.source;
            part.source = null;
            part.ahead.clear();
            if (source != null) {
                source.close();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
