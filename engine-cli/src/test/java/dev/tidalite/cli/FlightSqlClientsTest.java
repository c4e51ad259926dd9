package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.arrow.adbc.core.AdbcConnection;
import org.apache.arrow.adbc.core.AdbcDatabase;
import org.apache.arrow.adbc.core.AdbcDriver;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.core.AdbcStatusCode;
import org.apache.arrow.adbc.driver.flightsql.FlightSqlConnectionProperties;
import org.apache.arrow.adbc.driver.flightsql.FlightSqlDriver;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.util.TableRef;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Clients of Flight SQL, unchanged, against the real process: the JDBC driver, Arrow's own client
/// and ADBC.
@SuppressWarnings("try") // closing a client may be interrupted
class FlightSqlClientsTest {
    private static final String TOKEN = "clients-token";
    private static final int MANY_ROWS = 100_000;

    @TempDir static Path folder = Path.of("");
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerProcess(folder, "--token", TOKEN);
        write(
                """
                home,room=kitchen temp=21.5,co2=410i,ok=true,note="warm" 1700000000000000000
                home,room=attic temp=17.25,co2=400i,ok=false,note="cold" 1700000060000000000
                alarm,level=high text="smoke" 1700000000000000000
                """);
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < MANY_ROWS; row++) {
            lines.append("many v=").append(row).append("i ").append(row).append('\n');
        }
        write(lines.toString());
    }

    private static void write(String lines) throws Exception {
        write(server, lines);
    }

    private static void write(ServerProcess server, String lines) throws Exception {
        var response =
                server.post("/api/v2/write?bucket=db", lines, "Authorization", "Token " + TOKEN);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int port() {
        return port(server);
    }

    private static int port(ServerProcess server) {
        return URI.create(server.address()).getPort();
    }

    private static Connection jdbc(String more) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:arrow-flight-sql://127.0.0.1:"
                        + port()
                        + "/?useEncryption=false&database=db&"
                        + more);
    }

    private static Connection jdbc() throws SQLException {
        return jdbc("token=" + TOKEN);
    }

    private static List<List<Object>> rows(ResultSet result) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (result) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getObject(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void jdbcRunsStatements() throws SQLException {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT room, temp, co2, ok, note FROM home ORDER BY room")) {
            assertThat(rows(result))
                    .containsExactly(
                            List.of("attic", 17.25, 400L, false, "cold"),
                            List.of("kitchen", 21.5, 410L, true, "warm"));
        }
    }

    @Test
    void jdbcTakesAUserAndAPassword() throws SQLException {
        try (Connection connection = jdbc("user=whoever&password=" + TOKEN);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM home")) {
            assertThat(rows(result)).containsExactly(List.of(2L));
        }
    }

    @Test
    void jdbcBindsParameters() throws SQLException {
        String sql = "SELECT note FROM home WHERE room = ? AND temp < ? AND co2 >= ? AND ok = ?";
        try (Connection connection = jdbc();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "attic");
            statement.setDouble(2, 17.5);
            statement.setLong(3, 400);
            statement.setBoolean(4, false);
            assertThat(rows(statement.executeQuery())).containsExactly(List.of("cold"));

            statement.setString(1, "kitchen");
            statement.setDouble(2, 21.75);
            statement.setBoolean(4, true);
            assertThat(rows(statement.executeQuery())).containsExactly(List.of("warm"));
        }
    }

    @Test
    void jdbcReadsTimesAndManyRows() throws SQLException {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            try (ResultSet result =
                    statement.executeQuery("SELECT time FROM home ORDER BY time LIMIT 1")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getTimestamp(1)).isNotNull();
                assertThat(result.getMetaData().getColumnType(1)).isEqualTo(Types.TIMESTAMP);
            }
            try (ResultSet result = statement.executeQuery("SELECT v FROM many")) {
                long sum = 0;
                while (result.next()) {
                    sum += result.getLong(1);
                }
                assertThat(sum).isEqualTo((long) MANY_ROWS * (MANY_ROWS - 1) / 2);
            }
        }
    }

    @Test
    void jdbcReadsTheCatalog() throws SQLException {
        try (Connection connection = jdbc()) {
            DatabaseMetaData catalog = connection.getMetaData();
            assertThat(catalog.getDatabaseProductName()).isEqualTo("InfluxDB IOx");
            assertThat(catalog.isReadOnly()).isTrue();
            assertThat(rows(catalog.getCatalogs())).containsExactly(List.of("public"));
            assertThat(names(catalog.getSchemas(), "TABLE_SCHEM"))
                    .containsExactly("information_schema", "iox");
            assertThat(names(catalog.getTableTypes(), "TABLE_TYPE"))
                    .containsExactly("BASE TABLE", "VIEW");
            assertThat(names(catalog.getTables(null, "iox", "%", null), "TABLE_NAME"))
                    .containsExactly("alarm", "home", "many");
            try (ResultSet columns = catalog.getColumns(null, "iox", "home", "%")) {
                Map<String, Integer> types = new HashMap<>();
                while (columns.next()) {
                    types.put(columns.getString("COLUMN_NAME"), columns.getInt("DATA_TYPE"));
                }
                assertThat(types)
                        .containsOnly(
                                Map.entry("time", Types.TIMESTAMP),
                                Map.entry("room", Types.VARCHAR),
                                Map.entry("temp", Types.DOUBLE),
                                Map.entry("co2", Types.BIGINT),
                                Map.entry("ok", Types.BOOLEAN),
                                Map.entry("note", Types.VARCHAR));
            }
            assertThat(rows(catalog.getPrimaryKeys(null, "iox", "home"))).isEmpty();
        }
    }

    private static List<String> names(ResultSet result, String column) throws SQLException {
        List<String> names = new ArrayList<>();
        try (result) {
            while (result.next()) {
                names.add(result.getString(column));
            }
        }
        return names;
    }

    @Test
    void jdbcIsToldWhatIsWrong() throws SQLException {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT nix FROM home"))
                    .isInstanceOf(SQLException.class)
                    .hasStackTraceContaining("Error while planning query: ");
        }
        try (Connection connection = jdbc("token=wrong");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1"))
                    .hasStackTraceContaining("Unauthenticated");
        }
    }

    private static CallOption[] options() {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", "Bearer " + TOKEN);
        headers.insert("database", "db");
        return new CallOption[] {new HeaderCallOption(headers)};
    }

    private static List<String> read(FlightSqlClient client, FlightInfo info) throws Exception {
        List<String> rows = new ArrayList<>();
        try (FlightStream stream =
                client.getStream(info.getEndpoints().getFirst().getTicket(), options())) {
            while (stream.next()) {
                VectorSchemaRoot batch = stream.getRoot();
                for (int row = 0; row < batch.getRowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector column : batch.getFieldVectors()) {
                        values.add(String.valueOf(column.getObject(row)));
                    }
                    rows.add(String.join(" ", values));
                }
            }
        }
        return rows;
    }

    @Test
    void arrowsOwnClient() throws Exception {
        try (BufferAllocator memory = new RootAllocator();
                FlightSqlClient client =
                        new FlightSqlClient(
                                FlightClient.builder(
                                                memory,
                                                Location.forGrpcInsecure("127.0.0.1", port()))
                                        .build())) {
            assertThat(read(client, client.execute("SELECT max(temp) FROM home", options())))
                    .containsExactly("21.5");
            assertThat(read(client, client.getTableTypes(options())))
                    .containsExactly("BASE TABLE", "VIEW");
            assertThat(read(client, client.getTables(null, "iox", null, null, false, options())))
                    .containsExactly(
                            "public iox alarm BASE TABLE",
                            "public iox home BASE TABLE",
                            "public iox many BASE TABLE");
            assertThat(
                            read(
                                    client,
                                    client.getPrimaryKeys(
                                            TableRef.of("public", "iox", "home"), options())))
                    .isEmpty();
            assertThat(read(client, client.getXdbcTypeInfo(options()))).hasSize(10);
            assertThat(
                            client.getExecuteSchema("SELECT temp FROM home", options())
                                    .getSchema()
                                    .getFields())
                    .hasSize(1);
            assertThatThrownBy(() -> client.executeUpdate("DELETE FROM home", options()))
                    .hasStackTraceContaining("not supported");
            assertThatThrownBy(() -> client.beginTransaction(options()))
                    .isInstanceOfSatisfying(
                            FlightRuntimeException.class,
                            e ->
                                    assertThat(e.status().code())
                                            .isEqualTo(FlightStatusCode.UNIMPLEMENTED));
            preparedByArrowsOwnClient(memory, client);
        }
    }

    private static void preparedByArrowsOwnClient(BufferAllocator memory, FlightSqlClient client)
            throws Exception {
        String sql = "SELECT note FROM home WHERE room = $room AND temp < $most";
        try (FlightSqlClient.PreparedStatement statement = client.prepare(sql, options())) {
            assertThat(statement.getParameterSchema().getFields()).hasSize(2);
            assertThat(statement.getResultSetSchema().findField("note")).isNotNull();
            VarCharVector room = new VarCharVector("room", memory);
            room.setSafe(0, new Text("attic"));
            Float8Vector most = new Float8Vector("most", memory);
            most.setSafe(0, 18);
            VectorSchemaRoot values = new VectorSchemaRoot(List.of(room, most));
            values.setRowCount(1);
            statement.setParameters(values); // which closes them
            assertThat(read(client, statement.execute(options()))).containsExactly("cold");
            statement.close(options());
        }
    }

    private static AdbcDatabase adbc(BufferAllocator memory, ServerProcess server, String token)
            throws AdbcException {
        Map<String, Object> parameters = new HashMap<>();
        AdbcDriver.PARAM_URI.set(parameters, "grpc+tcp://127.0.0.1:" + port(server));
        String header = FlightSqlConnectionProperties.RPC_CALL_HEADER_PREFIX;
        parameters.put(header + "authorization", "Bearer " + token);
        parameters.put(header + "database", "db");
        return new FlightSqlDriver(memory).open(parameters);
    }

    @Test
    void adbc() throws Exception {
        try (BufferAllocator memory = new RootAllocator();
                AdbcDatabase database = adbc(memory, server, TOKEN);
                AdbcConnection connection = database.connect();
                AdbcStatement statement = connection.createStatement()) {
            statement.setSqlQuery("SELECT v FROM many");
            try (AdbcStatement.QueryResult result = statement.executeQuery()) {
                assertThat(count(result.getReader())).isEqualTo(MANY_ROWS);
            }
            try (ArrowReader info = connection.getInfo()) {
                assertThat(count(info)).isPositive();
            }
        }
    }

    /// Where no token is asked for: to run a prepared statement, this version of ADBC leaves out
    /// the headers of the connection.
    @Test
    void adbcBindsParameters(@TempDir Path data) throws Exception {
        try (ServerProcess open = new ServerProcess(data, "--without-auth");
                BufferAllocator memory = new RootAllocator();
                AdbcDatabase database = adbc(memory, open, TOKEN);
                AdbcConnection connection = database.connect();
                AdbcStatement statement = connection.createStatement();
                VarCharVector room = new VarCharVector("0", memory)) {
            write(open, "home,room=attic note=\"cold\"\nhome,room=kitchen note=\"warm\"");
            statement.setSqlQuery("SELECT note FROM home WHERE room = $1");
            statement.prepare();
            room.setSafe(0, new Text("attic"));
            VectorSchemaRoot values = new VectorSchemaRoot(List.of(room));
            values.setRowCount(1);
            statement.bind(values);
            try (AdbcStatement.QueryResult result = statement.executeQuery()) {
                assertThat(result.getReader().loadNextBatch()).isTrue();
                assertThat(
                                result.getReader()
                                        .getVectorSchemaRoot()
                                        .getVector("note")
                                        .getObject(0)
                                        .toString())
                        .isEqualTo("cold");
            }
        }
    }

    @Test
    void adbcIsToldWhatIsWrong() throws Exception {
        try (BufferAllocator memory = new RootAllocator();
                AdbcDatabase database = adbc(memory, server, "wrong");
                AdbcConnection connection = database.connect();
                AdbcStatement statement = connection.createStatement()) {
            statement.setSqlQuery("SELECT 1");
            assertThatThrownBy(statement::executeQuery)
                    .isInstanceOfSatisfying(
                            AdbcException.class,
                            e ->
                                    assertThat(e.getStatus())
                                            .isEqualTo(AdbcStatusCode.UNAUTHENTICATED));
        }
    }

    private static long count(ArrowReader reader) throws Exception {
        long rows = 0;
        VectorSchemaRoot batch = reader.getVectorSchemaRoot(); // before the first is loaded
        while (reader.loadNextBatch()) {
            rows += batch.getRowCount();
        }
        return rows;
    }
}
