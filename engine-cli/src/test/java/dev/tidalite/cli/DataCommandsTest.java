package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// `write`, `query` and `export`, on a folder and on a server.
@Timeout(120)
class DataCommandsTest {
    @TempDir Path folder = Path.of("");

    private static int run(String... arguments) throws IOException {
        StringWriter errors = new StringWriter();
        picocli.CommandLine program = Main.commandLine(arguments);
        program.setErr(new PrintWriter(errors));
        return program.execute(arguments);
    }

    private static String failing(String... arguments) throws IOException {
        StringWriter errors = new StringWriter();
        picocli.CommandLine program = Main.commandLine(arguments);
        program.setErr(new PrintWriter(errors));
        assertThat(program.execute(arguments)).isNotZero();
        return errors.toString();
    }

    private String query(String[] source, String text) throws IOException {
        Path out = folder.resolve("out");
        List<String> words = new ArrayList<>(List.of("query"));
        words.addAll(List.of(source));
        words.addAll(List.of("--db", "db", "--format", "csv", "-o", out.toString(), text));
        assertThat(run(words.toArray(String[]::new))).isZero();
        return Files.readString(out);
    }

    private void roundTrip(String[] source, String[] copy) throws IOException {
        String text =
                """
                # a comment
                home,room=living\\ room,b=x temp=21.5,n=3i,u=18446744073709551615u,ok=true,s="a \\"q\\" \\\\ ü" 1
                home,room=attic temp=-1e300 2
                home n=4i 3

                """;
        Path packed = folder.resolve("lines.gz");
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(run(with(source, "write", "--db", "db", "--quiet", packed.toString()))).isZero();
        Path exported = folder.resolve("exported.lp");
        assertThat(
                        run(
                                with(
                                        source,
                                        "export",
                                        "--db",
                                        "db",
                                        "--table",
                                        "home",
                                        "-o",
                                        exported.toString())))
                .isZero();
        assertThat(run(with(copy, "write", "--db", "db", "--quiet", exported.toString()))).isZero();
        String all = "SELECT * FROM home ORDER BY time";
        assertThat(query(copy, all)).isEqualTo(query(source, all)).hasLineCount(4);
    }

    private static String[] with(String[] source, String command, String... rest) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(source));
        words.addAll(List.of(rest));
        return words.toArray(String[]::new);
    }

    @Test
    void aFolderThereAndBack() throws IOException {
        roundTrip(
                new String[] {"--data", folder.resolve("a").toString()},
                new String[] {"--data", folder.resolve("b").toString()});
    }

    @Test
    void aServerThereAndBack() throws IOException {
        try (ServerProcess server =
                new ServerProcess(folder.resolve("a"), "--token", "the-token")) {
            roundTrip(
                    new String[] {"--server", server.address(), "--token", "the-token"},
                    new String[] {"--data", folder.resolve("b").toString()});
            assertThat(
                            failing(
                                    "query",
                                    "--server",
                                    server.address(),
                                    "--token",
                                    "wrong",
                                    "--db",
                                    "db",
                                    "SELECT 1"))
                    .contains("does not know this token", "tidalite token create");
        }
    }

    @Test
    void badLinesGoToAFileHoweverManyThereAre() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append(i % 3 == 0 ? "bad" + i : "m f=" + i + " " + i).append('\n');
        }
        Path lines = Files.writeString(folder.resolve("lines"), text);
        Path bad = folder.resolve("bad");
        String[] source = {"--data", folder.resolve("a").toString()};
        assertThat(
                        run(
                                with(
                                        source,
                                        "write",
                                        "--db",
                                        "db",
                                        "--quiet",
                                        "--batch",
                                        "8KiB",
                                        "--errors",
                                        bad.toString(),
                                        lines.toString())))
                .isOne();
        assertThat(Files.readAllLines(bad).stream().filter(line -> !line.startsWith("#")))
                .hasSize(334)
                .startsWith("bad0", "bad3")
                .endsWith("bad999");
        assertThat(query(source, "SELECT count(*) AS n FROM m")).isEqualTo("n\n666\n");
    }

    @Test
    void aSecondRunGoesOnWhereTheFirstEnded() throws IOException {
        Path lines = Files.writeString(folder.resolve("lines"), "m f=1 1\n");
        Path state = folder.resolve("state");
        String[] source = {"--data", folder.resolve("a").toString()};
        String[] write =
                with(
                        source,
                        "write",
                        "--db",
                        "db",
                        "--quiet",
                        "--resume",
                        state.toString(),
                        lines.toString());
        assertThat(run(write)).isZero();
        // What was written is not read again: this would fail.
        Files.writeString(lines, "bad f=1\nm f=2 2\n".substring(0, 8) + "m f=2 2\n");
        assertThat(run(write)).isZero();
        assertThat(query(source, "SELECT f FROM m ORDER BY time")).isEqualTo("f\n1.0\n2.0\n");
    }

    @Test
    void errorsSayWhatToDo() throws IOException {
        assertThat(failing("query", "--db", "x", "SELECT 1"))
                .contains("--data DIR", "--server URL");
        assertThat(failing("query", "--server", "http://127.0.0.1:1", "--db", "x", "SELECT 1"))
                .contains("no server answers", "is it running");
        assertThat(failing("write", "--data", folder.toString(), "--db", "x", "/no/such/file"))
                .contains("there is no file /no/such/file");
        assertThat(
                        failing(
                                "query",
                                "--data",
                                folder.toString(),
                                "--db",
                                "x",
                                "--format",
                                "xml",
                                "SELECT 1"))
                .contains("format 'xml' is not supported");
    }
}
