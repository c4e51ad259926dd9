package dev.tidalite.cli;

import dev.tidalite.http.TableFormat;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryRequest.Language;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `tidalite query`
@Command(
        name = "query",
        description = {
            "Asks a data folder or a server, in SQL or InfluxQL.",
            "Without a text it reads one from standard input, or from the keyboard, line by line."
        },
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
    @Mixin private DataSource.Choice source = new DataSource.Choice();

    @Option(names = "--db", paramLabel = "DATABASE", required = true, description = "Which one.")
    private String database = "";

    @Option(
            names = "--language",
            defaultValue = "sql",
            description = "sql or influxql (default: ${DEFAULT-VALUE}).")
    private String language = "";

    @Option(
            names = "--format",
            defaultValue = "pretty",
            description = "pretty, csv, json, jsonl, arrow or parquet (default: ${DEFAULT-VALUE}).")
    private String format = "";

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "What $NAME stands for: null, true, false, a number, or a text.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where it goes.")
    private @Nullable Path output;

    @Parameters(arity = "0..1", paramLabel = "QUERY", description = "The text.")
    private @Nullable String text;

    @Override
    public Integer call() throws Exception {
        TableFormat chosen = TableFormat.ofWord(format);
        try (DataSource open = source.open()) {
            if (text == null && System.console() != null && System.console().isTerminal()) {
                new QueryShell(open, database, languageOf(language), chosen).run();
                return 0;
            }
            String query =
                    text == null
                            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                            : text;
            try (OutputStream out = out()) {
                open.query(request(query), chosen, out);
            }
        }
        if (chosen == TableFormat.JSON && output == null) {
            System.out.println();
        }
        return 0;
    }

    // NullAway does not read the null in QueryRequest's map from its class file.
    @SuppressWarnings("NullAway")
    private QueryRequest request(String query) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> values.put(name, valueOf(value)));
        return new QueryRequest(database, languageOf(language), query, values, QueryLimits.DEFAULT);
    }

    private OutputStream out() throws IOException {
        return output == null ? new StandardOut() : Files.newOutputStream(output);
    }

    /// Standard output, which stays open.
    static final class StandardOut extends BufferedOutputStream {
        StandardOut() {
            super(System.out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    static Language languageOf(String word) {
        return switch (word) {
            case "sql" -> Language.SQL;
            case "influxql" -> Language.INFLUXQL;
            default ->
                    throw new IllegalArgumentException(
                            "--language " + word + " is not sql or influxql");
        };
    }

    private static @Nullable Object valueOf(String text) {
        if (text.matches("-?\\d{1,18}")) {
            return Long.valueOf(text);
        }
        if (text.matches("-?\\d+\\.\\d+([eE][+-]?\\d+)?")) {
            return Double.valueOf(text);
        }
        return switch (text) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> text;
        };
    }
}
