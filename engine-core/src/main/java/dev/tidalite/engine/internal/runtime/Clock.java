package dev.tidalite.engine.internal.runtime;

import java.time.Instant;
import java.time.InstantSource;

/// What time it is. Wall time may jump either way and is only ever stored or compared with stored
/// times; everything that waits or measures uses elapsed time.
public interface Clock {
    /// Of the machine.
    Clock SYSTEM = of(InstantSource.system());

    /// One whose wall time is a source's; elapsed time is the machine's.
    static Clock of(InstantSource source) {
        return new Clock() {
            @Override
            public long wallNs() {
                Instant now = source.instant();
                return now.getEpochSecond() * 1_000_000_000L + now.getNano();
            }

            @Override
            public long elapsedNs() {
                return System.nanoTime();
            }
        };
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    long wallNs();

    /// Nanoseconds since some fixed moment; never goes back.
    long elapsedNs();
}
