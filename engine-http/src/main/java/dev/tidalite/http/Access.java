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

    void toWrite(Exchange exchange, String database, Optional<String> password) {
        require(permissions(exchange, password).mayWrite(database));
    }

    void toRead(Exchange exchange, String database, Optional<String> password) {
        require(permissions(exchange, password).mayRead(database));
    }

    void toAdminister(Exchange exchange) {
        require(permissions(exchange, Optional.empty()).isAdmin());
    }

    /// @param password what v1 sends as the parameter `p`, where there is no header
    /// @throws ApiException 401 without a token that is known
    Permissions permissions(Exchange exchange, Optional<String> password) {
        if (tokens == null) {
            return Permissions.ADMIN;
        }
        Optional<String> token =
                Credentials.ofHeader(exchange.header("Authorization").orElse(null))
                        .or(() -> password);
        try {
            Optional<Permissions> known =
                    token.isEmpty() ? Optional.empty() : tokens.find(token.get());
            return known.orElseThrow(() -> ApiException.of(401, "unauthorized access"));
        } catch (IOException e) {
            throw ApiException.of(503, "tokens cannot be read");
        }
    }

    private static void require(boolean permitted) {
        if (!permitted) {
            throw ApiException.of(403, "forbidden");
        }
    }
}
