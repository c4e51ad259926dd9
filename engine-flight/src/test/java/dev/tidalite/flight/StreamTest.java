package dev.tidalite.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.query.QueryLimits;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.auth2.BasicAuthCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How answers travel: in small messages, as fast as they are read, and not at all when nobody
/// wants them any more. Closing the server checks that no memory is left behind.
@Timeout(120)
@SuppressWarnings("try") // closing a client may be interrupted
class StreamTest {
    private static final String MANY = "SELECT * FROM many";

    /// Pairs of rows, counted one by one: computes for long and gives a single row.
    private static final String LONG = "SELECT count(*) FROM many a, many b WHERE a.v < b.v * 2";

    @TempDir Path folder = Path.of("");
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private FlightServer server(FlightLimits limits) throws Exception {
        return opened(new FlightServer(folder, limits));
    }

    private FlightClient client(FlightServer server) {
        BufferAllocator memory = opened(server.memory());
        return opened(server.client(memory));
    }

    private static CallOption token() {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", "Bearer admin");
        headers.insert("database", "db");
        return new HeaderCallOption(headers);
    }

    private static Ticket ticket(String sql) {
        String json = "{\"database\":\"db\",\"sql_query\":\"" + sql + "\"}";
        return new Ticket(json.getBytes(StandardCharsets.UTF_8));
    }

    private static FlightStream ask(FlightClient client, String sql, CallOption... more) {
        List<CallOption> options = new ArrayList<>(List.of(more));
        options.add(token());
        return client.getStream(ticket(sql), options.toArray(CallOption[]::new));
    }

    private static long count(FlightStream stream) {
        long rows = 0;
        while (stream.next()) {
            rows += stream.getRoot().getRowCount();
        }
        return rows;
    }

    /// Every number of the column `v` from 0, in order.
    private static void assertIsCounted(FlightStream stream, long count) {
        long next = 0;
        while (stream.next()) {
            VectorSchemaRoot batch = stream.getRoot();
            for (int row = 0; row < batch.getRowCount(); row++) {
                assertThat(batch.getVector("v").getObject(row)).isEqualTo(next++);
            }
        }
        assertThat(next).isEqualTo(count);
    }

    private static FlightLimits limits(int messageBytesMax, int streamsMax, Duration timeout) {
        return new FlightLimits(
                1 << 20,
                messageBytesMax,
                streamsMax,
                QueryLimits.DEFAULT.withTimeout(timeout),
                FlightLimits.DEFAULT.silence());
    }

