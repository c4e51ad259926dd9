package dev.tidalite.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;

/// `tidalite import`
@Command(
        name = "import",
        description = {
            "Reads Parquet files (.parquet), CSV files with a header (.csv, .tsv, packed or not),"
                    + " and line protocol (all others) into a database.",
            "Rows of the same time and tags are one row: say which columns are tags, or all texts"
                    + " are."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    /// In place of a number of rows: the file needs no second look.
    private static final long WHOLE = -1;

    @Mixin private LineUpload upload = new LineUpload();

    @Option(
            names = "--table",
            description = "Into which table rows go (default: the name of their file).")
    private @Nullable String table;

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            defaultValue = "time",
            description = "The column of times (default: ${DEFAULT-VALUE}).")
    private String time = "";

    @Option(
            names = "--tags",
            paramLabel = "COLUMN",
            split = ",",
            description = "The columns that are tags (default: all of texts; '' for none).")
    private @Nullable List<String> tags;

    @Option(
            names = "--precision",
            defaultValue = "ns",
            description =
                    "The unit of times that are whole numbers: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}).")
    private LinePrecision precision = LinePrecision.NS;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        return upload.run(() -> {
            for (String file : files) {
                importFile(file);
            }
        });
    }

    private void importFile(String name) throws IOException {
        Path file = Path.of(name);
        if (!ForeignRows.isTable(file)) {
            upload.writeFile(name, precision);
            return;
        }
        if (!Files.isReadable(file)) {
            throw new IOException("there is no file " + name + " that can be read");
        }
        long rows = upload.placeOf(name);
        if (rows == WHOLE) {
            return;
        }
        ForeignRows.Layout layout =
                new ForeignRows.Layout(
                        table == null ? ForeignRows.tableOf(file) : table,
                        time,
                        tags == null ? null : new HashSet<>(tags),
                        precision);
        try (ForeignRows source = ForeignRows.open(file, layout, rows)) {
            StringBuilder lines = new StringBuilder();
            for (long row = rows + 1; source.next(); row++) {
                if (source.fault().isEmpty()) {
                    lines.append(source.line()).append('\n');
                } else {
                    upload.reject(name, "row " + row + " " + source.fault(), source.line());
                }
                if (lines.length() >= upload.batchBytes()) {
                    write(name, lines);
                    upload.arrivedAt(name, row);
                    upload.progress(name, "");
                }
            }
            write(name, lines);
            for (ForeignRows.Reject reject : source.rejects()) {
                upload.reject(name, reject.reason(), reject.text());
            }
        }
        upload.arrivedAt(name, WHOLE);
    }

    private void write(String name, StringBuilder lines) throws IOException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            upload.write(name, bytes, bytes.length, LinePrecision.NS);
        }
        lines.setLength(0);
    }
}
