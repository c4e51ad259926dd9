package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.influxdb.v3.client.InfluxDBClient;
import com.influxdb.v3.client.PointValues;
import com.influxdb.v3.client.query.QueryOptions;

import dev.tidalite.http.auth.Permissions;
import dev.tidalite.http.auth.TokenStore;

import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// InfluxDB's own client queries the real process over Flight, on the port it writes to.
@SuppressWarnings("try") // closing a client may be interrupted
class FlightClientsTest {
    private static final String TOKEN = "clients-token";
    private static final int MANY_ROWS = 1_000_000;
    private static final QueryOptions INFLUXQL = QueryOptions.defaultInfluxQlQueryOptions();

    @TempDir static Path folder = Path.of("");
    private static ServerProcess server;
    private static String homeReader = "";

    @BeforeAll
    static void start() throws Exception {
        server = new ServerProcess(folder, "--token", TOKEN);
        homeReader = new TokenStore(folder).create("home", Permissions.parse("read:home"));
        write(
                "home",
                """
                home,room=kitchen temp=21.5,co2=410i,ok=true,note="warm",n=7u 1700000000000000000
                home,room=attic temp=17.25,co2=400i,ok=false,note="cold",n=8u 1700000060000000000
                """);
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < MANY_ROWS; row++) {
            lines.append("many,host=h").append(row % 10).append(" v=").append(row).append("i ");
            lines.append(1_700_000_000_000_000_000L + row).append('\n');
            if ((row + 1) % 100_000 == 0) {
                write("many", lines.toString());
                lines.setLength(0);
            }
        }
    }

    private static void write(String database, String lines) throws Exception {
        var response =
                server.post(
                        "/api/v2/write?bucket=" + database,
                        lines,
                        "Authorization",
                        "Token " + TOKEN);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(server.stop()).isEqualTo(143);
    }

    private static InfluxDBClient client(String database, String token) {
        return InfluxDBClient.getInstance(server.address(), token.toCharArray(), database);
    }

    private static InfluxDBClient client(String database) {
        return client(database, TOKEN);
    }

    @Test
    void sqlGivesRows() throws Exception {
        try (InfluxDBClient client = client("home");
                Stream<Object[]> rows =
                        client.query(
                                "SELECT room, temp, co2, ok, note, n FROM home ORDER BY time")) {
            assertThat(rows)
                    .containsExactly(
                            new Object[] {"kitchen", 21.5, 410L, true, "warm", 7L},
                            new Object[] {"attic", 17.25, 400L, false, "cold", 8L});
        }
    }

    @Test
    void influxqlGivesRows() throws Exception {
        try (InfluxDBClient client = client("home");
                Stream<Object[]> rows =
                        client.query("SELECT mean(temp) FROM home GROUP BY room", INFLUXQL)) {
            assertThat(rows)
                    .containsExactly(
                            new Object[] {"home", BigInteger.ZERO, "attic", 17.25},
                            new Object[] {"home", BigInteger.ZERO, "kitchen", 21.5});
        }
    }

    @Test
    void parametersOfEitherLanguage() throws Exception {
        try (InfluxDBClient client = client("home")) {
            Map<String, Object> values = Map.of("room", "attic", "least", 17, "ok", false);
            try (Stream<Object[]> rows =
                    client.query(
                            "SELECT co2 FROM home WHERE room = $room AND temp > $least AND ok ="
                                    + " $ok",
                            values)) {
                assertThat(rows).containsExactly(new Object[] {400L});
            }
            try (Stream<Object[]> rows =
                    client.query(
                            "SELECT co2 FROM home WHERE room = $room AND temp > $least",
                            Map.of("room", "attic", "least", 17.0),
                            INFLUXQL)) {
                assertThat(rows.map(row -> row[2])).containsExactly(400L);
            }
        }
    }

    @Test
    void pointsKnowTagsFieldsAndTimesByTheMetadata() throws Exception {
        try (InfluxDBClient client = client("home");
                Stream<PointValues> points =
                        client.queryPoints("SELECT * FROM home ORDER BY time LIMIT 1")) {
            PointValues point = points.findFirst().orElseThrow();
            assertThat(point.getTag("room")).isEqualTo("kitchen");
            assertThat(point.getField("temp")).isEqualTo(21.5);
            assertThat(point.getField("co2")).isEqualTo(410L);
            assertThat(point.getField("note")).isEqualTo("warm");
            assertThat(point.getField("room")).isNull();
            assertThat(point.getTimestamp()).isEqualTo(new BigInteger("1700000000000000000"));
        }
    }

    @Test
    void schemaOfAnEmptyAnswer() throws Exception {
        try (InfluxDBClient client = client("home");
                Stream<VectorSchemaRoot> batches =
                        client.queryBatches("SELECT time, room FROM home WHERE temp > 100")) {
            assertThat(batches.mapToInt(VectorSchemaRoot::getRowCount).sum()).isZero();
        }
    }

    @Test
    void schemaSaysWhatColumnsAre() throws Exception {
        try (InfluxDBClient client = client("home");
                Stream<VectorSchemaRoot> batches =
                        client.queryBatches(
                                "SELECT time, room, temp, temp + 1 AS more FROM home")) {
            Schema schema = batches.map(VectorSchemaRoot::getSchema).findFirst().orElseThrow();
            assertThat(schema.findField("time").isNullable()).isFalse();
            assertThat(
                            schema.getFields().stream()
                                    .map(f -> f.getMetadata().get("iox::column::type")))
                    .containsExactly(
                            "iox::column_type::timestamp",
                            "iox::column_type::tag",
                            "iox::column_type::field::float",
                            null);
        }
    }

    @Test
    void errorsHaveCodesAndTexts() throws Exception {
        failure(
                client("home"),
                "SELECT nix FROM home",
                FlightStatusCode.INVALID_ARGUMENT,
                "Error while planning query: ");
        failure(
                client("home"),
                "SELEC 1",
                FlightStatusCode.INVALID_ARGUMENT,
                "Error while planning query: ");
        failure(client("nowhere"), "SELECT 1", FlightStatusCode.NOT_FOUND, "nowhere");
        failure(
                client("home", "wrong"),
                "SELECT 1",
                FlightStatusCode.UNAUTHENTICATED,
                "Unauthenticated");
    }

    @Test
    void aTokenReadsItsOwnDatabasesOnly() throws Exception {
        try (InfluxDBClient client = client("home", homeReader);
                Stream<Object[]> rows = client.query("SELECT count(*) FROM home")) {
            assertThat(rows).containsExactly(new Object[] {2L});
        }
        failure(
                client("many", homeReader),
                "SELECT 1",
                FlightStatusCode.UNAUTHORIZED,
                "Permission denied");
    }

    private static void failure(
            InfluxDBClient client, String sql, FlightStatusCode code, String text)
            throws Exception {
        try (client) {
            assertThatThrownBy(
                            () -> {
                                try (Stream<Object[]> rows = client.query(sql)) {
                                    rows.count();
                                }
                            })
                    .isInstanceOfSatisfying(
                            FlightRuntimeException.class,
                            e -> assertThat(e.status().code()).isEqualTo(code))
                    .hasMessageContaining(text);
        }
    }

    @Test
    void aMillionRows() throws Exception {
        try (InfluxDBClient client = client("many");
                Stream<VectorSchemaRoot> batches =
                        client.queryBatches("SELECT time, host, v FROM many")) {
            long[] sums = new long[2];
            batches.forEach(batch -> {
                sums[0] += batch.getRowCount();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    sums[1] += (Long) batch.getVector("v").getObject(row);
                }
            });
            assertThat(sums[0]).isEqualTo(MANY_ROWS);
            assertThat(sums[1]).isEqualTo((long) MANY_ROWS * (MANY_ROWS - 1) / 2);
        }
    }

    /// More often than there may be streams at a time: each must end when its client goes. Over
    /// several connections, because one that resets its streams too fast is cut.
    @Test
    void aClientMayStopReadingAnyTime() throws Exception {
        for (int connection = 0; connection < 10; connection++) {
            try (InfluxDBClient client = client("many")) {
                for (int round = 0; round < 30; round++) {
                    try (Stream<VectorSchemaRoot> batches =
                            client.queryBatches("SELECT time, host, v FROM many")) {
                        assertThat(batches.findFirst().orElseThrow().getRowCount()).isPositive();
                    }
                }
            }
        }
        try (InfluxDBClient client = client("many");
                Stream<Object[]> rows = client.query("SELECT count(*) FROM many")) {
            assertThat(rows).containsExactly(new Object[] {(long) MANY_ROWS});
        }
    }

    @Test
    void flightTakesNothingButGrpc() throws Exception {
        String path = "/arrow.flight.protocol.FlightService/DoGet";
        assertThat(server.get(path).statusCode()).isEqualTo(405);
        assertThat(server.post(path, "{}").statusCode()).isEqualTo(415);
        assertThat(server.post(path, "", "Content-Type", "application/grpc").statusCode())
                .isEqualTo(505);
    }

    @Test
    void anotherRequestOfTheSameClientIsWritten() throws Exception {
        try (InfluxDBClient client = client("both")) {
            client.writeRecords(List.of("m,t=a f=1 1", "m,t=b f=2 2"));
            try (Stream<Object[]> rows = client.query("SELECT t, f FROM m ORDER BY t")) {
                assertThat(rows).containsExactly(new Object[] {"a", 1.0}, new Object[] {"b", 2.0});
            }
        }
    }
}
