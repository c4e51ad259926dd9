package dev.tidalite.cli;

import dev.tidalite.flight.FlightAccess;
import dev.tidalite.http.auth.Credentials;
import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Lets Flight calls in by the tokens that HTTP requests are let in by.
final class TokenAccess implements FlightAccess {
    private final TokenStore tokens;

    TokenAccess(TokenStore tokens) {
        this.tokens = tokens;
    }

    @Override
    public Decision toRead(@Nullable String authorization, String database) {
        try {
            Optional<String> token = Credentials.ofHeader(authorization);
            Optional<Permissions> known =
                    token.isEmpty() ? Optional.empty() : tokens.find(token.get());
            if (known.isEmpty()) {
                return Decision.UNAUTHENTICATED;
            }
            return known.get().mayRead(database) ? Decision.PERMITTED : Decision.DENIED;
        } catch (IOException e) {
            throw new UncheckedIOException("tokens cannot be read", e);
        }
    }
}
