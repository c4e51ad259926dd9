package dev.tidalite.http;

import dev.tidalite.http.auth.Credentials;
import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/// Lets a request in, or not.
final class Access {
    private final @Nullable TokenStore tokens;

    /// @param tokens null if everybody may do everything
    Access(@Nullable TokenStore tokens) {
        this.tokens = tokens;
    }

    void toWrite(Exchange exchange, String database) {
        require(permissions(ofHeader(exchange)).mayWrite(database));
    }

    /// @param password what v1 sends as the parameter `p`; counts where there is no header
    void toWrite(Exchange exchange, String database, Optional<String> password) {
        require(permissions(ofHeader(exchange).or(() -> password)).mayWrite(database));
    }

    void toRead(Exchange exchange, String database) {
        require(permissions(exchange).mayRead(database));
    }

    void toAdminister(Exchange exchange) {
        require(permissions(exchange).isAdmin());
    }

    /// @throws ApiException 401 without a token that is known
    Permissions permissions(Exchange exchange) {
        return permissions(ofHeader(exchange));
    }

    /// @param password what v1 sends as the parameter `p`; for queries it beats the header
    /// @throws ApiException 401 without a token that is known
    Permissions permissions(Exchange exchange, Optional<String> password) {
        return permissions(password.or(() -> ofHeader(exchange)));
    }

    private static Optional<String> ofHeader(Exchange exchange) {
        return Credentials.ofHeader(exchange.header("Authorization").orElse(null));
    }

    private Permissions permissions(Optional<String> token) {
        if (tokens == null) {
            return Permissions.ADMIN;
        }
        try {
            Optional<Permissions> known =
                    token.isEmpty() ? Optional.empty() : tokens.find(token.get());
            return known.orElseThrow(() -> ApiException.of(401, "unauthorized access"));
        } catch (IOException e) {
            throw ApiException.of(503, "tokens cannot be read");
        }
    }

    /// @throws ApiException 403
    static void require(boolean permitted) {
        if (!permitted) {
            throw ApiException.of(403, "forbidden");
        }
    }
}
