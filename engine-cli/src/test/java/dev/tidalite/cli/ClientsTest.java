package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import com.influxdb.v3.client.InfluxDBApiException;
import com.influxdb.v3.client.InfluxDBClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The official clients, unchanged, against the real process.
@SuppressWarnings("try") // closing a client may be interrupted
class ClientsTest {
    private static final String TOKEN = "clients-token";

    @TempDir static Path folder = Path.of("");
    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        server = new ServerProcess(folder, "--token", TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> rows(String database, String sql) throws Exception {
        return server.get(
                        "/api/v3/query_sql?format=csv&db="
                                + database
                                + "&q="
                                + java.net.URLEncoder.encode(
                                        sql, java.nio.charset.StandardCharsets.UTF_8),
                        "Authorization",
                        "Bearer " + TOKEN)
                .body()
                .lines()
                .skip(1)
                .toList();
    }

    @Test
    void influxdb3JavaWrites() throws Exception {
        try (InfluxDBClient client =
                InfluxDBClient.getInstance(server.address(), TOKEN.toCharArray(), "v3")) {
            client.writeRecord("home,room=kitchen temp=21.5,co2=410i 1700000000000000000");
            client.writePoint(
                    com.influxdb.v3.client.Point.measurement("home")
                            .setTag("room", "attic")
                            .setField("temp", 17.25)
                            .setTimestamp(java.time.Instant.ofEpochSecond(1_700_000_000L)));

            assertThat(rows("v3", "SELECT room, temp FROM home ORDER BY room"))
                    .containsExactly("attic,17.25", "kitchen,21.5");
        }
    }

    @Test
    void influxdb3JavaIsToldWhatIsWrong() throws Exception {
        try (InfluxDBClient client =
                InfluxDBClient.getInstance(server.address(), TOKEN.toCharArray(), "v3e")) {
            assertThatThrownBy(() -> client.writeRecord("home temp="))
                    .isInstanceOf(InfluxDBApiException.class)
                    .hasMessageContaining("No fields were provided");
        }
        try (InfluxDBClient client =
                InfluxDBClient.getInstance(server.address(), "wrong".toCharArray(), "v3e")) {
            assertThatThrownBy(() -> client.writeRecord("home temp=1"))
                    .isInstanceOf(InfluxDBApiException.class)
                    .hasMessageContaining("unauthorized access");
        }
    }

    @Test
    void influxdbClientJavaWrites() throws Exception {
        try (com.influxdb.client.InfluxDBClient client =
                InfluxDBClientFactory.create(server.address(), TOKEN.toCharArray(), "org", "v2")) {
            client.enableGzip();
            WriteApiBlocking write = client.getWriteApiBlocking();
            write.writeRecord(WritePrecision.S, "home,room=kitchen temp=20 1700000000");
            write.writePoint(
                    Point.measurement("home")
                            .addTag("room", "hall")
                            .addField("temp", 19.5)
                            .time(1_700_000_001L, WritePrecision.S));

            assertThat(client.ping()).isTrue();
            assertThat(rows("v2", "SELECT time, room, temp FROM home ORDER BY time"))
                    .containsExactly(
                            "2023-11-14T22:13:20,kitchen,20.0", "2023-11-14T22:13:21,hall,19.5");
        }
    }
}
