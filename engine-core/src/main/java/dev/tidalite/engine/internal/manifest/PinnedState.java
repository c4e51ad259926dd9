package dev.tidalite.engine.internal.manifest;

import java.util.concurrent.atomic.AtomicBoolean;

/// A state whose segments' files stay until this is closed, though the manifest moves on. Owned by
/// whoever pinned it; closing it twice does nothing. Safe for many threads.
public final class PinnedState implements AutoCloseable {
    private final ManifestState state;
    private final Runnable unpin;
    private final AtomicBoolean closed = new AtomicBoolean();

    PinnedState(ManifestState state, Runnable unpin) {
        this.state = state;
        this.unpin = unpin;
    }

    public ManifestState state() {
        return state;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            unpin.run();
        }
    }
}
