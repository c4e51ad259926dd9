package dev.tidalite.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;

import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// One call, as lines of text:
///
/// - `as NAME` sends that token (`admin` unless said otherwise, `-` for none), `header NAME: VALUE`
///   a header; Flight SQL names the database `home` unless `header` names one or `no database`
/// - `ticket TEXT` and `hex BYTES` are DoGet with those bytes
/// - `readinfo FIELD=VALUE …` is DoGet with such a message, in an Any behind `any`
/// - `COMMAND {FIELD=VALUE …}` is GetFlightInfo and DoGet of a command of Flight SQL
/// - `schema COMMAND …` is GetSchema, `poll COMMAND …` PollFlightInfo
/// - `prepare SQL` is a prepared statement, `bind NAME=TYPE:VALUE …` its values
/// - `action NAME`, `actions`, `flights`, `put COMMAND …`, `exchange`
///
/// What came is a line per field of the schema, the schema's metadata, and the rows, or the status.
@SuppressWarnings("try") // closing a client may be interrupted
final class FlightScript implements AutoCloseable {
    private final BufferAllocator memory;
    private final FlightClient client;
    private final FlightCallHeaders headers = new FlightCallHeaders();
    private final StringBuilder out = new StringBuilder();
    private String user = "admin";
    private boolean namesDatabase;
    private boolean inAny;

    FlightScript(FlightServer server) {
        memory = server.memory();
        client = server.client(memory);
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        memory.close();
    }

