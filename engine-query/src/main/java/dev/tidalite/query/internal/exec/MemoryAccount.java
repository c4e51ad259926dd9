package dev.tidalite.query.internal.exec;

/// The working memory of one operator, or of one thread of it. For one thread at a time.
public final class MemoryAccount implements AutoCloseable {
    private static final long STEP_BYTES = 64 << 10;

    private final ExecutionContext context;
    private long bytes;

    public MemoryAccount(ExecutionContext context) {
        this.context = context;
    }

    /// Says how much is held now, all in all.
    ///
    /// @throws dev.tidalite.query.QueryException if that is too much
    public void set(long now) {
        if (Math.abs(now - bytes) >= STEP_BYTES) {
            long more = now - bytes;
            bytes = now;
            context.reserve(more);
        }
    }

    @Override
    public void close() {
        context.reserve(-bytes);
        bytes = 0;
    }
}
