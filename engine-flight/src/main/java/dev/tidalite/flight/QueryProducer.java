package dev.tidalite.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryResult;

import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PollInfo;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

import java.util.List;
import java.util.Optional;

/// What each call of Flight does: queries by tickets, and Flight SQL as far as it reads.
///
/// Whoever calls must be allowed to read the database that the call is for. Every failure becomes a
/// status by [Failures].
final class QueryProducer implements FlightProducer {
    private static final ActionType PREPARE = FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT;
    private static final ActionType CLOSE = FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT;

    private final BufferAllocator allocator;
    private final QueryEngine queries;
    private final FlightAccess access;
    private final FlightLimits limits;
    private final Streams streams;
    private final PreparedStatements prepared;
    private final SqlCatalog catalog;
    private final SqlFacts facts;

    /// @param allocator for small answers; owned by the caller
    /// @param version of the program
    QueryProducer(
            BufferAllocator allocator,
            QueryEngine queries,
            FlightAccess access,
            FlightLimits limits,
            Streams streams,
            String version) {
        this.allocator = allocator;
        this.queries = queries;
        this.access = access;
        this.limits = limits;
        this.streams = streams;
        this.prepared = new PreparedStatements(queries, limits.query());
        this.catalog = new SqlCatalog(queries, limits.query());
        this.facts = new SqlFacts(version);
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        try {
            switch (Wanted.ofTicket(ticket.getBytes())) {
                case FlightQuery query -> {
                    require(query.database());
                    start(query, listener);
                }
                case SqlCommand command -> start(command, listener);
            }
        } catch (RuntimeException e) {
            listener.error(Failures.of(e));
        }
    }

    private void start(FlightQuery query, ServerStreamListener listener) {
        streams.start(
                listener,
                pressure -> {
                    try (QueryResult result = query.run(queries, limits.query())) {
                        streams.of(listener, pressure).send(result);
                    }
                });
    }

    private void start(SqlCommand command, ServerStreamListener listener) {
        if (command.message() instanceof CommandPreparedStatementQuery statement) {
            start(query(statement), listener);
            return;
        }
        String database = database(command);
        switch (command.message()) {
            case CommandStatementQuery statement -> start(query(statement, database), listener);
            case CommandGetSqlInfo info -> facts.send(info.getInfoList(), listener);
            case Message other -> {
                Schema schema = SqlCatalog.schema(other);
                streams.start(
                        listener,
                        pressure -> {
                            try (VectorSchemaRoot rows =
                                    RowsRoot.of(schema, catalog.rows(other, database), allocator)) {
                                streams.of(listener, pressure).send(rows, allocator);
                            }
                        });
            }
        }
    }

