package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.domain.InfluxQLQuery;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.query.InfluxQLQueryResult;

import io.micrometer.core.instrument.Clock;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;

import okhttp3.OkHttpClient;

import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBException;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.BoundParameterQuery.QueryBuilder;
import org.influxdb.dto.Point;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Clients of the older interfaces, unchanged, against the real process.
@SuppressWarnings("try") // closing a client may be interrupted
@Timeout(120)
class V1ClientsTest {
    private static final String TOKEN = "clients-token";
    private static final int MANY_ROWS = 1_000_000;

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

    private static InfluxDB connect(InfluxDB.ResponseFormat format) {
        return InfluxDBFactory.connect(
                server.address(), "user", TOKEN, new OkHttpClient.Builder(), format);
    }

    private static List<Object> onlyRow(QueryResult result) {
        assertThat(result.hasError()).as(result.getError()).isFalse();
        return result.getResults().getFirst().getSeries().getFirst().getValues().getFirst();
    }

    @ParameterizedTest
    @EnumSource(InfluxDB.ResponseFormat.class)
    void influxdbJavaWritesAndQueries(InfluxDB.ResponseFormat format) {
        String database = "v1_" + format.name().toLowerCase(java.util.Locale.ROOT);
        try (InfluxDB influx = connect(format)) {
            assertThat(influx.ping().isGood()).isTrue();
            assertThat(influx.query(new Query("CREATE DATABASE " + database)).hasError()).isFalse();
            influx.setDatabase(database);
            influx.enableGzip();
            influx.write(
                    Point.measurement("home")
                            .time(1_700_000_000L, TimeUnit.SECONDS)
                            .tag("room", "kitchen")
                            .addField("temp", 21.5)
                            .addField("n", 3L)
                            .addField("note", "ü \"quoted\"")
                            .build());

            Query all = new Query("SELECT temp, n, note, room FROM home", database);
            List<Object> row = onlyRow(influx.query(all, TimeUnit.SECONDS));
            assertThat(((Number) row.get(0)).longValue()).isEqualTo(1_700_000_000L);
            assertThat(((Number) row.get(1)).doubleValue()).isEqualTo(21.5);
            assertThat(((Number) row.get(2)).longValue()).isEqualTo(3);
            assertThat(row.subList(3, 5)).containsExactly("ü \"quoted\"", "kitchen");

            Query bound =
                    QueryBuilder.newQuery("SELECT temp FROM home WHERE room = $room")
                            .forDatabase(database)
                            .bind("room", "kitchen")
                            .create();
            assertThat(((Number) onlyRow(influx.query(bound)).get(1)).doubleValue())
                    .isEqualTo(21.5);
            QueryResult databases = influx.query(new Query("SHOW DATABASES"));
            assertThat(databases.getResults().getFirst().getSeries().getFirst().getValues())
                    .contains(List.of(database));
        }
    }

    @Test
    void influxdbJavaIsToldWhatIsWrong() {
        try (InfluxDB influx = connect(InfluxDB.ResponseFormat.JSON)) {
            influx.setDatabase("v1e");
            influx.write("home f=1 1");
            assertThatThrownBy(() -> influx.write("home f=1i 2"))
                    .isInstanceOf(InfluxDBException.FieldTypeConflictException.class);
            assertThatThrownBy(() -> influx.write("home f="))
                    .isInstanceOf(InfluxDBException.UnableToParseException.class);
            assertThat(influx.query(new Query("SELECT foo(f) FROM home", "v1e")).getResults())
                    .first()
                    .satisfies(result -> assertThat(result.getError()).contains("foo"));
        }
        try (InfluxDB influx = InfluxDBFactory.connect(server.address(), "user", "wrong")) {
            assertThatThrownBy(() -> influx.query(new Query("SHOW DATABASES")))
                    .hasMessageContaining("unauthorized access");
        }
    }

    /// In chunks, and then given up after the first.
    @Test
    void aMillionRowsCome() throws Exception {
        readAMillionRows();
    }

