package dev.tidalite.cli;

import dev.tidalite.http.TableFormat;
import dev.tidalite.query.QueryRequest;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `tidalite export`
@Command(
        name = "export",
        description = {
            "Writes a table out, as line protocol that 'tidalite write' reads again, or as csv,"
                    + " json, jsonl, Parquet or an Arrow stream."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final String LINES = "lp";

    @Mixin private DataSource.Choice source = new DataSource.Choice();

    @Option(names = "--db", paramLabel = "DATABASE", required = true, description = "From which.")
    private String database = "";

    @Option(names = "--table", required = true, description = "Which table (measurement).")
    private String table = "";

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Only rows of which this holds, in SQL.")
    private @Nullable String where;

    @Option(
            names = "--format",
            defaultValue = LINES,
            description = "lp, csv, json, jsonl, arrow or parquet (default: ${DEFAULT-VALUE}).")
    private String format = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where it goes.")
    private @Nullable Path output;

    @Override
    public Integer call() throws Exception {
        String condition = where == null ? "" : " WHERE " + where;
        String name = table.replace("\"", "\"\"");
        QueryRequest request =
                QueryRequest.sql(database, "SELECT * FROM \"" + name + "\"" + condition);
        try (DataSource open = source.open();
                OutputStream out = out()) {
            if (format.equals(LINES)) {
                lines(open, request, out);
            } else {
                open.query(request, TableFormat.ofWord(format), out);
            }
        }
        return 0;
    }

    private OutputStream out() throws IOException {
        return output == null
                ? new QueryCommand.StandardOut()
                : new BufferedOutputStream(Files.newOutputStream(output));
    }

    /// By way of a file: what a query answers and what is made of it are streams of the same
    /// thread.
    private void lines(DataSource open, QueryRequest request, OutputStream out) throws IOException {
        Path arrow = Files.createTempFile("tidalite-export", ".arrow");
        try {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(arrow))) {
                open.query(request, TableFormat.ARROW, file);
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(arrow));
                    BufferAllocator allocator = new RootAllocator();
                    ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
                LineProtocolText text =
                        new LineProtocolText(table, reader.getVectorSchemaRoot(), out);
                while (reader.loadNextBatch()) {
                    text.write();
                }
            }
        } finally {
            Files.delete(arrow);
        }
    }
}
