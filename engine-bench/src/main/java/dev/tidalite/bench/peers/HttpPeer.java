package dev.tidalite.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tidalite.bench.report.JvmFlags;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is measured: how its server is started, written to and asked.
public enum HttpPeer {
    /// Every write is synced, as by default.
    TIDALITE("/api/v2/write?bucket=bench&precision=ns") {
        @Override
        List<String> command(Path folder, int port, String heap) {
            return java(
                    heap,
                    List.of(
                            "dev.tidalite.cli.Main",
                            "serve",
                            "--without-auth",
                            "--data",
                            folder.toString(),
                            "--port",
                            Integer.toString(port)));
        }

        @Override
        Stored stored(PeerConnection connection, String table, String column) throws IOException {
            return storedBySql(
                    connection, "/api/v3/query_sql?db=bench&format=csv&q=", table, column);
        }
    },
    /// With its own defaults, where a write is not synced, but for the number of connections, 256.
    QUESTDB("/write?precision=n") {
        @Override
        List<String> command(Path folder, int port, String heap) {
            return java(heap, List.of("io.questdb.ServerMain", "-d", folder.toString()));
        }

        @Override
        Map<String, String> environment(Path folder, int port) {
            return Map.of(
                    "QDB_HTTP_BIND_TO", "127.0.0.1:" + port,
                    "QDB_HTTP_NET_CONNECTION_LIMIT", "10000",
                    "QDB_HTTP_MIN_ENABLED", "false",
                    "QDB_PG_ENABLED", "false",
                    "QDB_LINE_TCP_ENABLED", "false",
                    "QDB_TELEMETRY_ENABLED", "false");
        }

        @Override
        Stored stored(PeerConnection connection, String table, String column) throws IOException {
            return storedBySql(connection, "/exp?query=", table, column);
        }
    },
    /// InfluxDB 1.x with its own defaults: its log is synced before a write is acknowledged.
    INFLUXDB("/write?db=bench&precision=ns") {
        @Override
        Optional<String> program() {
            return Optional.of("influxd");
        }

        @Override
        List<String> command(Path folder, int port, String heap) {
            return List.of("influxd", "run", "-config", "/dev/null");
        }

        @Override
        Map<String, String> environment(Path folder, int port) throws IOException {
            return Map.of(
                    "INFLUXDB_HTTP_BIND_ADDRESS",
                    "127.0.0.1:" + port,
                    "INFLUXDB_BIND_ADDRESS",
                    "127.0.0.1:" + freePort(),
                    "INFLUXDB_META_DIR",
                    folder.resolve("meta").toString(),
                    "INFLUXDB_DATA_DIR",
                    folder.resolve("data").toString(),
                    "INFLUXDB_DATA_WAL_DIR",
                    folder.resolve("wal").toString(),
                    "INFLUXDB_HTTP_LOG_ENABLED",
                    "false",
                    "INFLUXDB_MONITOR_STORE_ENABLED",
                    "false",
                    "INFLUXDB_REPORTING_DISABLED",
                    "true");
        }

        @Override
        void prepare(PeerConnection connection) throws IOException {
            connection.get("/query?q=" + encode("CREATE DATABASE bench"));
        }

        @Override
        Stored stored(PeerConnection connection, String table, String column) throws IOException {
            String query = "SELECT count(" + column + "), sum(" + column + ") FROM " + table;
            byte[] json = connection.get("/query?db=bench&epoch=ns&q=" + encode(query));
            JsonNode row = JSON.readTree(json).at("/results/0/series/0/values/0");
            return new Stored(row.path(1).asLong(), row.path(2).asLong());
        }
    },
    /// With its own defaults, which keep rows in memory for seconds before they are on disk, but
    /// that it may keep what is older than a month.
    VICTORIAMETRICS("/write?precision=ns") {
        @Override
        Optional<String> program() {
            return Optional.of("victoria-metrics");
        }

        @Override
        List<String> command(Path folder, int port, String heap) {
            return List.of(
                    "victoria-metrics",
                    "-storageDataPath=" + folder,
                    "-httpListenAddr=127.0.0.1:" + port,
                    "-retentionPeriod=100y");
        }

        @Override
        Stored stored(PeerConnection connection, String table, String column) throws IOException {
            connection.get("/internal/force_flush");
            String values = "_over_time(" + table + "_" + column + "[50y]))";
            return new Stored(
                    (long) number(connection, "sum(count" + values),
                    (long) number(connection, "sum(sum" + values));
        }

        private double number(PeerConnection connection, String query) throws IOException {
            byte[] json = connection.get("/api/v1/query?nocache=1&query=" + encode(query));
            return JSON.readTree(json).at("/data/result/0/value/1").asDouble();
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String writePath;

    HttpPeer(String writePath) {
        this.writePath = writePath;
    }

    /// The program that has to be on the PATH, if it is not part of this one.
    Optional<String> program() {
        return Optional.empty();
    }

    abstract List<String> command(Path folder, int port, String heap);

    Map<String, String> environment(Path folder, int port) throws IOException {
        return Map.of();
    }

    /// Called once when it takes requests.
    void prepare(PeerConnection connection) throws IOException {}

    /// What can be read of a table now.
    abstract Stored stored(PeerConnection connection, String table, String column)
            throws IOException;

    /// Where lines with nanoseconds are posted to, with its query.
    public String writePath() {
        return writePath;
    }

    /// What can be read of a table.
    ///
    /// @param sum of one of its columns
    public record Stored(long rows, long sum) {}

    /// Those that can be started here; of each other one, a line says why it is left out.
    public static List<HttpPeer> startable(List<HttpPeer> wanted) {
        return wanted.stream().filter(HttpPeer::isStartable).toList();
    }

    /// Whether its program is here; if it is not, a line says so.
    public boolean isStartable() {
        Optional<String> absent = program().filter(name -> !isOnPath(name));
        absent.ifPresent(
                name -> System.err.println(this + " is left out: no " + name + " on the PATH"));
        return absent.isEmpty();
    }

    private static boolean isOnPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static Stored storedBySql(
            PeerConnection connection, String path, String table, String column)
            throws IOException {
        String query = "SELECT count(*) AS n, sum(" + column + ") AS s FROM " + table;
        String csv = new String(connection.get(path + encode(query)), StandardCharsets.UTF_8);
        String[] cells = csv.lines().skip(1).findFirst().orElse("").strip().split(",", -1);
        if (cells.length != 2) {
            throw new IOException("no count but " + csv);
        }
        return new Stored(Long.parseLong(cells[0]), (long) Double.parseDouble("0" + cells[1]));
    }

    private static List<String> java(String heap, List<String> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.ofThisJvm());
        command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path")));
        command.addAll(main);
        return command;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// As a value in a query of an address.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Starts the server and waits until it takes connections.
    ///
    /// @param heap of its JVM, such as `1g`, if it has one
    public PeerServer start(Path folder, String heap) throws IOException, InterruptedException {
        return PeerServer.start(this, folder, heap);
    }
}
