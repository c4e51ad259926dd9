package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.http.TableFormat;
import dev.tidalite.query.QueryRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `import` of every kind of file, `write` of every precision, and Parquet out of `query` and
/// `export`, read again by DuckDB.
@Timeout(120)
class ImportCommandTest {
    @TempDir Path folder = Path.of("");

    private String told = "";

    /// Runs a command on one data folder.
    private int run(String command, String... rest) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--data", folder.resolve("data").toString(), "--db", "db"));
        words.addAll(List.of(rest));
        StringWriter errors = new StringWriter();
        String[] arguments = words.toArray(String[]::new);
        picocli.CommandLine program = Main.commandLine(arguments);
        program.setErr(new PrintWriter(errors));
        int code = program.execute(arguments);
        told = errors.toString();
        return code;
    }

    private String query(String text) throws IOException {
        Path out = folder.resolve("out.csv");
        assertThat(run("query", "--format", "csv", "-o", out.toString(), text))
                .as(() -> told)
                .isZero();
        return Files.readString(out);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String duck(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            StringBuilder text = new StringBuilder();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int i = 1; i <= columns; i++) {
                            text.append(i == 1 ? "" : ",").append(rows.getString(i));
                        }
                        text.append('\n');
                    }
                }
            }
            return text.toString();
        }
    }

    @Test
    void csvWithAHeader() throws IOException {
        String csv =
                file(
                        "home.csv",
                        """
                        time,room,note,temp,n,ok
                        2022-01-01 08:00:00,kitchen,"a ""b"", c",21.5,1,true
                        2022-01-01 09:00:00,"living, room",,18.25,2,false
                        """);
        assertThat(run("import", "--quiet", "--tags", "room", csv)).as(() -> told).isZero();
        assertThat(query("SELECT time, room, note, temp, n, ok FROM home ORDER BY time"))
                .isEqualTo(
                        """
                        time,room,note,temp,n,ok
                        2022-01-01T08:00:00,kitchen,"a ""b"", c",21.5,1,true
                        2022-01-01T09:00:00,"living, room",,18.25,2,false
                        """);
    }

    @Test
    void timesAsNumbersAndAnotherTable() throws IOException {
        String csv = file("x.csv", "when,host,v\n3600,a,1.5\n7200,b,2.5\n");
        assertThat(
                        run(
                                "import",
                                "--quiet",
                                "--time",
                                "when",
                                "--precision",
                                "s",
                                "--table",
                                "other",
                                csv))
                .as(() -> told)
                .isZero();
        assertThat(query("SELECT host, v, time FROM other ORDER BY time"))
                .isEqualTo("host,v,time\na,1.5,1970-01-01T01:00:00\nb,2.5,1970-01-01T02:00:00\n");
    }

    @Test
    void badRowsGoToAFile() throws IOException {
        String csv =
                file(
                        "m.csv",
                        """
                        time,host,v
                        2022-01-01 08:00:00,a,1
                        ,b,2
                        2022-01-01 08:00:02,c,
                        2022-01-01 08:00:03,d,4
                        """);
        Path bad = folder.resolve("bad");
        assertThat(run("import", "--quiet", "--errors", bad.toString(), csv)).isOne();
        assertThat(Files.readAllLines(bad))
                .containsExactly(
                        "# row 2 has no time",
                        "m,host=b v=2i",
                        "# row 3 has no field",
                        "m,host=c 1641024002000000000");
        assertThat(query("SELECT host FROM m ORDER BY host")).isEqualTo("host\na\nd\n");
    }

    @Test
    void parquetOfAnotherProgramAndOfOurs() throws IOException, SQLException {
        Path foreign = folder.resolve("cpu.parquet");
        duck(
                "COPY (SELECT make_timestamp_ns(1700000000000000000 + i) AS time, 'h' || i % 3 AS"
                    + " host, i::UBIGINT AS u, i AS n, i / 4 AS f, i % 2 = 0 AS b, NULL::VARCHAR AS"
                    + " nothing FROM range(50000) r(i)) TO '"
                        + foreign
                        + "' (FORMAT parquet, COMPRESSION snappy)");
        assertThat(run("import", "--quiet", foreign.toString())).as(() -> told).isZero();
        String check = "count(*), sum(n), sum(f), max(u), count(DISTINCT host), max(time)";
        String wanted = duck("SELECT " + check + " FROM '" + foreign + "'");
        assertThat(wanted).startsWith("50000,1249975000,");
        for (String format : new String[] {"export", "query"}) {
            Path ours = folder.resolve(format + ".parquet");
            String where = format.equals("export") ? "--table" : "SELECT * FROM cpu";
            List<String> rest = new ArrayList<>(List.of("--format", "parquet", "-o"));
            rest.add(ours.toString());
            rest.add(where);
            if (format.equals("export")) {
                rest.add("cpu");
            }
            assertThat(run(format, rest.toArray(String[]::new))).as(() -> told).isZero();
            assertThat(duck("SELECT " + check + " FROM '" + ours + "'")).isEqualTo(wanted);
            assertThat(
                            duck(
                                    "FROM (SELECT time, host, u, n, f, b FROM '"
                                            + ours
                                            + "' EXCEPT ALL SELECT time, host, u, n, f, b FROM '"
                                            + foreign
                                            + "')"))
                    .isEmpty();
        }
    }

    @Test
    void anEmptyAnswerIsAParquetFileToo() throws IOException, SQLException {
        assertThat(run("write", "--quiet", file("lines", "m,t=a f=1,s=\"x\" 1\n"))).isZero();
        Path empty = folder.resolve("empty.parquet");
        String none = "SELECT t, f, s FROM m WHERE f > 1";
        assertThat(run("query", "--format", "parquet", "-o", empty.toString(), none)).isZero();
        assertThat(duck("SELECT column_name, column_type FROM (DESCRIBE FROM '" + empty + "')"))
                .isEqualTo("t,VARCHAR\nf,DOUBLE\ns,VARCHAR\n");
        assertThat(duck("SELECT count(*) FROM '" + empty + "'")).isEqualTo("0\n");
    }

    @Test
    void aSecondRunReadsNothingAgain() throws IOException {
        String csv = file("m.csv", "time,v\n1,1\n2,2\n");
        String state = folder.resolve("state").toString();
        assertThat(run("import", "--quiet", "--resume", state, csv)).as(() -> told).isZero();
        assertThat(Files.readString(Path.of(state))).contains("m.csv=-1");
        // What an earlier run wrote of a file is not written again.
        Files.writeString(Path.of(state), csv + "=1\n");
        file("m.csv", "time,v\n1,100\n2,200\n3,300\n");
        assertThat(run("import", "--quiet", "--resume", state, csv)).as(() -> told).isZero();
        assertThat(query("SELECT v FROM m ORDER BY time")).isEqualTo("v\n1\n200\n300\n");
        Files.delete(Path.of(csv));
        file("m.csv", "this is no table");
        assertThat(run("import", "--quiet", "--resume", state, csv)).isZero();
    }

    @Test
    void lineProtocolGoesTheWayOfWrite() throws IOException {
        assertThat(run("import", "--quiet", "--precision", "ms", file("m.lp", "m f=1 3600000\n")))
                .isZero();
        assertThat(query("SELECT time FROM m")).isEqualTo("time\n1970-01-01T01:00:00\n");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThat(run("import", file("m.csv", "when,v\n1,1\n"))).isNotZero();
        assertThat(told).contains("no column time", "--time", "when, v");
        assertThat(run("import", folder.resolve("none.parquet").toString())).isNotZero();
        assertThat(told).contains("there is no file");
        assertThat(run("import", file("bad.parquet", "nonsense"))).isNotZero();
        assertThat(told).contains("bad.parquet cannot be read");
    }

    @Test
    void everyPrecisionOnAFolderAndOnAServer() throws Exception {
        Map<String, String> eightOClock =
                Map.of(
                        "ns", "1641024000000000000",
                        "us", "1641024000000000",
                        "ms", "1641024000000",
                        "s", "1641024000",
                        "m", "27350400",
                        "h", "455840",
                        "auto", "1641024000");
        assertThat(eightOClock).hasSameSizeAs(LinePrecision.values());
        String select = "SELECT time FROM ";
        String wanted = "time\n2022-01-01T08:00:00\n";
        try (ServerProcess server = new ServerProcess(folder.resolve("b"), "--without-auth");
                DataSource source = new ServerSource(server.address(), "")) {
            for (Map.Entry<String, String> unit : eightOClock.entrySet()) {
                String table = "m_" + unit.getKey();
                String lines = file("lines", table + " f=1 " + unit.getValue() + "\n");
                assertThat(run("write", "--quiet", "--precision", unit.getKey(), lines)).isZero();
                assertThat(query(select + table)).isEqualTo(wanted);
                byte[] bytes = Files.readAllBytes(Path.of(lines));
                LinePrecision precision =
                        LinePrecision.valueOf(unit.getKey().toUpperCase(Locale.ROOT));
                assertThat(source.write("db", bytes, 0, bytes.length, precision)).isEmpty();
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                QueryRequest request = QueryRequest.sql("db", select + table);
                source.query(request, TableFormat.CSV, answer);
                assertThat(answer.toString(StandardCharsets.UTF_8)).isEqualTo(wanted);
            }
        }
    }
}
