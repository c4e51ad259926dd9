package dev.tidalite.engine.internal.runtime;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what it owns, the last one first, all of them though some fail. In a constructor it
/// closes what was opened before something failed, unless [#release] was reached:
///
/// ```java
/// try (Closer closer = new Closer()) {
///     file = closer.own(storage.open(name));
///     footer = Footer.read(file);
///     owned = closer.release();
/// }
/// ```
///
/// Used by one thread.
public final class Closer implements AutoCloseable {
    private Deque<AutoCloseable> owned = new ArrayDeque<>();

    /// @return the same
    public <T extends AutoCloseable> T own(T closeable) {
        owned.push(closeable);
        return closeable;
    }

    /// Hands everything over: this one owns nothing any more.
    public Closer release() {
        Closer next = new Closer();
        next.owned = owned;
        owned = new ArrayDeque<>();
        return next;
    }

    /// @throws RuntimeException the first failure, the others suppressed in it
    @Override
    public void close() {
        @Nullable RuntimeException failure = null;
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                RuntimeException unchecked =
                        e instanceof RuntimeException r ? r : new IllegalStateException(e);
                if (failure == null) {
                    failure = unchecked;
                } else {
                    failure.addSuppressed(unchecked);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
