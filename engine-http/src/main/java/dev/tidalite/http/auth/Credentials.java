package dev.tidalite.http.auth;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Finds the token in what a client sends.
public final class Credentials {
    private Credentials() {}

    /// The token of an `Authorization` header: `Token x`, `Bearer x`, or `Basic` whose password is
    /// the token and whose user is ignored. Schemes are exact; whatever else is no token.
    public static Optional<String> ofHeader(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        int space = header.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String value = header.substring(space + 1);
        return switch (header.substring(0, space)) {
            case "Token", "Bearer" -> Optional.of(value);
            case "Basic" -> ofBasic(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofBasic(String value) {
        try {
            String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