    private static void assertFails(FlightStatusCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e -> assertThat(e.status().code()).as(e.toString()).isEqualTo(code));
    }

    private static void awaitEndOfStreams(FlightServer server) throws InterruptedException {
        while (server.adapter().streamCount() > 0) {
            Thread.sleep(5);
        }
    }

    /// A client that takes no larger messages reads everything, in order.
    @Test
    void messagesAreSplitByTheirSize() throws Exception {
        FlightServer server = server(limits(64 * 1024, 10, Duration.ofMinutes(1)));
        server.writeMany("db", 20_000);
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                        .usePlaintext()
                        .maxInboundMessageSize(64 * 1024 + 1_024)
                        .build();
        BufferAllocator memory = opened(server.memory());
        FlightClient client = opened(FlightGrpcUtils.createFlightClient(memory, channel));
        try (FlightStream stream = ask(client, "SELECT v, s FROM many ORDER BY v")) {
            assertIsCounted(stream, 20_000);
        }
    }

    /// Rows that are wide and few: some JavaScript clients take no more than 4 MB.
    @Test
    void messagesOfWideRowsStayBelowFourMegabytes() throws Exception {
        FlightServer server = server(FlightLimits.DEFAULT);
        String wide = "y".repeat(60_000);
        for (int row = 0; row < 200; row++) {
            server.write("db", "wide s=\"" + wide + "\" " + row);
        }
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                        .usePlaintext()
                        .maxInboundMessageSize(4 * 1024 * 1024)
                        .build();
        BufferAllocator memory = opened(server.memory());
        FlightClient client = opened(FlightGrpcUtils.createFlightClient(memory, channel));
        try (FlightStream stream = ask(client, "SELECT * FROM wide")) {
            assertThat(count(stream)).isEqualTo(200);
        }
    }

    /// Who reads nothing is sent no more than fits on the way: the sender waits.
    @Test
    void theSenderWaitsForTheReader() throws Exception {
        FlightServer server = server(limits(64 * 1024, 10, Duration.ofMinutes(1)));
        server.writeMany("db", 200_000);
        try (FlightStream stream = ask(client(server), MANY)) {
            while (!isWaiting()) {
                Thread.sleep(5);
            }
            assertThat(count(stream)).isEqualTo(200_000);
        }
    }

    /// Whether a thread waits for its client.
    private static boolean isWaiting() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(stack ->
                        List.of(stack).stream()
                                .anyMatch(frame ->
                                        frame.getClassName().equals(BackPressure.class.getName())
                                                && frame.getMethodName().equals("awaitReady")));
    }

    @Test
    void whoGoesAwayEndsTheAnswer() throws Exception {
        FlightServer server = server(limits(64 * 1024, 10, Duration.ofMinutes(1)));
        server.writeMany("db", 100_000);
        FlightClient client = client(server);
        for (int round = 0; round < 20; round++) {
            try (FlightStream stream = ask(client, MANY)) {
                assertThat(stream.next()).isTrue();
            }
            awaitEndOfStreams(server);
        }
    }

    /// The query itself ends, not only its answer.
    @Test
    void whoGoesAwayEndsTheComputation() throws Exception {
        FlightServer server = server(FlightLimits.DEFAULT);
        server.writeMany("db", 60_000);
        FlightClient client = client(server);
        try (FlightStream stream = ask(client, LONG)) {
            while (server.adapter().streamCount() == 0) {
                Thread.sleep(5);
            }
            stream.cancel("enough", null);
        }
        awaitEndOfStreams(server);
    }

    /// Nothing of the client is closed, because that needs the connection.
    @Test
    void aConnectionThatBreaksEndsTheAnswer() throws Exception {
        FlightServer server = server(limits(64 * 1024, 10, Duration.ofMinutes(1)));
        server.writeMany("db", 100_000);
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
        FlightClient client = FlightGrpcUtils.createFlightClient(server.memory(), channel);
        FlightStream stream = ask(client, MANY);
        assertThat(stream.next()).isTrue();
        channel.shutdownNow();
        awaitEndOfStreams(server);
    }

    @Test
    void queriesHaveADeadline() throws Exception {
        FlightServer server = server(limits(64 * 1024, 10, Duration.ofMillis(300)));
        server.writeMany("db", 100_000);
        FlightClient client = client(server);
        assertFails(FlightStatusCode.TIMED_OUT, () -> count(ask(client, LONG)));
        // Nor may the client take for ever.
        try (FlightStream stream = ask(client, MANY)) {
            assertThat(stream.next()).isTrue();
            awaitEndOfStreams(server);
            assertFails(FlightStatusCode.TIMED_OUT, () -> count(stream));
        }
    }

    @Test
    void callersMaySetADeadline() throws Exception {
        FlightServer server = server(FlightLimits.DEFAULT);
        server.writeMany("db", 60_000);
        FlightClient client = client(server);
        CallOption soon = CallOptions.timeout(300, TimeUnit.MILLISECONDS);
        assertFails(FlightStatusCode.TIMED_OUT, () -> count(ask(client, LONG, soon)));
        awaitEndOfStreams(server);
    }

    /// The web server closes connections without a sign of life; one whose answer is being
    /// computed lives.
    @Test
    void anAnswerMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
        FlightServer server = server(FlightLimits.DEFAULT);
        server.writeMany("db", 5_000);
        FlightClient client = client(server);
        long elapsedMs = 0;
        for (int times = 1; elapsedMs < 2 * FlightServer.IDLE_MS; times *= 2) {
            String sql = longer(times);
            long beginNs = System.nanoTime();
            try (FlightStream stream = ask(client, sql)) {
                assertThat(count(stream)).as(sql).isEqualTo(1);
            }
            elapsedMs = (System.nanoTime() - beginNs) / 1_000_000;
        }
    }

    /// A query that takes so many times as long.
    private static String longer(int times) {
        return "SELECT count(*) FROM many a, many b, (SELECT v FROM many LIMIT "
                + times
                + ") c WHERE a.v < b.v * 2 + c.v";
    }

    /// What is on the way between both sides sees that the answer lives, and the client the schema.
    @Test
    void anAnswerThatTakesLongSendsBatchesWithoutRowsMeanwhile() throws Exception {
        FlightLimits limits =
                new FlightLimits(1 << 20, 1 << 20, 2, QueryLimits.DEFAULT, Duration.ofMillis(2));
        FlightServer server = server(limits);
        server.writeMany("db", 2_000);
        FlightClient client = client(server);
        List<Integer> rowCounts = new ArrayList<>();
        for (int times = 1; rowCounts.size() < 4; times *= 2) {
            rowCounts.clear();
            try (FlightStream stream = ask(client, longer(times))) {
                while (stream.next()) {
                    rowCounts.add(stream.getRoot().getRowCount());
                }
            }
        }
        assertThat(rowCounts.removeLast()).isEqualTo(1);
        assertThat(rowCounts).containsOnly(0);
    }

    /// Batches between which there is silence are as they would be without.
    @Test
    void whatBreaksTheSilenceChangesNoRows() throws Exception {
        FlightLimits limits =
                new FlightLimits(1 << 20, 4_096, 2, QueryLimits.DEFAULT, Duration.ofNanos(100_000));
        FlightServer server = server(limits);
        server.writeMany("db", 50_000);
        try (FlightStream stream = ask(client(server), "SELECT v FROM many ORDER BY v")) {
            assertIsCounted(stream, 50_000);
        }
    }

    /// Longer ones do not fit into the headers that clients take.
    @Test
    void whatIsSaidOfAFailureIsCut() throws Exception {
        FlightServer server = server(FlightLimits.DEFAULT);
        server.write("db", "m f=1 1");
        String name = "n".repeat(3_000);
        assertThatThrownBy(() -> count(ask(client(server), "SELECT " + name + " FROM m")))
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e ->
                                assertThat(e.status().description())
                                        .startsWith("Error while planning query: ")
                                        .hasSize(2_000));
    }

    @Test
    void thereAreNoMoreStreamsThanAllowed() throws Exception {
        FlightServer server = server(limits(64 * 1024, 2, Duration.ofMinutes(1)));
        server.writeMany("db", 100_000);
        FlightClient client = client(server);
        try (FlightStream first = ask(client, MANY);
                FlightStream second = ask(client, MANY)) {
            assertThat(first.next()).isTrue();
            assertThat(second.next()).isTrue();
            assertFails(FlightStatusCode.RESOURCE_EXHAUSTED, () -> count(ask(client, "SELECT 1")));
        }
        awaitEndOfStreams(server);
        try (FlightStream stream = ask(client, "SELECT 1")) {
            assertThat(count(stream)).isEqualTo(1);
        }
    }

    @Test
    void whatIsBeingSentEndsWithTheServer() throws Exception {
        FlightServer server = new FlightServer(folder, limits(64 * 1024, 2, Duration.ofMinutes(1)));
        server.writeMany("db", 100_000);
        FlightClient client = client(server);
        try (FlightStream stream = ask(client, MANY)) {
            assertThat(stream.next()).isTrue();
            server.close();
            assertThatThrownBy(() -> count(stream)).isInstanceOf(FlightRuntimeException.class);
        }
    }

    @Test
    void aHandshakeTurnsAPasswordIntoAToken() throws Exception {
        FlightServer server = server(FlightLimits.DEFAULT);
        server.write("db", "m f=1 1");
        FlightClient client = client(server);
        CredentialCallOption token =
                client.authenticateBasicToken("whoever", "admin").orElseThrow();
        try (FlightStream stream = client.getStream(ticket("SELECT * FROM m"), token)) {
            assertThat(count(stream)).isEqualTo(1);
        }
        // A token does as well, and nothing is looked at until it is used.
        client.handshake(token);
        client.handshake();
        CredentialCallOption wrong =
                new CredentialCallOption(new BasicAuthCredentialWriter("whoever", "wrong"));
        client.handshake(wrong);
        assertFails(
                FlightStatusCode.UNAUTHENTICATED,
                () -> count(client.getStream(ticket("SELECT * FROM m"), wrong)));
    }
}
