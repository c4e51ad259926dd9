package dev.tidalite.flight;

import java.io.IOException;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Keeps out of the log what gRPC's servlet says, with stack traces, whenever a client goes away
/// before the end of its answer. That is the client's right and no fault.
final class GoneClients {
    /// Held here because a logger that nobody holds forgets its filter.
    private static final List<Logger> LOGGERS =
            List.of(
                    Logger.getLogger("io.grpc.servlet.jakarta.ServletServerStream"),
                    Logger.getLogger("io.grpc.internal.ServerCallImpl"),
                    Logger.getLogger("io.grpc.internal.SerializingExecutor"));

    private GoneClients() {}

    static void keepQuiet() {
        LOGGERS.forEach(logger -> logger.setFilter(GoneClients::isWorthSaying));
    }

    private static boolean isWorthSaying(LogRecord entry) {
        for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || isOfAnAbortedRequest(cause)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the web server refused to go on with a request that it had ended itself.
    private static boolean isOfAnAbortedRequest(Throwable thrown) {
        if (!(thrown instanceof IllegalStateException || thrown instanceof NullPointerException)
                || thrown.getStackTrace().length == 0) {
            return false;
        }
        String thrower = thrown.getStackTrace()[0].getClassName();
        return thrower.startsWith("org.eclipse.jetty.ee10.servlet.");
    }
}
