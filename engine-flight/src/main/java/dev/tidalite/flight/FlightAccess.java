package dev.tidalite.flight;

import org.jspecify.annotations.Nullable;

/// Decides who may read what. Safe for use by many threads.
@FunctionalInterface
public interface FlightAccess {
    /// Lets everybody read everything.
    FlightAccess OPEN = (authorization, database) -> Decision.PERMITTED;

    /// What became of a request.
    enum Decision {
        PERMITTED,
        /// There was no token, or none that is known.
        UNAUTHENTICATED,
        /// The token is known and does not permit it.
        DENIED
    }

    /// @param authorization the header as it was sent, or null without one
    Decision toRead(@Nullable String authorization, String database);
}
