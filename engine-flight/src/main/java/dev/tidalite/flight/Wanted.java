package dev.tidalite.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.tidalite.query.JsonQuery;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryRequest.Language;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What a ticket asks for. A ticket is one of
///
/// - a JSON object, as InfluxDB's own clients send it,
/// - the protobuf message [ReadInfo], bare or inside an `Any`,
/// - a command of Flight SQL inside an `Any`.
sealed interface Wanted permits FlightQuery, SqlCommand {
    /// What type names begin with that are inside an `Any`.
    String TYPE_PREFIX = "type.googleapis.com/";

    /// @throws org.apache.arrow.flight.FlightRuntimeException if it is none of these
    static Wanted ofTicket(byte[] ticket) {
        if (ticket.length > 0 && ticket[0] == '{') {
            return ofJson(ticket);
        }
        try {
            // A bare ReadInfo reads as an Any whose type is the name of a database.
            Any any = Any.parseFrom(ticket);
            if (!any.getTypeUrl().startsWith(TYPE_PREFIX)) {
                return ReadInfo.decode(ByteString.copyFrom(ticket));
            }
            return any.getTypeUrl().equals(TYPE_PREFIX + ReadInfo.NAME)
                    ? ReadInfo.decode(any.getValue())
                    : SqlCommand.of(any, Optional.empty());
        } catch (InvalidProtocolBufferException e) {
            throw Failures.invalidTicket();
        }
    }

    private static FlightQuery ofJson(byte[] ticket) {
        JsonQuery json;
        try {
            json = JsonQuery.parse(ticket);
        } catch (QueryException e) {
            throw Failures.invalidTicket();
        }
        Map<String, String> texts = json.texts();
        Optional<String> database =
                Stream.of("database", "namespace_name", "bucket", "bucket-name")
                        .map(texts::get)
                        .filter(Objects::nonNull)
                        .findFirst();
        String text = texts.get("sql_query");
        Language language =
                switch (texts.getOrDefault("query_type", "sql")) {
                    case "sql" -> Language.SQL;
                    case "influxql" -> Language.INFLUXQL;
                    default -> null;
                };
        if (database.isEmpty() || text == null || language == null) {
            throw Failures.invalidTicket();
        }
        return new FlightQuery(database.get(), language, text, json.parameters());
    }
}
