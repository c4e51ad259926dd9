package dev.tidalite.http;

import dev.tidalite.query.QueryResult;
import dev.tidalite.query.ResultFormat;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Schema;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Optional;

/// The formats in which a table is answered.
public enum TableFormat {
    JSON("json", "application/json", ResultFormat.JSON::write),
    JSON_LINES("jsonl", "application/jsonl", ResultFormat.JSON_LINES::write),
    CSV("csv", "text/csv", ResultFormat.CSV::write),
    PRETTY("pretty", "text/plain", ResultFormat.PRETTY::write),
    /// A stream of Arrow record batches, as `application/vnd.apache.arrow.stream` says.
    ARROW("arrow", "application/vnd.apache.arrow.stream", TableFormat::writeArrow),
    PARQUET("parquet", "application/vnd.apache.parquet", ParquetAnswer::write);

    private final String word;
    private final String mediaType;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Writing writing;

    /// Writes the rest of a result.
    @FunctionalInterface
    private interface Writing {
        void write(QueryResult result, OutputStream out) throws IOException;
    }

    TableFormat(String word, String mediaType, Writing writing) {
        this.word = word;
        this.mediaType = mediaType;
        this.writing = writing;
    }

    /// Writes the rest of a result; leaves it, and the stream, open.
    ///
    /// @throws dev.tidalite.query.QueryException if the query fails, or the format has no form for
    ///     the type of a column
    public void write(QueryResult result, OutputStream out) throws IOException {
        writing.write(result, out);
    }

    private static void writeArrow(QueryResult result, OutputStream out) throws IOException {
        VectorSchemaRoot batch = result.next();
        if (batch == null) {
            writeSchema(result.schema(), out);
            return;
        }
        // The result fills the same vectors again and again.
        try (ArrowStreamWriter writer =
                new ArrowStreamWriter(batch, null, Channels.newChannel(out))) {
            writer.start();
            for (; batch != null; batch = result.next()) {
                writer.writeBatch();
            }
            writer.end();
        }
    }

    private static void writeSchema(Schema schema, OutputStream out) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                ArrowStreamWriter writer =
                        new ArrowStreamWriter(root, null, Channels.newChannel(out))) {
            writer.start();
            writer.end();
        }
    }

    /// The format of that word.
    ///
    /// @throws IllegalArgumentException if there is none
    public static TableFormat ofWord(String word) {
        for (TableFormat format : values()) {
            if (format.word.equals(word)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "format '"
                        + word
                        + "' is not supported; say json, jsonl, csv, pretty, arrow or"
                        + " parquet");
    }

    /// What `format=` calls it.
    public String word() {
        return word;
    }

    String contentType() {
        return mediaType.startsWith("text/") ? mediaType + "; charset=utf-8" : mediaType;
    }

    /// The format of that word; without a word the first of an `Accept` header that is known, else
    /// JSON.
    ///
    /// @throws ApiException if there is no format of that word
    static TableFormat of(Optional<String> word, String accept) {
        if (word.isPresent()) {
            try {
                return ofWord(word.get());
            } catch (IllegalArgumentException e) {
                throw ApiException.invalid(String.valueOf(e.getMessage()));
            }
        }
        for (String wanted : accept.split(",")) {
            String type = wanted.split(";", 2)[0].strip();
            for (TableFormat format : values()) {
                if (format.mediaType.equals(type)) {
                    return format;
                }
            }
        }
        return JSON;
    }
}
