package dev.tidalite.engine.internal.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/// Keeps interrupts away from channels, which would close themselves at one.
final class Interrupts {
    private Interrupts() {}

    /// Something that can be done again from the start if an interrupt cut it short.
    interface Repeatable<T> {
        T run() throws IOException;
    }

    /// Runs to the end in spite of interrupts, and leaves the thread interrupted if it was or
    /// became so.
    static <T> T without(Repeatable<T> action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return action.run();
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
