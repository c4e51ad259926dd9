package dev.tidalite.bench.http;

import dev.tidalite.bench.report.JvmFlags;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Who is measured: how its server is started, written to and asked.
enum HttpPeer {
    /// Every write is synced, as by default.
    TIDALITE("/api/v2/write?bucket=bench&precision=ns") {
        @Override
        List<String> command(Path folder, int port) {
            return List.of(
                    "dev.tidalite.cli.Main",
                    "serve",
                    "--without-auth",
                    "--data",
                    folder.toString(),
                    "--port",
                    Integer.toString(port));
        }

        @Override
        Map<String, String> environment(int port) {
            return Map.of();
        }

        @Override
        String queryPath() {
            return "/api/v3/query_sql?db=bench&format=csv&q=";
        }
    },
    /// With its own defaults: a write is not synced.
    QUESTDB("/write?precision=n") {
        @Override
        List<String> command(Path folder, int port) {
            return List.of("io.questdb.ServerMain", "-d", folder.toString());
        }

        @Override
        Map<String, String> environment(int port) {
            return Map.of(
                    "QDB_HTTP_BIND_TO", "127.0.0.1:" + port,
                    "QDB_HTTP_MIN_ENABLED", "false",
                    "QDB_PG_ENABLED", "false",
                    "QDB_LINE_TCP_ENABLED", "false",
                    "QDB_TELEMETRY_ENABLED", "false");
        }

        @Override
        String queryPath() {
            return "/exp?query=";
        }
    };

    private static final int START_SECONDS_MAX = 60;

    private final String writePath;

    HttpPeer(String writePath) {
        this.writePath = writePath;
    }

    /// The class that is run, and its arguments.
    abstract List<String> command(Path folder, int port);

    abstract Map<String, String> environment(int port);

    /// Behind which a query in SQL is answered as CSV.
    abstract String queryPath();

    /// What can be read of a table now.
    ///
    /// @param sum of one of its columns
    record Stored(long rows, long sum) {}

    private Stored stored(int port, String table, String column) throws IOException {
        String query = "SELECT count(*) AS n, sum(" + column + ") AS s FROM " + table;
        String csv = get(port, queryPath() + encode(query));
        String[] cells = csv.lines().skip(1).findFirst().orElse("").strip().split(",", -1);
        if (cells.length != 2) {
            throw new IOException(name() + " answered " + csv);
        }
        return new Stored(Long.parseLong(cells[0]), (long) Double.parseDouble("0" + cells[1]));
    }

    String writePath() {
        return writePath;
    }

    /// A server at work.
    record Running(HttpPeer peer, Process process, int port) implements AutoCloseable {
        PostClient connect() throws IOException {
            return new PostClient(port, peer.writePath());
        }

        /// Waits until so many rows can be read, or no more come.
        ///
        /// @param column that is summed up
        Stored awaitRows(String table, String column, long wanted)
                throws IOException, InterruptedException {
            long before = -1;
            Stored found = peer.stored(port, table, column);
            while (found.rows() < wanted && found.rows() != before) {
                TimeUnit.SECONDS.sleep(2);
                before = found.rows();
                found = peer.stored(port, table, column);
            }
            return found;
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
        }
    }

    /// Starts the server and waits until it takes connections.
    ///
    /// @param heap of its JVM, such as `1g`
    Running start(Path folder, String heap) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.ofThisJvm());
        command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path")));
        command.addAll(command(folder, port));
        Path log = folder.resolveSibling(name() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment(port));
        Process process = builder.start();
        for (int tenth = 0; tenth < 10 * START_SECONDS_MAX && process.isAlive(); tenth++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return new Running(this, process, port);
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        process.destroyForcibly();
        throw new IOException(name() + " did not start:\n" + Files.readString(log));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String get(int port, String path) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        try (InputStream in = address.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
