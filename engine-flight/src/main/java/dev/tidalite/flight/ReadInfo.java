package dev.tidalite.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;

import dev.tidalite.query.QueryRequest.Language;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The protobuf message `influxdata.iox.querier.v1.ReadInfo`, by hand: its generated classes are in
/// no library.
///
/// ```
/// 1 database, 2 sql_query: string
/// 3 query_type: 0 or 1 SQL, 2 InfluxQL, 3 a command of Flight SQL
/// 4 flightsql_command: bytes
/// 5 is_debug: bool
/// 6 params: repeated { 1 name: string; 2 null: enum | 3 boolean: bool | 4 float64: double
///                      | 5 int64: int64 | 6 uint64: uint64 | 7 string: string }
/// ```
///
/// Fields 1 to 6 are those of the published definition; the numbers within `params` could not be
/// compared with it. Clients send JSON.
///
/// Also the handle of a prepared statement, which so holds all there is to know of it.
final class ReadInfo {
    static final String NAME = "influxdata.iox.querier.v1.ReadInfo";

    private static final int DATABASE = 1;
    private static final int QUERY = 2;
    private static final int TYPE = 3;
    private static final int COMMAND = 4;
    private static final int PARAMETERS = 6;

    private static final int TYPE_INFLUXQL = 2;
    private static final int TYPE_COMMAND = 3;

    private static final int PARAMETER_NAME = 1;
    private static final int PARAMETER_NULL = 2;
    private static final int PARAMETER_BOOLEAN = 3;
    private static final int PARAMETER_DOUBLE = 4;
    private static final int PARAMETER_LONG = 5;
    private static final int PARAMETER_UNSIGNED = 6;
    private static final int PARAMETER_STRING = 7;

    private static final int VARINT = WireFormat.WIRETYPE_VARINT;
    private static final int EIGHT_BYTES = WireFormat.WIRETYPE_FIXED64;
    private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private ReadInfo() {}

    /// @throws InvalidProtocolBufferException if it is no such message
    /// @throws org.apache.arrow.flight.FlightRuntimeException if it asks for nothing
    static Wanted decode(ByteString bytes) throws InvalidProtocolBufferException {
        String database = "";
        String query = "";
        int type = 0;
        ByteString command = ByteString.EMPTY;
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        CodedInputStream in = bytes.newCodedInput();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case DATABASE << 3 | BYTES -> database = in.readStringRequireUtf8();
                    case QUERY << 3 | BYTES -> query = in.readStringRequireUtf8();
                    case TYPE << 3 | VARINT -> type = in.readEnum();
                    case COMMAND << 3 | BYTES -> command = in.readBytes();
                    case PARAMETERS << 3 | BYTES -> readParameter(in.readBytes(), parameters);
                    default -> skip(in, tag);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
        if (database.isEmpty() || type < 0 || type > TYPE_COMMAND) {
            throw Failures.invalidTicket();
        }
        if (type == TYPE_COMMAND) {
            return SqlCommand.of(Any.parseFrom(command), Optional.of(database));
        }
        Language language = type == TYPE_INFLUXQL ? Language.INFLUXQL : Language.SQL;
        return new FlightQuery(database, language, query, parameters);
    }

    private static void readParameter(ByteString bytes, Map<String, @Nullable Object> parameters)
            throws IOException {
        String name = "";
        Object value = null;
        CodedInputStream in = bytes.newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case PARAMETER_NAME << 3 | BYTES -> name = in.readStringRequireUtf8();
                case PARAMETER_BOOLEAN << 3 | VARINT -> value = in.readBool();
                case PARAMETER_DOUBLE << 3 | EIGHT_BYTES -> value = in.readDouble();
                case PARAMETER_LONG << 3 | VARINT -> value = in.readInt64();
                case PARAMETER_UNSIGNED << 3 | VARINT -> value = signed(in.readUInt64());
                case PARAMETER_STRING << 3 | BYTES -> value = in.readStringRequireUtf8();
                default -> skip(in, tag); // null among them
            }
        }
        parameters.put(name, value);
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
    }

    private static long signed(long unsigned) {
        if (unsigned < 0) {
            throw Failures.invalid(
                    "a parameter is larger than 2^63 - 1: " + Long.toUnsignedString(unsigned));
        }
        return unsigned;
    }

    /// What [#decode] gives the query back from.
    static ByteString encode(FlightQuery query) {
        return message(out -> {
            out.writeString(DATABASE, query.database());
            out.writeString(QUERY, query.text());
            if (query.language() == Language.INFLUXQL) {
                out.writeEnum(TYPE, TYPE_INFLUXQL);
            }
            for (Map.Entry<String, @Nullable Object> entry : query.parameters().entrySet()) {
                out.writeBytes(PARAMETERS, parameter(entry.getKey(), entry.getValue()));
            }
        });
    }

    private static ByteString parameter(String name, @Nullable Object value) {
        return message(out -> {
            out.writeString(PARAMETER_NAME, name);
            switch (value) {
                case null -> out.writeEnum(PARAMETER_NULL, 0);
                case Boolean truth -> out.writeBool(PARAMETER_BOOLEAN, truth);
                case Double number -> out.writeDouble(PARAMETER_DOUBLE, number);
                case Long number -> out.writeInt64(PARAMETER_LONG, number);
                case String text -> out.writeString(PARAMETER_STRING, text);
                default -> throw new IllegalArgumentException(name + " = " + value);
            }
        });
    }

    /// Writes the fields of a message.
    @FunctionalInterface
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static ByteString message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
