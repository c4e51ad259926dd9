package dev.tidalite.cli;

import dev.tidalite.http.TableFormat;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryRequest.Language;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.AggregateCompleter;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Queries from the keyboard, with a history that is kept in the home folder and completion of
/// words, tables and databases.
///
/// A query ends with a semicolon; a line that begins with a backslash is a command, see `\?`.
final class QueryShell {
    private static final List<String> WORDS =
            List.of(
                    "SELECT",
                    "FROM",
                    "WHERE",
                    "GROUP BY",
                    "ORDER BY",
                    "LIMIT",
                    "COUNT",
                    "AVG",
                    "MIN",
                    "MAX",
                    "SUM",
                    "MEAN",
                    "date_bin",
                    "INTERVAL",
                    "time",
                    "AND",
                    "OR",
                    "SHOW TABLES",
                    "SHOW MEASUREMENTS",
                    "SHOW TAG KEYS",
                    "SHOW FIELD KEYS",
                    "EXPLAIN",
                    "DESC",
                    "ASC",
                    "now()");
    private static final String HELP =
            """
            \\sql, \\influxql   the language of what follows
            \\format WORD      pretty, csv, json, jsonl
            \\db NAME          another database
            \\databases        which there are
            \\tables           which tables (measurements) the database has
            \\q                the end (or Ctrl-D)
            """;

    private final DataSource source;
    private String database;
    private Language language;
    private TableFormat format;

    QueryShell(DataSource source, String database, Language language, TableFormat format) {
        this.source = source;
        this.database = database;
        this.language = language;
        this.format = format;
    }

    /// Answers until the end of the input.
    void run() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            run(terminal, Path.of(System.getProperty("user.home"), ".tidalite_history"));
        }
    }

    /// The same at a terminal, which stays open.
    void run(Terminal terminal, Path history) throws IOException {
        LineReader reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .completer(
                                new AggregateCompleter(
                                        new StringsCompleter(WORDS),
                                        new StringsCompleter(this::names)))
                        .variable(LineReader.HISTORY_FILE, history)
                        // It would take the backslash off commands, and '!' for history.
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .build();
        terminal.writer().println("\\? lists the commands; a query ends with a semicolon");
        boolean more = true;
        while (more) {
            try {
                more = answer(read(reader), terminal.output());
            } catch (EndOfFileException end) {
                more = false;
            } catch (UserInterruptException interrupted) {
                terminal.writer().println("(\\q ends)");
            }
            terminal.flush();
        }
    }

    private String read(LineReader reader) {
        String prompt = database + (language == Language.SQL ? "> " : " influxql> ");
        StringBuilder text = new StringBuilder(reader.readLine(prompt));
        while (!text.isEmpty()
                && text.charAt(0) != '\\'
                && !text.toString().stripTrailing().endsWith(";")) {
            text.append('\n').append(reader.readLine("... "));
        }
        return text.toString().strip();
    }

    /// Does what was typed; what goes wrong is printed.
    ///
    /// @return false if it was the end
    boolean answer(String typed, OutputStream out) throws IOException {
        try {
            if (typed.startsWith("\\")) {
                return command(typed, out);
            }
            String query = typed.endsWith(";") ? typed.substring(0, typed.length() - 1) : typed;
            if (!query.isBlank()) {
                ask(query, format, out);
            }
        } catch (IOException | RuntimeException e) {
            say(String.valueOf(e.getMessage()), out);
        }
        return true;
    }

    private boolean command(String typed, OutputStream out) throws IOException {
        String[] words = typed.split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "\\q" -> {
                return false;
            }
            case "\\sql" -> language = Language.SQL;
            case "\\influxql" -> language = Language.INFLUXQL;
            case "\\format" -> format = TableFormat.ofWord(argument);
            case "\\db" -> database = argument;
            case "\\databases" -> say(String.join("\n", source.databases()), out);
            case "\\tables" -> say(String.join("\n", tables()), out);
            default -> say(HELP, out);
        }
        return true;
    }

    private void ask(String query, TableFormat how, OutputStream out) throws IOException {
        QueryRequest request =
                language == Language.SQL
                        ? QueryRequest.sql(database, query)
                        : QueryRequest.influxql(database, query);
        source.query(request.with(Map.of()), how, out);
        out.write('\n');
    }

    private List<String> tables() throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        QueryRequest request = QueryRequest.influxql(database, "SHOW MEASUREMENTS");
        source.query(request, TableFormat.CSV, csv);
        return csv.toString(StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.substring(line.lastIndexOf(',') + 1))
                .toList();
    }

    private List<String> names() {
        try {
            return tables();
        } catch (IOException nothingToComplete) {
            return List.of();
        }
    }

    private static void say(String text, OutputStream out) throws IOException {
        out.write((text.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