    private void readAMillionRows() throws Exception {
        for (int from = 0; from < MANY_ROWS; from += 100_000) {
            StringBuilder lines = new StringBuilder();
            for (int row = from; row < from + 100_000; row++) {
                lines.append("many v=").append(row).append("i ").append(row).append('\n');
            }
            assertThat(
                            server.post(
                                            "/write?db=many",
                                            lines.toString(),
                                            "Authorization",
                                            "Token " + TOKEN)
                                    .statusCode())
                    .isEqualTo(204);
        }
        try (InfluxDB influx = connect(InfluxDB.ResponseFormat.MSGPACK)) {
            AtomicLong sum = new AtomicLong();
            AtomicLong rows = new AtomicLong();
            CountDownLatch end = new CountDownLatch(1);
            influx.query(
                    new Query("SELECT v FROM many", "many"),
                    10_000,
                    (cancellable, result) -> {
                        for (List<Object> row :
                                result.getResults().getFirst().getSeries().getFirst().getValues()) {
                            sum.addAndGet(((Number) row.get(1)).longValue());
                            rows.incrementAndGet();
                        }
                    },
                    end::countDown);
            end.await();
            assertThat(rows.get()).isEqualTo(MANY_ROWS);
            assertThat(sum.get()).isEqualTo((long) MANY_ROWS * (MANY_ROWS - 1) / 2);
        }
    }

    /// A client that goes away ends its query.
    @Test
    void aQueryEndsWithItsClient() throws Exception {
        readAMillionRows();
        URI address =
                URI.create(
                        server.address()
                                + "/query?db=many&chunked=true&p="
                                + TOKEN
                                + "&q=SELECT%20v%20FROM%20many");
        try (InputStream in = address.toURL().openStream()) {
            assertThat(in.read()).isEqualTo('{');
        }
        String metrics = "";
        while (!metrics.contains("tidalite_http_queries_active 0.0\n")) {
            metrics = server.get("/metrics", "Authorization", "Bearer " + TOKEN).body();
        }
    }

    @Test
    void influxdbClientJavaQueriesAndDeletes() throws Exception {
        try (com.influxdb.client.InfluxDBClient client =
                InfluxDBClientFactory.create(server.address(), TOKEN.toCharArray(), "org", "v2q")) {
            client.getWriteApiBlocking()
                    .writeRecords(
                            WritePrecision.S,
                            List.of("home,room=kitchen temp=20 1", "home,room=attic temp=18 2"));
            InfluxQLQueryResult result =
                    client.getInfluxQLQueryApi()
                            .query(new InfluxQLQuery("SELECT temp, room FROM home", "v2q"));
            assertThat(result.getResults().getFirst().getSeries().getFirst().getValues())
                    .extracting(record -> record.getValueByKey("room"))
                    .containsExactly("kitchen", "attic");

            OffsetDateTime start = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
            client.getDeleteApi().delete(start, start.plusDays(1), "room=\"attic\"", "v2q", "org");
            assertThat(
                            client.getInfluxQLQueryApi()
                                    .query(new InfluxQLQuery("SELECT temp FROM home", "v2q"))
                                    .getResults()
                                    .getFirst()
                                    .getSeries()
                                    .getFirst()
                                    .getValues())
                    .hasSize(1);
            assertThat(client.getBucketsApi().findBucketByName("v2q")).isNotNull();
            assertThatThrownBy(() -> client.getQueryApi().query("from(bucket:\"v2q\")"))
                    .isInstanceOf(InfluxException.class)
                    .hasMessageContaining("Flux is not supported");
        }
    }

    private record Settings(Map<String, String> values) implements InfluxConfig {
        @Override
        public @Nullable String get(String key) {
            return values.get(key);
        }
    }

    @Test
    void micrometerPublishes() throws Exception {
        Map<String, Map<String, String>> configurations =
                Map.of(
                        "meters_v2",
                        Map.of(
                                "influx.org",
                                "org",
                                "influx.bucket",
                                "meters_v2",
                                "influx.token",
                                TOKEN),
                        "meters_v1",
                        Map.of(
                                "influx.db",
                                "meters_v1",
                                "influx.userName",
                                "user",
                                "influx.password",
                                TOKEN));
        for (Map.Entry<String, Map<String, String>> one : configurations.entrySet()) {
            Map<String, String> values = new java.util.HashMap<>(one.getValue());
            values.put("influx.uri", server.address());
            values.put("influx.step", "1h");
            InfluxMeterRegistry registry =
                    new InfluxMeterRegistry(new Settings(values), Clock.SYSTEM);
            registry.gauge("requests.open", 7);
            registry.close(); // publishes
            String csv =
                    server.get(
                                    "/api/v3/query_sql?format=csv&q=SELECT%20value%20FROM%20requests_open&db="
                                            + one.getKey(),
                                    "Authorization",
                                    "Bearer " + TOKEN)
                            .body();
            assertThat(csv).isEqualTo("value\n7.0\n");
        }
    }
}
