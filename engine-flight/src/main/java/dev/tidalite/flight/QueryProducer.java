package dev.tidalite.flight;

import dev.tidalite.engine.EngineException;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Answers native tickets with the batches of their query, as fast as the client takes them.
final class QueryProducer extends NoOpFlightProducer {
    private static final Logger LOG = System.getLogger(QueryProducer.class.getName());
    private static final int MESSAGE_CHARS_MAX = 2_000;

    private final BufferAllocator allocator;
    private final QueryEngine queries;
    private final FlightAccess access;

    QueryProducer(BufferAllocator allocator, QueryEngine queries, FlightAccess access) {
        this.allocator = allocator;
        this.queries = queries;
        this.access = access;
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        try {
            NativeTicket query =
                    NativeTicket.parse(ticket.getBytes())
                            .orElseThrow(() ->
                                    CallStatus.INVALID_ARGUMENT
                                            .withDescription(
                                                    "Invalid ticket. Error: Invalid ticket")
                                            .toRuntimeException());
            require(query.database());
            stream(query, listener);
        } catch (RuntimeException e) {
            listener.error(ofFailure(e));
        }
    }

    private void require(String database) {
        switch (access.toRead(CallHeaders.get("authorization"), database)) {
            case PERMITTED -> {}
            case UNAUTHENTICATED ->
                    throw CallStatus.UNAUTHENTICATED
                            .withDescription("Unauthenticated")
                            .toRuntimeException();
            case DENIED ->
                    throw CallStatus.UNAUTHORIZED
                            .withDescription("Permission denied")
                            .toRuntimeException();
        }
    }

    // NullAway does not read the null in QueryRequest's map from its class file.
    @SuppressWarnings("NullAway")
    private void stream(NativeTicket query, ServerStreamListener listener) {
        QueryRequest request =
                new QueryRequest(
                        query.database(),
                        query.language(),
                        query.text(),
                        query.parameters(),
                        QueryLimits.DEFAULT);
        BackPressure pressure = new BackPressure(listener);
        try (QueryResult result = queries.execute(request);
                VectorSchemaRoot out = VectorSchemaRoot.create(result.schema(), allocator)) {
            listener.start(out);
            VectorLoader loader = new VectorLoader(out);
            for (VectorSchemaRoot batch = result.next(); batch != null; batch = result.next()) {
                if (!pressure.awaitReady()) {
                    result.cancel();
                    return;
                }
                try (ArrowRecordBatch record = new VectorUnloader(batch).getRecordBatch()) {
                    loader.load(record);
                }
                listener.putNext();
            }
            listener.completed();
        }
    }

    /// The one table of what failures are over Flight.
    private static FlightRuntimeException ofFailure(RuntimeException e) {
        String message = Optional.ofNullable(e.getMessage()).orElse("");
        return switch (e) {
            case FlightRuntimeException flight -> flight;
            case QueryException query -> ofQuery(query, message);
            case EngineException.NotFound absent ->
                    CallStatus.NOT_FOUND.withDescription(message).toRuntimeException();
            default -> {
                LOG.log(Level.ERROR, "a query failed", e);
                yield CallStatus.INTERNAL.withDescription("internal error").toRuntimeException();
            }
        };
    }

    private static FlightRuntimeException ofQuery(QueryException e, String message) {
        CallStatus status =
                switch (e.code()) {
                    case INVALID, UNSUPPORTED ->
                            CallStatus.INVALID_ARGUMENT.withDescription(
                                    cut("Error while planning query: " + message));
                    case NOT_FOUND -> CallStatus.NOT_FOUND.withDescription(message);
                    case RESOURCE -> CallStatus.RESOURCE_EXHAUSTED.withDescription(message);
                    case CANCELLED -> CallStatus.CANCELLED.withDescription(message);
                    case TIMEOUT -> CallStatus.TIMED_OUT.withDescription(message);
                    case INTERNAL -> {
                        LOG.log(Level.ERROR, message, e);
                        yield CallStatus.INTERNAL.withDescription("internal error");
                    }
                };
        return status.toRuntimeException();
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX);
    }
}
