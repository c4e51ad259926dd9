package dev.tidalite.flight;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;

import dev.tidalite.query.QueryLimits;
import dev.tidalite.testkit.Seeds;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;

import org.apache.arrow.flight.impl.Flight.Action;
import org.apache.arrow.flight.impl.Flight.FlightData;
import org.apache.arrow.flight.impl.Flight.FlightDescriptor;
import org.apache.arrow.flight.impl.Flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Requests that were valid once, and frames that never were: every one is answered with a status
/// that blames the request, and none leaves a thread, an answer or memory behind.
@Timeout(300)
class MutationTest {
    private static final int ROUNDS = Seeds.nightly() ? 20_000 : 1_000;
    private static final long MEMORY_BYTES_MAX = 64L << 20;

    /// What a request may be told. INTERNAL and UNKNOWN would be faults of ours.
    private static final Set<Status.Code> BLAMELESS =
            Set.of(
                    Status.Code.OK,
                    Status.Code.INVALID_ARGUMENT,
                    Status.Code.NOT_FOUND,
                    Status.Code.UNIMPLEMENTED,
                    Status.Code.RESOURCE_EXHAUSTED,
                    Status.Code.DEADLINE_EXCEEDED,
                    Status.Code.PERMISSION_DENIED,
                    Status.Code.UNAUTHENTICATED);

    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };

    @TempDir static Path folder = Path.of("");
    private static FlightServer server;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        QueryLimits query =
                QueryLimits.DEFAULT
                        .withTimeout(Duration.ofSeconds(20))
                        .withMemoryBytesMax(64L << 20)
                        .withResultRowsMax(100_000);
        FlightLimits limits =
                new FlightLimits(64 * 1024, 64 * 1024, 64, query, FlightLimits.DEFAULT.silence());
        server = new FlightServer(folder, limits);
        server.write("home", "home,room=a temp=1,n=2i 1\nhome,room=b temp=2,n=3i 2");
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    }

    @AfterAll
    static void stop() throws Exception {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        server.close();
    }

    private static byte[] ticket(byte[] bytes) {
        return Ticket.newBuilder().setTicket(ByteString.copyFrom(bytes)).build().toByteArray();
    }

    private static byte[] descriptor(Any command) {
        return FlightDescriptor.newBuilder()
                .setType(FlightDescriptor.DescriptorType.CMD)
                .setCmd(command.toByteString())
                .build()
                .toByteArray();
    }

    /// The first part of an upload of parameters: where they belong, and a schema.
    private static byte[] upload(FlightQuery query) {
        Any command =
                Any.pack(
                        CommandPreparedStatementQuery.newBuilder()
                                .setPreparedStatementHandle(ReadInfo.encode(query))
                                .build());
        Schema schema = new Schema(List.of(Field.nullable("a", new ArrowType.Utf8())));
        ByteBuffer header = MessageSerializer.serializeMetadata(schema, IpcOption.DEFAULT);
        return FlightData.newBuilder()
                .setFlightDescriptor(
                        FlightDescriptor.newBuilder()
                                .setType(FlightDescriptor.DescriptorType.CMD)
                                .setCmd(command.toByteString()))
                .setDataHeader(ByteString.copyFrom(header))
                .build()
                .toByteArray();
    }

    /// A method and a request that it answers.
    private record Valid(String method, byte[] request) {}

    private static List<Valid> valid() {
        String sql = "SELECT room, max(temp) FROM home WHERE n > 1 GROUP BY room ORDER BY room";
        Any statement = Any.pack(CommandStatementQuery.newBuilder().setQuery(sql).build());
        Any tables = Any.pack(CommandGetTables.newBuilder().setIncludeSchema(true).build());
        Any prepare =
                Any.pack(
                        ActionCreatePreparedStatementRequest.newBuilder()
                                .setQuery("SELECT room FROM home WHERE temp > $t")
                                .build());
        FlightQuery query = FlightQuery.sql("home", "SELECT $a AS a, $b AS b, $c AS c FROM home");
        query = query.with(Map.of("a", 1L, "b", "x", "c", 2.5));
        String json =
                "{\"database\":\"home\",\"sql_query\":\""
                        + sql
                        + "\",\"query_type\":\"sql\","
                        + "\"params\":{\"a\":1,\"b\":true}}";
        String influxql =
                "{\"database\":\"home\",\"query_type\":\"influxql\",\"sql_query\":\"SELECT"
                        + " mean(temp) FROM home WHERE time > 0 GROUP BY room LIMIT 5\"}";
        return List.of(
                new Valid("DoGet", ticket(json.getBytes(StandardCharsets.UTF_8))),
                new Valid("DoGet", ticket(influxql.getBytes(StandardCharsets.UTF_8))),
                new Valid("DoGet", ticket(ReadInfo.encode(query).toByteArray())),
                new Valid("DoGet", ticket(statement.toByteArray())),
                new Valid("DoGet", ticket(tables.toByteArray())),
                new Valid("GetFlightInfo", descriptor(statement)),
                new Valid("GetSchema", descriptor(statement)),
                new Valid("DoPut", upload(query)),
                new Valid(
                        "DoAction",
                        Action.newBuilder()
                                .setType("CreatePreparedStatement")
                                .setBody(prepare.toByteString())
                                .build()
                                .toByteArray()));
    }

    /// Flips, cuts, repeats and inserts bytes.
    private static byte[] mutate(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        for (int change = random.nextInt(1, 4); change > 0 && changed.length > 0; change--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(5)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                case 2 -> changed = Arrays.copyOf(changed, at);
                case 3 -> {
                    byte[] longer = Arrays.copyOf(changed, changed.length + 1);
                    System.arraycopy(changed, at, longer, at + 1, changed.length - at);
                    longer[at] = (byte) random.nextInt(256);
                    changed = longer;
                }
                default -> {
                    int from = random.nextInt(changed.length);
                    int length = Math.min(random.nextInt(8), changed.length - Math.max(at, from));
                    System.arraycopy(changed, from, changed, at, length);
                }
            }
        }
        return changed;
    }

    private static Status call(String method, byte[] request) {
        MethodDescriptor<byte[], byte[]> descriptor =
                MethodDescriptor.newBuilder(BYTES, BYTES)
                        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                        .setFullMethodName(FlightAdapter.SERVICE + "/" + method)
                        .build();
        ClientCall<byte[], byte[]> call = channel.newCall(descriptor, CallOptions.DEFAULT);
        CompletableFuture<Status> end = new CompletableFuture<>();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer admin");
        headers.put(Metadata.Key.of("database", Metadata.ASCII_STRING_MARSHALLER), "home");
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                headers);
        call.request(Integer.MAX_VALUE);
        call.sendMessage(request);
        call.halfClose();
        return end.join();
    }

    @Test
    void validRequestsAreAnswered() {
        List<Valid> all = valid();
        for (Valid request : all) {
            Status status = call(request.method, request.request);
            assertThat(status.isOk()).as(request.method + ": " + status).isTrue();
        }
    }

    /// Windows of a minute since 1970: more rows than the query may hold.
    @Test
    void whatTakesTooMuchMemoryIsRefused() {
        String json =
                "{\"database\":\"home\",\"query_type\":\"influxql\",\"sql_query\":\"SELECT"
                        + " mean(temp) FROM home WHERE time > 0 GROUP BY time(1m) fill(0)\"}";
        Status status = call("DoGet", ticket(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(status.getCode())
                .as(status.toString())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void mutatedRequestsAreBlamed() throws InterruptedException {
        List<Valid> all = valid();
        all.forEach(request -> call(request.method, request.request));
        long before = usedBytes();
        Seeds.forEach(
                ROUNDS,
                random -> {
                    Valid request = all.get(random.nextInt(all.size()));
                    byte[] mutated = mutate(request.request, random);
                    Status status = call(request.method, mutated);
                    assertThat(BLAMELESS.contains(status.getCode()))
                            .as(
                                    request.method
                                            + " of "
                                            + new String(mutated, StandardCharsets.ISO_8859_1)
                                            + ": "
                                            + status)
                            .isTrue();
                });
        awaitIdleThreads();
        assertThat(usedBytes() - before).as("bytes kept").isLessThan(MEMORY_BYTES_MAX);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// Frames over HTTP/2 whose gRPC prefix lies, that are cut, or whose stream is reset.
    @Test
    void rawFramesLeaveNothingBehind() throws Exception {
        byte[] good =
                ticket(
                        "{\"database\":\"home\",\"sql_query\":\"SELECT 1\"}"
                                .getBytes(StandardCharsets.UTF_8));
        HTTP2Client client = new HTTP2Client();
        client.start();
        try {
            Seeds.forEach(
                    ROUNDS / 5,
                    random -> {
                        Session session =
                                client.connect(
                                                new InetSocketAddress(
                                                        InetAddress.getLoopbackAddress(),
                                                        server.port()),
                                                new Session.Listener() {})
                                        .get(10, TimeUnit.SECONDS);
                        for (int stream = random.nextInt(1, 6); stream > 0; stream--) {
                            send(session, good, random);
                        }
                        if (random.nextBoolean()) {
                            session.close(0, "", Callback.NOOP);
                        } else {
                            ((HTTP2Session) session).getEndPoint().close();
                        }
                    });
        } finally {
            client.stop();
        }
        assertThat(call("DoGet", good).isOk()).isTrue();
        awaitIdleThreads();
    }

    /// Waits until every thread of the server waits for work.
    private static void awaitIdleThreads() throws InterruptedException {
        while (Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("tidalite-flight-"))
                .anyMatch(thread ->
                        Arrays.stream(thread.getValue())
                                .noneMatch(frame -> frame.getMethodName().equals("getTask")))) {
            Thread.sleep(5);
        }
    }

    private static void send(Session session, byte[] good, SplittableRandom random)
            throws Exception {
        String[] methods = {"DoGet", "DoPut", "DoExchange", "Handshake", "DoAction", "Nix", ""};
        String method = methods[random.nextInt(methods.length)];
        HttpFields.Mutable fields =
                HttpFields.build()
                        .put("content-type", "application/grpc")
                        .put("te", "trailers")
                        .put("authorization", random.nextBoolean() ? "Bearer admin" : "Basic !!");
        if (random.nextInt(4) == 0) {
            fields.put(
                    "grpc-timeout",
                    new String[] {"1n", "x", "", "99999999999H", "5m"}[random.nextInt(5)]);
        }
        if (random.nextInt(4) == 0) {
            fields.put("auth-token-bin", new String[] {"", "!", "AAAA", "A"}[random.nextInt(4)]);
        }
        if (random.nextInt(4) == 0) {
            fields.put(
                    "grpc-encoding", new String[] {"gzip", "identity", "nix"}[random.nextInt(3)]);
        }
        MetaData.Request request =
                new MetaData.Request(
                        "POST",
                        HttpURI.from(
                                "http://127.0.0.1:"
                                        + server.port()
                                        + "/"
                                        + FlightAdapter.SERVICE
                                        + "/"
                                        + method),
                        HttpVersion.HTTP_2,
                        fields);
        boolean endsAtOnce = random.nextInt(10) == 0;
        Promise.Completable<Stream> opened = new Promise.Completable<>();
        session.newStream(
                new HeadersFrame(request, null, endsAtOnce), opened, new Stream.Listener() {});
        Stream stream = opened.get(10, TimeUnit.SECONDS);
        if (endsAtOnce) {
            return;
        }
        byte[] frame = frame(good, random);
        boolean last = random.nextBoolean();
        Callback.Completable sent = new Callback.Completable();
        stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(frame), last), sent);
        // The server may have closed the stream by now.
        sent.handle((ok, failure) -> failure == null).get(10, TimeUnit.SECONDS);
        if (!last && random.nextBoolean()) {
            stream.reset(new ResetFrame(stream.getId(), random.nextInt(14)), Callback.NOOP);
        }
    }

    /// A prefix (compressed or not, length) and a message, which may not belong together.
    private static byte[] frame(byte[] good, SplittableRandom random) {
        byte[] message = random.nextBoolean() ? good : mutate(good, random);
        int length =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt();
                    case 1 -> random.nextInt(2 * message.length + 1);
                    default -> message.length;
                };
        ByteBuffer frame = ByteBuffer.allocate(5 + message.length);
        frame.put((byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0));
        frame.putInt(length).put(message);
        return Arrays.copyOf(
                frame.array(),
                random.nextInt(3) == 0 ? random.nextInt(frame.capacity() + 1) : frame.capacity());
    }
}
