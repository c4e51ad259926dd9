package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.http.HttpConfig;
import dev.tidalite.lp.Precision;
import dev.tidalite.query.QueryEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Queries over HTTP that would compute for hours.
@Timeout(120)
class LongQueryTest {
    private static final int ROWS = 5_000;

    private static final String ENDLESS =
            "SELECT count(*) AS n FROM m AS a, m AS b, m AS c WHERE a.f + b.f + c.f < 0";

    private static final String LAST = "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @TempDir Path folder = Path.of("");
    private Engine engine;
    private QueryEngine queries;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        engine = Engine.open(EngineConfig.of(folder));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            lines.append("m f=").append(i).append(' ').append(i).append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        engine.write(WriteRequest.of("db", bytes, Precision.NANOSECONDS));
        queries = QueryEngine.create(engine);
        server =
                new Server(
                        engine,
                        queries,
                        new ServerSettings("127.0.0.1", 0, HttpConfig.of("test"), null, null),
                        null);
    }

    @AfterEach
    void stop() {
        server.close();
        queries.close();
        engine.close();
    }

    private static String sqlPath(String text) {
        return "/api/v3/query_sql?db=db&format=csv&q="
                + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String sql(String text) {
        return "GET " + sqlPath(text) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private Socket ask(String requests) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void awaitQueriesAtWork(int count) throws IOException {
        String text = "";
        while (!text.contains("tidalite_http_queries_active " + count + ".0\n")) {
            try (Socket asked = ask(LAST.formatted("/metrics"))) {
                text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static String statusOf(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void aClientThatClosesItsConnectionCancelsItsQuery() throws IOException {
        try (Socket client = ask(sql(ENDLESS))) {
            awaitQueriesAtWork(1);
            assertThat(client.isConnected()).isTrue();
        }
        awaitQueriesAtWork(0);
    }

    @Test
    void overHttp2ACancelledRequestCancelsItsQuery() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + server.port());
            HttpRequest ping = HttpRequest.newBuilder(address.resolve("/ping")).build();
            assertThat(client.send(ping, BodyHandlers.discarding()).version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            HttpRequest query = HttpRequest.newBuilder(address.resolve(sqlPath(ENDLESS))).build();
            CompletableFuture<HttpResponse<Void>> running =
                    client.sendAsync(query, BodyHandlers.discarding());
            awaitQueriesAtWork(1);
            assertThat(running.cancel(true)).isTrue();
            awaitQueriesAtWork(0);
        }
    }

    @Test
    void aClientThatStopsSendingIsGoneAsWell() throws IOException {
        try (Socket client = ask(sql(ENDLESS))) {
            awaitQueriesAtWork(1);
            client.shutdownOutput();
            assertThat(statusOf(client)).isEqualTo("HTTP/1.1 503");
        }
        awaitQueriesAtWork(0);
    }

    /// It is found while the first query is at work that another request is there, which is no end.
    @Test
    void aClientMaySendItsNextRequestEarly() throws IOException {
        String counted = "SELECT count(*) AS n FROM m AS a, m AS b WHERE a.f + b.f < 0";
        try (Socket client = ask(sql(counted) + sql(counted).replace("count", "2%2Bcount"))) {
            awaitQueriesAtWork(1);
            client.getOutputStream()
                    .write(LAST.formatted("/ping").getBytes(StandardCharsets.US_ASCII));
            String answers =
                    new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answers.split("HTTP/1.1 ")).hasSize(4);
            assertThat(answers).contains("n\n0\n", "n\n2\n");
        }
    }

    /// However many of them there are, more than there are cores.
    @Test
    void othersAreServedMeanwhile() throws IOException {
        int count = 2 * Runtime.getRuntime().availableProcessors() + 2;
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                clients.add(ask(sql(ENDLESS)));
            }
            awaitQueriesAtWork(count);
            String write = "POST /write?db=db HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n";
            try (Socket writer = ask(write + "m f=1 1")) {
                assertThat(statusOf(writer)).isEqualTo("HTTP/1.1 204");
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        awaitQueriesAtWork(0);
    }
}
