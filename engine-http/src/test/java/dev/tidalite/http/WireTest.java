package dev.tidalite.http;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.testkit.DataDriven;
import dev.tidalite.testkit.DataDriven.Case;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Requests and their answers, as text files.
///
/// A case is `METHOD PATH`, then header lines `Name: value`, then body lines behind `> `. `gzip`
/// packs the body, `hex …` gives it as bytes, `as NAME` sends the token of that name (`admin`,
/// `reader` of `home`, `writer` of `home`, `nobody`'s unknown one); without it `admin`'s is sent,
/// with
/// `as -` none. The answer is the status, the headers named by `show Name`, and the body.
class WireTest {
    private static final HttpLimits SMALL = new HttpLimits(2_000, 4_000, 8, 3);

    @TempDir Path folder = Path.of("");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new HashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Server jetty = new Server();

    @BeforeEach
    void start() throws Exception {
        TokenStore store = new TokenStore(folder);
        tokens.put("admin", store.create("admin", Permissions.ADMIN));
        tokens.put("reader", store.create("reader", Permissions.parse("read:home")));
        tokens.put("writer", store.create("writer", Permissions.parse("write:home")));
        tokens.put("nobody", "unknown-token");
        Engine engine = Engine.open(EngineConfig.of(folder));
        QueryEngine queries = QueryEngine.create(engine);
        open.addAll(List.of(queries, engine));
        jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(
                new ServletHolder(new ApiServlet(engine, queries, SMALL, store, "1.2.3")), "/*");
        jetty.setHandler(context);
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> writing() {
        return DataDriven.run(WireTest.class, "write.txt", this::exchange);
    }

    @TestFactory
    Stream<DynamicTest> querying() {
        return DataDriven.run(WireTest.class, "query.txt", this::exchange);
    }

    @TestFactory
    Stream<DynamicTest> theRest() {
        return DataDriven.run(WireTest.class, "admin.txt", this::exchange);
    }

    private String exchange(Case c) {
        List<String> lines = c.input().lines().toList();
        String[] first = lines.getFirst().split(" ", 2);
        int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + first[1]));
        Body body = new Body();
        List<String> shown = new ArrayList<>();
        String user = "admin";
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("> ") || line.equals(">")) {
                body.line(line.substring(Math.min(2, line.length())));
            } else if (line.startsWith("hex ")) {
                body.hex(line.substring(4));
            } else if (line.equals("gzip")) {
                body.packed = true;
            } else if (line.startsWith("as ")) {
                user = line.substring(3);
            } else if (line.startsWith("show ")) {
                shown.add(line.substring(5));
            } else {
                String[] header = line.split(": ", 2);
                request.header(header[0], header[1]);
            }
        }
        if (tokens.containsKey(user)) {
            request.header("Authorization", "Token " + tokens.get(user));
        }
        try {
            request.method(first[0], BodyPublishers.ofByteArray(body.bytes()));
            return print(
                    client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)),
                    shown);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String print(HttpResponse<String> response, List<String> shown) {
        StringBuilder text = new StringBuilder().append(response.statusCode());
        for (String name : shown) {
            text.append('\n').append(name).append(": ");
            text.append(response.headers().firstValue(name).orElse("-"));
        }
        if (!response.body().isEmpty()) {
            text.append('\n').append(response.body());
        }
        return text.toString();
    }

    /// A body being put together.
    private static final class Body {
        private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
        private boolean packed;

        void line(String text) {
            if (plain.size() > 0) {
                plain.write('\n');
            }
            plain.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        void hex(String digits) {
            plain.writeBytes(HexFormat.of().parseHex(digits.replace(" ", "")));
        }

        byte[] bytes() throws IOException {
            if (!packed) {
                return plain.toByteArray();
            }
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(result)) {
                gzip.write(plain.toByteArray());
            }
            return result.toByteArray();
        }
    }
}