    String run(List<String> lines) {
        List<String> calls = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("as ")) {
                user = line.substring(3);
            } else if (line.startsWith("header ")) {
                String[] header = line.substring(7).split(": ", 2);
                headers.insert(header[0], header[1]);
                namesDatabase = true;
            } else if (line.equals("no database")) {
                namesDatabase = true;
            } else if (line.equals("any")) {
                inAny = true;
            } else {
                calls.add(line);
            }
        }
        if (!user.equals("-")) {
            headers.insert("authorization", "Bearer " + user);
        }
        try {
            call(calls);
        } catch (FlightRuntimeException e) {
            out.append(e.status().code()).append(' ').append(e.status().description());
        } catch (Exception e) {
            throw new IllegalStateException(String.join("\n", lines), e);
        }
        return out.toString();
    }

    private void call(List<String> lines) throws Exception {
        String[] words = lines.getFirst().split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "ticket" -> get(rest.getBytes(StandardCharsets.UTF_8));
            case "hex" -> get(HexFormat.of().parseHex(rest.replace(" ", "")));
            case "readinfo" -> get(readInfo(rest));
            case "prepare" -> prepare(rest, lines.subList(1, lines.size()));
            case "action" -> client.doAction(new Action(rest), options()).forEachRemaining(r -> {});
            case "actions" ->
                    client.listActions(options())
                            .forEach(type -> out.append(type.getType()).append('\n'));
            case "flights" -> client.listFlights(Criteria.ALL, options()).forEach(f -> {});
            case "schema" -> print(client.getSchema(descriptor(rest), options()).getSchema());
            case "poll" -> client.pollInfo(descriptor(rest), options());
            case "put" -> put(descriptor(rest));
            case "exchange" -> {
                try (FlightClient.ExchangeReaderWriter both =
                        client.doExchange(descriptor("CommandGetCatalogs"), options())) {
                    both.getReader().next();
                }
            }
            default -> infoAndGet(descriptor(lines.getFirst()));
        }
    }

    private CallOption options() {
        if (!namesDatabase) {
            headers.insert("database", "home");
            namesDatabase = true;
        }
        return new HeaderCallOption(headers);
    }

    private void infoAndGet(FlightDescriptor descriptor) throws Exception {
        FlightInfo info = client.getInfo(descriptor, options());
        for (FlightEndpoint endpoint : info.getEndpoints()) {
            try (FlightStream stream = client.getStream(endpoint.getTicket(), options())) {
                if (!stream.getSchema().equals(info.getSchemaOptional().orElseThrow())) {
                    out.append("GetFlightInfo says another schema: ")
                            .append(info.getSchemaOptional());
                }
                print(stream);
            }
        }
    }

    private void get(byte[] ticket) throws Exception {
        namesDatabase = true; // tickets hold theirs
        try (FlightStream stream = client.getStream(new Ticket(ticket), options())) {
            print(stream);
        }
    }

    private void prepare(String sql, List<String> more) throws Exception {
        byte[] request =
                Any.pack(ActionCreatePreparedStatementRequest.newBuilder().setQuery(sql).build())
                        .toByteArray();
        Result made =
                client.doAction(
                                new Action(
                                        FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT
                                                .getType(),
                                        request),
                                options())
                        .next();
        ActionCreatePreparedStatementResult result =
                Any.parseFrom(made.getBody()).unpack(ActionCreatePreparedStatementResult.class);
        out.append("takes\n");
        print(schema(result.getParameterSchema()));
        out.append("gives\n");
        print(schema(result.getDatasetSchema()));
        ByteString handle = result.getPreparedStatementHandle();
        for (String line : more) {
            if (line.startsWith("bind ")) {
                handle = bind(handle, line.substring(5).split(" "));
            } else {
                infoAndGet(prepared(handle));
            }
        }
    }

    private static FlightDescriptor prepared(ByteString handle) {
        return FlightDescriptor.command(
                Any.pack(
                                CommandPreparedStatementQuery.newBuilder()
                                        .setPreparedStatementHandle(handle)
                                        .build())
                        .toByteArray());
    }

    private ByteString bind(ByteString handle, String... values) throws Exception {
        List<FieldVector> columns = new ArrayList<>();
        for (String value : values) {
            columns.add(column(value));
        }
        try (VectorSchemaRoot row = new VectorSchemaRoot(columns);
                SyncPutListener answer = new SyncPutListener()) {
            row.setRowCount(1);
            FlightClient.ClientStreamListener put =
                    client.startPut(prepared(handle), row, answer, options());
            put.putNext();
            put.completed();
            put.getResult();
            try (ArrowBuf metadata = answer.read().getApplicationMetadata()) {
                return DoPutPreparedStatementResult.parseFrom(metadata.nioBuffer())
                        .getPreparedStatementHandle();
            }
        }
    }

    /// @param text `name=type:value`
    private FieldVector column(String text) {
        String[] parts = text.split("[=:]", 3);
        String value = parts[2];
        return switch (parts[1]) {
            case "int" -> {
                BigIntVector vector = new BigIntVector(parts[0], memory);
                vector.setSafe(0, Long.parseLong(value));
                yield vector;
            }
            case "float" -> {
                Float8Vector vector = new Float8Vector(parts[0], memory);
                vector.setSafe(0, Double.parseDouble(value));
                yield vector;
            }
            case "bool" -> {
                BitVector vector = new BitVector(parts[0], memory);
                vector.setSafe(0, Boolean.parseBoolean(value) ? 1 : 0);
                yield vector;
            }
            case "ms" -> {
                TimeStampMilliVector vector = new TimeStampMilliVector(parts[0], memory);
                vector.setSafe(0, Long.parseLong(value));
                yield vector;
            }
            default -> {
                VarCharVector vector = new VarCharVector(parts[0], memory);
                vector.setSafe(0, new Text(value));
                yield vector;
            }
        };
    }

    private void put(FlightDescriptor descriptor) throws Exception {
        try (VectorSchemaRoot row = new VectorSchemaRoot(List.of(column("a=int:1")));
                SyncPutListener answer = new SyncPutListener()) {
            row.setRowCount(1);
            FlightClient.ClientStreamListener put =
                    client.startPut(descriptor, row, answer, options());
            put.putNext();
            put.completed();
            put.getResult();
        }
    }

    /// A command by its name and its fields; a repeated field may be given several times.
    private static FlightDescriptor descriptor(String text) {
        String[] words = text.split(" (?=[a-z_]+=)");
        Message.Builder message = builder(words[0].strip());
        for (int word = 1; word < words.length; word++) {
            String[] parts = words[word].split("=", 2);
            var field = message.getDescriptorForType().findFieldByName(parts[0]);
            Object value =
                    switch (field.getJavaType()) {
                        case BOOLEAN -> (Object) Boolean.valueOf(parts[1]);
                        case INT -> (Object) Integer.valueOf(parts[1]);
                        case BYTE_STRING -> ByteString.copyFromUtf8(parts[1]);
                        default -> parts[1];
                    };
            if (field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else {
                message.setField(field, value);
            }
        }
        return FlightDescriptor.command(Any.pack(message.build()).toByteArray());
    }

    private static Message.Builder builder(String name) {
        try {
            Class<?> type = Class.forName(FlightSql.class.getName() + "$" + name);
            return (Message.Builder) type.getMethod("newBuilder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /// The message by its fields' numbers, written independently of what reads it.
    private byte[] readInfo(String fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        for (String field : fields.split(" (?=[a-z0-9_]+=)")) {
            String[] parts = field.split("=", 2);
            switch (parts[0]) {
                case "database" -> message.writeString(1, parts[1]);
                case "query" -> message.writeString(2, parts[1]);
                case "type" -> message.writeEnum(3, Integer.parseInt(parts[1]));
                case "command" -> message.writeByteArray(4, descriptor(parts[1]).getCommand());
                case "debug" -> message.writeBool(5, Boolean.parseBoolean(parts[1]));
                default -> {
                    ByteArrayOutputStream parameter = new ByteArrayOutputStream();
                    CodedOutputStream inner = CodedOutputStream.newInstance(parameter);
                    String[] typed = parts[1].split(":", 2);
                    inner.writeString(1, parts[0]);
                    switch (typed[0]) {
                        case "null" -> inner.writeEnum(2, 0);
                        case "bool" -> inner.writeBool(3, Boolean.parseBoolean(typed[1]));
                        case "float" -> inner.writeDouble(4, Double.parseDouble(typed[1]));
                        case "int" -> inner.writeInt64(5, Long.parseLong(typed[1]));
                        case "uint" -> inner.writeUInt64(6, Long.parseUnsignedLong(typed[1]));
                        default -> inner.writeString(7, typed[1]);
                    }
                    inner.flush();
                    message.writeByteArray(6, parameter.toByteArray());
                }
            }
        }
        message.flush();
        if (!inAny) {
            return bytes.toByteArray();
        }
        return Any.newBuilder()
                .setTypeUrl("type.googleapis.com/influxdata.iox.querier.v1.ReadInfo")
                .setValue(ByteString.copyFrom(bytes.toByteArray()))
                .build()
                .toByteArray();
    }

    private void print(FlightStream stream) throws IOException {
        print(stream.getSchema());
        while (stream.next()) {
            VectorSchemaRoot batch = stream.getRoot();
            for (int row = 0; row < batch.getRowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (FieldVector column : batch.getFieldVectors()) {
                    Object value = column.getObject(row);
                    values.add(
                            value instanceof byte[] bytes
                                    ? schema(ByteString.copyFrom(bytes)).getFields().toString()
                                    : String.valueOf(value));
                }
                out.append(String.join(" | ", values)).append('\n');
            }
        }
    }

    private void print(Schema schema) {
        for (Field field : schema.getFields()) {
            out.append(field.getName()).append(": ").append(field.getType());
            out.append(field.isNullable() ? "" : " not null");
            if (!field.getMetadata().isEmpty()) {
                out.append(' ').append(field.getMetadata());
            }
            out.append('\n');
        }
        if (!schema.getCustomMetadata().isEmpty()) {
            out.append(schema.getCustomMetadata()).append('\n');
        }
    }

    private static Schema schema(ByteString bytes) throws IOException {
        return MessageSerializer.deserializeSchema(
                new ReadChannel(
                        Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()))));
    }
}
