package dev.tidalite.http;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.EngineConfig;
import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.testkit.DataDriven.Case;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// A server with the whole HTTP interface, and requests to it as text.
///
/// A case is `METHOD PATH`, then header lines `Name: value`, then body lines behind `> `; in all of
/// them `{NAME}` is the token of that name (`admin`, `reader` and `writer` of `home`), and
/// `{basic NAME}` the same as Basic credentials. `gzip` packs the body, `gzip members` each of its
/// lines as a member of its own, `gzip cut` leaves out its end; `repeat N` repeats the line above;
/// `hex …` gives the body as bytes. `as NAME` sends that token; without it `admin`'s is sent, with
/// `as -` none. The answer is the status, the headers named by `show Name`, and the body, Arrow
/// and MessagePack as text.
final class WireServer implements AutoCloseable {
    static final WireServer NONE = new WireServer(List.of(), Map.of(), 0);

    private final List<AutoCloseable> open;
    private final Map<String, String> tokens;
    private final int port;

    private WireServer(List<AutoCloseable> open, Map<String, String> tokens, int port) {
        this.open = open;
        this.tokens = tokens;
        this.port = port;
    }

    static WireServer start(EngineConfig config, HttpConfig http) {
        try {
            Map<String, String> tokens = new HashMap<>();
            TokenStore store = new TokenStore(config.folder());
            tokens.put("admin", store.create("admin", Permissions.ADMIN));
            tokens.put("reader", store.create("reader", Permissions.parse("read:home")));
            tokens.put("writer", store.create("writer", Permissions.parse("write:home")));
            tokens.put("nobody", "unknown-token");
            Engine engine = Engine.open(config);
            QueryEngine queries = QueryEngine.create(engine);
            Server jetty = new Server();
            HttpConfiguration settings = new HttpConfiguration();
            settings.setHeaderCacheCaseSensitive(true);
            ServerConnector connector =
                    new ServerConnector(jetty, new HttpConnectionFactory(settings));
            connector.setHost("127.0.0.1");
            jetty.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler();
            ApiServlet servlet = new ApiServlet(engine, queries, http, store);
            context.addServlet(new ServletHolder(servlet), "/*");
            jetty.setHandler(context);
            jetty.start();
            return new WireServer(
                    List.of(jetty::stop, queries, engine), tokens, connector.getLocalPort());
        } catch (Exception e) {
            throw new IllegalStateException("the server did not start", e);
        }
    }

    int port() {
        return port;
    }

    String token(String name) {
        return tokens.getOrDefault(name, "");
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable closeable : open) {
                closeable.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }

    String exchange(Case c) {
        String input = c.input();
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            byte[] pair = ("user:" + token.getValue()).getBytes(StandardCharsets.UTF_8);
            input =
                    input.replace("{" + token.getKey() + "}", token.getValue())
                            .replace(
                                    "{basic " + token.getKey() + "}",
                                    Base64.getEncoder().encodeToString(pair));
        }
        List<String> lines = input.lines().toList();
        String[] first = lines.getFirst().split(" ", 2);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + first[1]));
        Body body = new Body();
        List<String> shown = new ArrayList<>();
        String user = "admin";
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("as ")) {
                user = line.substring(3);
            } else if (line.startsWith("show ")) {
                shown.add(line.substring(5));
            } else if (!body.takes(line)) {
                String[] header = line.split(": ", 2);
                request.header(header[0], header.length > 1 ? header[1] : "");
            }
        }
        if (tokens.containsKey(user)) {
            request.header("Authorization", "Token " + tokens.get(user));
        }
        // A connection each: the server may close one after a refusal just when it is used again.
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            request.method(first[0], BodyPublishers.ofByteArray(body.bytes()));
            return print(client.send(request.build(), BodyHandlers.ofByteArray()), shown);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String print(HttpResponse<byte[]> response, List<String> shown)
            throws IOException {
        StringBuilder text = new StringBuilder().append(response.statusCode());
        for (String name : shown) {
            text.append('\n').append(name).append(": ");
            text.append(String.join(", ", response.headers().allValues(name)));
        }
        if (response.body().length > 0) {
            text.append('\n').append(AnswerText.of(response));
        }
        return text.toString();
    }

    /// A body being put together.
    private static final class Body {
        private final List<byte[]> lines = new ArrayList<>();
        private String packing = "";

        boolean takes(String line) {
            if (line.startsWith("> ") || line.equals(">")) {
                lines.add(
                        line.substring(Math.min(2, line.length()))
                                .getBytes(StandardCharsets.UTF_8));
            } else if (line.startsWith("hex ")) {
                lines.add(HexFormat.of().parseHex(line.substring(4).replace(" ", "")));
            } else if (line.startsWith("repeat ")) {
                byte[] last = lines.getLast();
                for (int i = 1; i < Integer.parseInt(line.substring(7)); i++) {
                    lines.add(last);
                }
            } else if (line.startsWith("gzip")) {
                packing = line;
            } else {
                return false;
            }
            return true;
        }

        byte[] bytes() throws IOException {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            ByteArrayOutputStream members = new ByteArrayOutputStream();
            for (byte[] line : lines) {
                if (plain.size() > 0) {
                    plain.write('\n');
                }
                plain.writeBytes(line);
                members.writeBytes(
                        gzip(
                                (new String(line, StandardCharsets.UTF_8) + "\n")
                                        .getBytes(StandardCharsets.UTF_8)));
            }
            return switch (packing) {
                case "gzip" -> gzip(plain.toByteArray());
                case "gzip members" -> members.toByteArray();
                case "gzip cut" -> {
                    byte[] whole = gzip(plain.toByteArray());
                    yield java.util.Arrays.copyOf(whole, whole.length - 9);
                }
                default -> plain.toByteArray();
            };
        }

        private static byte[] gzip(byte[] bytes) throws IOException {
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(result)) {
                gzip.write(bytes);
            }
            return result.toByteArray();
        }
    }
}
