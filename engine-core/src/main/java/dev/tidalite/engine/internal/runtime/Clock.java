package dev.tidalite.engine.internal.runtime;

import java.time.Instant;

/// What time it is. Wall time may jump either way and is only ever stored or compared with stored
/// times; everything that waits or measures uses elapsed time.
public interface Clock {
    /// Of the machine.
    Clock SYSTEM =
            new Clock() {
                @Override
                public long wallNs() {
                    Instant now = Instant.now();
                    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
                }

                @Override
                public long elapsedNs() {
                    return System.nanoTime();
                }
            };

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    long wallNs();

    /// Nanoseconds since some fixed moment; never goes back.
    long elapsedNs();
}
