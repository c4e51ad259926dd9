package dev.tidalite.flight;

import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryResult;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;

/// Answers native tickets with the batches of their query.
final class QueryProducer extends NoOpFlightProducer {
    private final QueryEngine queries;
    private final FlightAccess access;
    private final FlightLimits limits;
    private final Streams streams;

    QueryProducer(QueryEngine queries, FlightAccess access, FlightLimits limits, Streams streams) {
        this.queries = queries;
        this.access = access;
        this.limits = limits;
        this.streams = streams;
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        NativeTicket query =
                NativeTicket.parse(ticket.getBytes())
                        .orElseThrow(
                                () -> Failures.invalid("Invalid ticket. Error: Invalid ticket"));
        require(query.database());
        streams.start(listener, pressure -> send(query, listener, pressure));
    }

    private void require(String database) {
        switch (access.toRead(CallHeaders.get("authorization"), database)) {
            case PERMITTED -> {}
            case UNAUTHENTICATED ->
                    throw Failures.as(CallStatus.UNAUTHENTICATED, "Unauthenticated");
            case DENIED -> throw Failures.as(CallStatus.UNAUTHORIZED, "Permission denied");
        }
    }

    // NullAway does not read the null in QueryRequest's map from its class file.
    @SuppressWarnings("NullAway")
    private void send(NativeTicket query, ServerStreamListener listener, BackPressure pressure) {
        QueryRequest request =
                new QueryRequest(
                        query.database(),
                        query.language(),
                        query.text(),
                        query.parameters(),
                        limits.query());
        try (QueryResult result = queries.execute(request)) {
            new QueryStream(listener, pressure, limits).send(result);
        }
    }
}
