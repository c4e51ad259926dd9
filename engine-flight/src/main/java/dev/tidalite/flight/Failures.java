package dev.tidalite.flight;

import dev.tidalite.engine.EngineException;
import dev.tidalite.query.QueryException;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// The one table of what failures are over Flight.
final class Failures {
    private static final Logger LOG = System.getLogger(Failures.class.getName());

    /// Longer texts do not fit into the headers that gRPC clients take.
    private static final int MESSAGE_CHARS_MAX = 2_000;

    private Failures() {}

    static FlightRuntimeException of(Throwable failure) {
        String message = cut(Optional.ofNullable(failure.getMessage()).orElse(""));
        return switch (failure) {
            case FlightRuntimeException flight -> flight;
            case QueryException query -> ofQuery(query, message);
            case EngineException.Overloaded _, EngineException.LimitExceeded _ ->
                    as(CallStatus.RESOURCE_EXHAUSTED, message);
            default -> internal(failure);
        };
    }

    private static FlightRuntimeException ofQuery(QueryException e, String message) {
        return switch (e.code()) {
            case INVALID, UNSUPPORTED ->
                    as(CallStatus.INVALID_ARGUMENT, cut("Error while planning query: " + message));
            case NOT_FOUND -> // a table; a missing database is FlightQuery's to find
                    invalid("Error while planning query: Error during planning: " + message);
            case RESOURCE -> as(CallStatus.RESOURCE_EXHAUSTED, message);
            case CANCELLED -> as(CallStatus.CANCELLED, message);
            case TIMEOUT -> as(CallStatus.TIMED_OUT, message);
            case INTERNAL -> internal(e);
        };
    }

    static FlightRuntimeException invalid(String message) {
        return as(CallStatus.INVALID_ARGUMENT, message);
    }

    static FlightRuntimeException invalidTicket() {
        return invalid("Invalid ticket. Error: Invalid ticket");
    }

    static FlightRuntimeException unimplemented(String what) {
        return as(CallStatus.UNIMPLEMENTED, what + " is not supported");
    }

    static FlightRuntimeException as(CallStatus status, String message) {
        return status.withDescription(cut(message)).toRuntimeException();
    }

    private static FlightRuntimeException internal(Throwable e) {
        LOG.log(Level.ERROR, "a call failed", e);
        return as(CallStatus.INTERNAL, "internal error");
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX);
    }
}
