package dev.tidalite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.http.TableFormat;
import dev.tidalite.query.QueryRequest.Language;

import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The keyboard, by a terminal that can do nothing, and the completion of the program's own words.
@Timeout(60)
class QueryShellTest {
    @TempDir Path folder = Path.of("");

    private String shell(String typed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] keys = typed.getBytes(StandardCharsets.UTF_8);
        try (DataSource source = FolderSource.open(folder.resolve("data"));
                Terminal terminal = new DumbTerminal(new ByteArrayInputStream(keys), out)) {
            byte[] lines = "home,room=attic temp=17.5 1\n".getBytes(StandardCharsets.UTF_8);
            assertThat(source.write("home", lines, 0, lines.length, LinePrecision.NS)).isEmpty();
            new QueryShell(source, "home", Language.SQL, TableFormat.CSV)
                    .run(terminal, folder.resolve("history"));
            terminal.flush();
        }
        return out.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    @Test
    void aQueryOverTwoLines() throws IOException {
        assertThat(shell("SELECT room, temp\nFROM home;\n\\q\n"))
                .contains("home> ", "... ", "room,temp\nattic,17.5\n");
    }

    @Test
    void commandsAndErrors() throws IOException {
        String told =
                shell(
                        """
                        \\?
                        \\databases
                        \\tables
                        SELECT nope FROM home;
                        \\influxql
                        SELECT temp FROM home;
                        \\format jsonl
                        \\format nonsense
                        \\sql
                        SELECT temp FROM home;
                        \\db nowhere
                        SELECT 1;
                        """);
        assertThat(told)
                .contains("\\databases        which there are")
                .contains("No field named nope")
                .contains("home influxql> ")
                .contains("home,1970-01-01T00:00:00.000000001,17.5")
                .contains("format 'nonsense' is not supported")
                .contains("{\"temp\":17.5}")
                .contains("nowhere> ")
                .contains("database nowhere does not exist");
    }

    @Test
    void whatWasTypedIsKept() throws IOException {
        shell("SELECT 1;\n");
        assertThat(Files.readString(folder.resolve("history"))).contains("SELECT 1;");
    }

    @Test
    void bashCompletesTheProgramsWords() throws Exception {
        StringWriter script = new StringWriter();
        picocli.CommandLine program = Main.commandLine("generate-completion");
        program.setOut(new PrintWriter(script));
        assertThat(program.execute("generate-completion")).isZero();
        assertThat(script.toString()).contains("import", "--precision", "--query-timeout");
        Path file = Files.writeString(folder.resolve("completion"), script.toString());
        assertThat(complete(file, "tidalite", "imp")).contains("import");
        assertThat(complete(file, "tidalite", "write", "--prec")).contains("--precision");
    }

    /// What bash offers for the last word.
    private static String complete(Path script, String... words) throws Exception {
        String list = String.join(" ", words);
        String commands =
                String.format(
                        ". '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s';"
                                + " COMP_POINT=${#COMP_LINE}; _complete_tidalite;"
                                + " printf '%%s\\n' \"${COMPREPLY[@]}\"",
                        script, list, words.length - 1, list);
        Process bash = new ProcessBuilder("bash", "-c", commands).redirectErrorStream(true).start();
        String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(offered).isZero();
        return offered;
    }
}
