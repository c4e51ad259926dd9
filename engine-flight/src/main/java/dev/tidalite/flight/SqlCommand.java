package dev.tidalite.flight;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCatalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTableTypes;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A command of Flight SQL that gives rows. Its ticket is the command itself.
///
/// @param message one of those that are answered
/// @param database that came with the command; else the headers of the call name it
record SqlCommand(Message message, Optional<String> database) implements Wanted {
    private static final Map<String, Message> ANSWERED =
            Stream.of(
                            CommandStatementQuery.getDefaultInstance(),
                            CommandPreparedStatementQuery.getDefaultInstance(),
                            CommandGetCatalogs.getDefaultInstance(),
                            CommandGetDbSchemas.getDefaultInstance(),
                            CommandGetTables.getDefaultInstance(),
                            CommandGetTableTypes.getDefaultInstance(),
                            CommandGetSqlInfo.getDefaultInstance(),
                            CommandGetXdbcTypeInfo.getDefaultInstance(),
                            CommandGetPrimaryKeys.getDefaultInstance(),
                            CommandGetExportedKeys.getDefaultInstance(),
                            CommandGetImportedKeys.getDefaultInstance(),
                            CommandGetCrossReference.getDefaultInstance())
                    .collect(
                            Collectors.toMap(
                                    m -> m.getDescriptorForType().getFullName(),
                                    Function.identity()));

    /// @throws org.apache.arrow.flight.FlightRuntimeException if it is no command, or one that is
    ///     not answered
    static SqlCommand of(Any any, Optional<String> database) {
        String name = name(any);
        Message type = ANSWERED.get(name);
        if (type == null) {
            throw isOfFlightSql(name)
                    ? Failures.unimplemented(name.substring(name.lastIndexOf('.') + 1))
                    : Failures.invalidTicket();
        }
        try {
            return new SqlCommand(type.getParserForType().parseFrom(any.getValue()), database);
        } catch (InvalidProtocolBufferException e) {
            throw Failures.invalid("malformed " + name + ": " + e.getMessage());
        }
    }

    /// The name of the message inside.
    static String name(Any any) {
        return any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
    }

    private static boolean isOfFlightSql(String name) {
        return FlightSql.getDescriptor().getMessageTypes().stream()
                .anyMatch(type -> type.getFullName().equals(name));
    }
}
