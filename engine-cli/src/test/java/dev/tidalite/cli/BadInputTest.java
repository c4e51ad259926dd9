package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.http.HttpConfig;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/// What no client would send: nothing of it makes the server fail, leak or stop.
@Timeout(1200)
class BadInputTest {
    private static final int ANSWER_MS_MAX = 20_000;
    private static final int ANSWER_BYTES_KEPT = 1 << 16;
    private static final long MEMORY_BYTES_MAX = 64L << 20;

    private static final String SPECIAL = "0123456789-,;=\"\\ \n\r%&";

    /// Statuses that say the fault is the request's, or that the program has no such thing.
    private static final List<Integer> HARMLESS = List.of(501, 505);

    /// What a query is told whose client has closed its sending side while it was at work.
    private static final String GONE = "query was cancelled";

    @TempDir Path folder = Path.of("");
    private Engine engine;
    private QueryEngine queries;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        engine = Engine.open(EngineConfig.of(folder));
        queries = QueryEngine.create(engine);
        ServerSettings settings =
                new ServerSettings("127.0.0.1", 0, HttpConfig.of("test"), null, null);
        server = new Server(engine, queries, settings, null);
    }

    @AfterEach
    void stop() {
        server.close();
        queries.close();
        engine.close();
    }

    private static byte[] request(String method, String path, String headers, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                (method
                                + " "
                                + path
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + headers
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> validRequests() throws IOException {
        byte[] lines =
                text("home,room=kitchen temp=21.5,n=3i,s=\"a b\" 1700000000000000000\nm f=1");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(lines);
        }
        String form = "Content-Type: application/x-www-form-urlencoded\r\n";
        String json = "Content-Type: application/json\r\n";
        return List.of(
                request("POST", "/api/v2/write?org=o&bucket=home&precision=ns", "", lines),
                request(
                        "POST",
                        "/api/v2/write?bucket=home",
                        "Content-Encoding: gzip\r\n",
                        packed.toByteArray()),
                request("POST", "/write?db=home&rp=autogen&precision=n", "", lines),
                request("POST", "/api/v3/write_lp?db=home&precision=auto", "", lines),
                request(
                        "POST",
                        "/query",
                        form,
                        text("db=home&epoch=s&q=SELECT+mean(temp)+FROM+home")),
                request(
                        "GET",
                        "/query?db=home&chunked=true&q=SELECT%20temp%20FROM%20home%20GROUP%20BY%20*",
                        "Accept: application/x-msgpack\r\n",
                        new byte[0]),
                request(
                        "POST",
                        "/api/v3/query_sql",
                        json,
                        text(
                                "{\"db\":\"home\",\"q\":\"SELECT room, max(temp) FROM home WHERE n"
                                        + " > $n GROUP BY room\",\"format\":\"csv\",\"params\":"
                                        + "{\"n\":1}}")),
                request(
                        "POST",
                        "/api/v2/delete?bucket=home",
                        json,
                        text(
                                "{\"start\":\"1970-01-01T00:00:00Z\",\"stop\":"
                                    + "\"1970-01-02T00:00:00Z\",\"predicate\":\"room=\\\"x\\\"\"}")),
                request("POST", "/api/v2/buckets", json, text("{\"name\":\"made\"}")));
    }

    @Test
    void mutatedRequestsAreAnswered() throws Exception {
        int rounds = Seeds.nightly() ? 10_000 : 600;
        List<byte[]> valid = validRequests();
        for (byte[] request : valid) {
            assertThat(status(send(request, false))).isBetween(200, 204);
        }
        long before = usedBytes();
        Seeds.forEach(
                rounds,
                random -> {
                    byte[] request = valid.get(random.nextInt(valid.size()));
                    byte[] mutated = mutate(request, valid, random);
                    String answer = send(mutated);
                    int status = status(answer);
                    assertThat(status < 500 || HARMLESS.contains(status) || answer.contains(GONE))
                            .as("%s to %s", status, new String(mutated, StandardCharsets.UTF_8))
                            .isTrue();
                });
        assertNothingIsLeft();
        assertThat(usedBytes() - before).as("bytes kept").isLessThan(MEMORY_BYTES_MAX);
    }

    private static byte[] mutate(byte[] request, List<byte[]> others, SplittableRandom random) {
        byte[] bytes = request.clone();
        int changes = random.nextInt(1, 6);
        for (int i = 0; i < changes && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + random.nextInt(1, 20));
            bytes =
                    switch (random.nextInt(6)) {
                        case 0 -> {
                            bytes[at] = (byte) random.nextInt(256);
                            yield bytes;
                        }
                        case 1 -> joined(bytes, 0, at, bytes, end, bytes.length);
                        case 2 -> joined(bytes, 0, end, bytes, at, bytes.length);
                        case 3 -> Arrays.copyOf(bytes, at + 1);
                        case 4 -> {
                            byte[] other = others.get(random.nextInt(others.size()));
                            int from = random.nextInt(other.length);
                            yield joined(bytes, 0, at, other, from, other.length);
                        }
                        default -> {
                            byte[] digit = {
                                (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()))
                            };
                            byte[] head = joined(bytes, 0, at, digit, 0, 1);
                            yield joined(head, 0, head.length, bytes, at, bytes.length);
                        }
                    };
        }
        return bytes;
    }

    private static byte[] joined(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        byte[] both = Arrays.copyOf(Arrays.copyOfRange(a, aFrom, aTo), aTo - aFrom + bTo - bFrom);
        System.arraycopy(b, bFrom, both, aTo - aFrom, bTo - bFrom);
        return both;
    }

    private String send(byte[] bytes) throws IOException {
        return send(bytes, true);
    }

    /// @param end whether nothing more will be sent; else the request must be a whole one
    /// @return the beginning of the answer; empty if the connection was closed without one
    private String send(byte[] bytes, boolean end) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(ANSWER_MS_MAX);
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            if (end) {
                socket.shutdownOutput();
            }
            InputStream in = socket.getInputStream();
            String answer =
                    new String(in.readNBytes(ANSWER_BYTES_KEPT), StandardCharsets.ISO_8859_1);
            in.transferTo(OutputStream.nullOutputStream());
            return answer;
        } catch (SocketTimeoutException e) {
            throw new AssertionError(
                    "no answer to " + new String(bytes, StandardCharsets.UTF_8), e);
        } catch (SocketException reset) {
            return ""; // the server would not read to the end
        }
    }

    /// 0 if there was no answer.
    private static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    private String get(String path) throws IOException {
        return send(request("GET", path, "", new byte[0]), false);
    }

    /// No request at work, no connection, no buffer, no thread that does anything.
    private void assertNothingIsLeft() throws IOException {
        String metrics = get("/metrics");
        while (!metrics.contains("tidalite_http_writes_active 0.0\n")
                || !metrics.contains("tidalite_http_queries_active 0.0\n")
                || !metrics.contains("tidalite_http_body_bytes 0.0\n")) {
            Thread.onSpinWait();
            metrics = get("/metrics");
        }
        assertThat(get("/health")).contains("\"status\":\"pass\"");
        while (server.connectionCount() > 0 || server.buffersInUse() > 0 || isComputing()) {
            Thread.onSpinWait();
        }
    }

    /// Whether a thread of queries does not wait for work.
    private static boolean isComputing() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("tidalite-http-query-"))
                .anyMatch(thread ->
                        Arrays.stream(thread.getValue())
                                .noneMatch(frame -> frame.getMethodName().equals("getTask")));
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void lengthsThatAreWrong() throws IOException {
        String head = "POST /api/v2/write?bucket=home HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertThat(status(send(text(head + "Content-Length: 100\r\n\r\nm f=1")))).isEqualTo(400);
        assertThat(status(send(text(head + "Content-Length: -1\r\n\r\nm f=1")))).isEqualTo(400);
        assertThat(status(send(text(head + "Content-Length: x\r\n\r\nm f=1")))).isEqualTo(400);
        assertThat(status(send(text(head + "Content-Length: 99999999999999999999\r\n\r\n"))))
                .isEqualTo(400);
        assertThat(status(send(text(head + "Content-Length: 1000000000\r\n\r\nm f=1"))))
                .isEqualTo(413);
        assertThat(
                        status(
                                send(
                                        text(
                                                head
                                                        + "Content-Length: 5\r\nContent-Length: 6"
                                                        + "\r\n\r\nm f=1"))))
                .isEqualTo(400);
        assertThat(
                        status(
                                send(
                                        text(
                                                head
                                                        + "Transfer-Encoding: chunked\r\n"
                                                        + "Content-Length: 5\r\n\r\nm f=1"))))
                .isEqualTo(400);
        assertThat(status(send(text(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nm f=1"))))
                .isEqualTo(400);
        assertThat(
                        status(
                                send(
                                        text(
                                                head
                                                        + "Transfer-Encoding: chunked\r\n\r\n"
                                                        + "5\r\n"
                                                        + "m f=1\r\n"
                                                        + "0\r\n\r\n"))))
                .isEqualTo(204);
        assertNothingIsLeft();
    }

    @Test
    void headersThatAreTooLarge() throws IOException {
        String head = "GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertThat(status(send(text(head + "X: " + "a".repeat(100_000) + "\r\n\r\n"))))
                .isIn(431, 0); // the end of the connection may come before the answer
        assertThat(status(send(text("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n"))))
                .isIn(414, 0);
        assertNothingIsLeft();
    }

    /// What never gets as far as a route is refused in the form of every other error.
    @Test
    void whatIsNoRequestIsRefusedInJson() throws IOException {
        String form = "\r\n\r\n{\"code\":\"%s\",\"message\":\"%s\"}";
        assertThat(send(text("NONSENSE\r\n\r\n")))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/json\r\n")
                .endsWith(form.formatted("invalid", "bad request"));
        assertThat(send(text("GET /ping HTTP/1.1\r\n\r\n")))
                .startsWith("HTTP/1.1 400 ")
                .endsWith(form.formatted("invalid", "bad request"));
        assertThat(send(text("GET /ping HTTP/3.0\r\nHost: x\r\n\r\n")))
                .startsWith("HTTP/1.1 505 ")
                .endsWith(
                        form.formatted("http version not supported", "http version not supported"));
        byte[] expecting = request("GET", "/ping", "Expect: 200-secret\r\n", new byte[0]);
        assertThat(send(expecting))
                .startsWith("HTTP/1.1 417 ")
                .endsWith(form.formatted("expectation failed", "expectation failed"));
        assertNothingIsLeft();
    }

    /// A preface, then frames that make no sense.
    @Test
    void http2Oddities() throws IOException {
        byte[] preface = text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        Seeds.forEach(
                Seeds.nightly() ? 1_000 : 50,
                random -> {
                    byte[] garbage = new byte[random.nextInt(2, 400)];
                    random.nextBytes(garbage);
                    if (random.nextBoolean()) {
                        garbage[0] = 0; // a frame of a believable length, of any type
                        garbage[1] = 0;
                    }
                    byte[] start = joined(preface, 0, preface.length, settings, 0, 9);
                    send(joined(start, 0, start.length, garbage, 0, garbage.length));
                });
        assertNothingIsLeft();
    }

    /// Many that begin and never go on; others are served meanwhile.
    @Test
    void clientsThatStopInTheMiddle() throws IOException {
        List<Socket> stuck = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                stuck.add(socket);
                String half =
                        i % 2 == 0
                                ? "POST /api/v2/write?bucket=home HTTP/1.1\r\nHo"
                                : "POST /api/v2/write?bucket=home HTTP/1.1\r\nHost: x\r\n"
                                        + "Content-Length: 100\r\n\r\nm f";
                socket.getOutputStream().write(text(half));
            }
            byte[] write = validRequests().getFirst();
            assertThat(status(send(write))).isEqualTo(204);
        } finally {
            for (Socket socket : stuck) {
                socket.close();
            }
        }
        assertNothingIsLeft();
    }

    /// A byte a second is not enough, neither for a body nor for headers.
    @Test
    @Tag("nightly")
    void slowClientsAreCut() throws Exception {
        String head = "POST /api/v2/write?bucket=home HTTP/1.1\r\n";
        String body = head + "Host: x\r\nContent-Length: 1000\r\n\r\n";
        assertThat(status(dripped(body, 30))).isEqualTo(408);
        assertThat(dripped(head, 60)).isEmpty();
        assertNothingIsLeft();
    }

    private String dripped(String start, int secondsMax) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(text(start));
            for (int second = 0; second < secondsMax; second++) {
                socket.getOutputStream().write('x');
                try {
                    int first = socket.getInputStream().read();
                    byte[] rest = first < 0 ? new byte[0] : socket.getInputStream().readNBytes(100);
                    return first < 0 ? "" : (char) first + new String(rest, StandardCharsets.UTF_8);
                } catch (SocketTimeoutException goesOn) {
                    assertThat(socket.isConnected()).isTrue();
                }
            }
        } catch (SocketException cut) {
            return "";
        }
        throw new AssertionError("not cut within " + secondsMax + " s");
    }
}
