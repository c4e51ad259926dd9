package dev.tidalite.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Set;

/// Tells of requests that were refused: who came, what for, and why not; never a token, a query or
/// a body. Goes to the logger `dev.tidalite.audit`, a line each.
final class AuditLog {
    private static final Logger LOG = System.getLogger("dev.tidalite.audit");
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 408, 413, 429, 503);
    private static final int PATH_CHARS_MAX = 200;

    private AuditLog() {}

    static void tell(Exchange exchange, ApiException error) {
        if (REFUSALS.contains(error.status())) {
            LOG.log(
                    Level.WARNING,
                    () ->
                            String.format(
                                    Locale.ROOT,
                                    "refused %s %s from %s: %d %s",
                                    exchange.method(),
                                    printable(exchange.path()),
                                    exchange.address(),
                                    error.status(),
                                    printable(error.getMessage())));
        }
    }

    /// What a client sent may not forge lines of the log.
    private static String printable(String text) {
        String cut = text.substring(0, Math.min(text.length(), PATH_CHARS_MAX));
        return cut.codePoints()
                .map(c -> c >= ' ' && c < 0x7F ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