    @Override
    public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
        return orFailure(() -> {
            FlightEndpoint here = new FlightEndpoint(new Ticket(descriptor.getCommand()));
            return FlightInfo.builder(schema(descriptor), descriptor, List.of(here)).build();
        });
    }

    @Override
    public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
        return orFailure(() -> new SchemaResult(schema(descriptor)));
    }

    private Schema schema(FlightDescriptor descriptor) {
        SqlCommand command = command(descriptor);
        if (command.message() instanceof CommandPreparedStatementQuery statement) {
            return prepared.schema(query(statement));
        }
        String database = database(command);
        return switch (command.message()) {
            case CommandStatementQuery statement -> prepared.schema(query(statement, database));
            case CommandGetSqlInfo _ -> Schemas.GET_SQL_INFO_SCHEMA;
            case Message other -> SqlCatalog.schema(other);
        };
    }

    private static SqlCommand command(FlightDescriptor descriptor) {
        if (!descriptor.isCommand()) {
            throw Failures.invalid("a descriptor must hold a command of Flight SQL");
        }
        try {
            return SqlCommand.of(Any.parseFrom(descriptor.getCommand()), Optional.empty());
        } catch (InvalidProtocolBufferException e) {
            throw Failures.invalid("malformed command: " + e.getMessage());
        }
    }

    /// The database of a command, which the caller may read.
    private String database(SqlCommand command) {
        String database = command.database().orElseGet(CallHeaders::database);
        require(database);
        return database;
    }

    private static FlightQuery query(CommandStatementQuery statement, String database) {
        if (statement.hasTransactionId()) {
            throw Failures.unimplemented("a transaction");
        }
        return FlightQuery.sql(database, statement.getQuery());
    }

    /// The query of a handle, which names its database itself.
    private FlightQuery query(CommandPreparedStatementQuery statement) {
        FlightQuery query = PreparedStatements.query(statement.getPreparedStatementHandle());
        require(query.database());
        return query;
    }

    @Override
    public void listActions(CallContext context, StreamListener<ActionType> listener) {
        listener.onNext(PREPARE);
        listener.onNext(CLOSE);
        listener.onCompleted();
    }

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        try {
            if (action.getType().equals(PREPARE.getType())) {
                listener.onNext(
                        prepare(unpack(action, ActionCreatePreparedStatementRequest.class)));
            } else if (action.getType().equals(CLOSE.getType())) {
                unpack(action, ActionClosePreparedStatementRequest.class); // and nothing to close
            } else {
                throw Failures.unimplemented("the action " + action.getType());
            }
            listener.onCompleted();
        } catch (RuntimeException e) {
            listener.onError(Failures.of(e));
        }
    }

    private Result prepare(ActionCreatePreparedStatementRequest request) {
        if (request.hasTransactionId()) {
            throw Failures.unimplemented("a transaction");
        }
        String database = CallHeaders.database();
        require(database);
        FlightQuery query = FlightQuery.sql(database, request.getQuery());
        return new Result(Any.pack(prepared.prepare(query)).toByteArray());
    }

    /// Takes the values for a prepared statement, and nothing else.
    @Override
    public Runnable acceptPut(
            CallContext context, FlightStream values, StreamListener<PutResult> acknowledgements) {
        return () -> {
            try {
                bind(values, acknowledgements);
                acknowledgements.onCompleted();
            } catch (RuntimeException e) {
                acknowledgements.onError(Failures.of(e));
            }
        };
    }

    private void bind(FlightStream values, StreamListener<PutResult> acknowledgements) {
        // The schema first: who asks for the descriptor of a call that is cut waits for ever. Not
        // the rows yet, because a client that updates sends none and waits for the answer.
        values.getRoot();
        SqlCommand command = command(values.getDescriptor());
        if (!(command.message() instanceof CommandPreparedStatementQuery statement)) {
            throw Failures.unimplemented("putting data");
        }
        ByteString handle = prepared.bind(query(statement), values);
        byte[] answer =
                DoPutPreparedStatementResult.newBuilder()
                        .setPreparedStatementHandle(handle)
                        .build()
                        .toByteArray();
        try (ArrowBuf metadata = allocator.buffer(answer.length)) {
            metadata.writeBytes(answer);
            acknowledgements.onNext(PutResult.metadata(metadata));
        }
    }

    @Override
    public PollInfo pollFlightInfo(CallContext context, FlightDescriptor descriptor) {
        throw Failures.unimplemented("PollFlightInfo");
    }

    @Override
    public void doExchange(
            CallContext context, FlightStream reader, ServerStreamListener listener) {
        listener.error(Failures.unimplemented("DoExchange"));
    }

    @Override
    public void listFlights(
            CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
        listener.onError(Failures.unimplemented("ListFlights"));
    }

    private void require(String database) {
        switch (access.toRead(CallHeaders.authorization(), database)) {
            case PERMITTED -> {}
            case UNAUTHENTICATED ->
                    throw Failures.as(CallStatus.UNAUTHENTICATED, "Unauthenticated");
            case DENIED -> throw Failures.as(CallStatus.UNAUTHORIZED, "Permission denied");
        }
    }

    private static <T extends Message> T unpack(Action action, Class<T> type) {
        try {
            return Any.parseFrom(action.getBody()).unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw Failures.invalid("malformed " + action.getType() + ": " + e.getMessage());
        }
    }

    /// Answers a call that has one answer.
    @FunctionalInterface
    private interface Answer<T> {
        T get();
    }

    private static <T> T orFailure(Answer<T> answer) throws FlightRuntimeException {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }
}
