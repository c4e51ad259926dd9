package dev.tidalite.http;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.WriteResult.Kind;
import dev.tidalite.engine.WriteResult.RejectedLine;
import dev.tidalite.lp.Precision;
import dev.tidalite.lp.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the write interfaces have in common: a body of lines goes to the engine, and what it
/// rejects becomes a text.
final class LineWriter {
    private static final Set<Kind> STORAGE =
            EnumSet.of(Kind.SCHEMA_CONFLICT, Kind.LIMIT, Kind.RETENTION);

    private final Engine engine;
    private final Admission admission;
    private final boolean createsDatabases;

    LineWriter(Engine engine, Admission admission, boolean createsDatabases) {
        this.engine = engine;
        this.admission = admission;
        this.createsDatabases = createsDatabases;
    }

    /// What became of a body.
    ///
    /// @param originals the beginning of each rejected line that is listed
    record Written(WriteResult result, List<String> originals) {}

    /// Reads the body and writes its lines.
    ///
    /// @param precision null guesses the unit of each timestamp by its size
    /// @throws ApiException if the body is bad as a whole, or too many writes are at work
    Written write(
            Exchange exchange,
            String database,
            @Nullable Precision precision,
            boolean acceptPartial) {
        try (Admission.Slot slot = admission.write(exchange)) {
            if (!createsDatabases && !engine.databases().contains(database)) {
                throw ApiException.invalid(
                        "rejecting write due to non-existing namespace: " + database);
            }
            byte[] body = exchange.body(slot);
            int invalid = Utf8.firstInvalid(body, 0, body.length);
            if (invalid >= 0) {
                throw ApiException.invalid(
                        "body content is not valid utf8: "
                                + Utf8.message(body, 0, body.length, invalid));
            }
            byte[] lines = precision == null ? GuessedTimes.toNanoseconds(body) : body;
            Precision unit = precision == null ? Precision.NANOSECONDS : precision;
            WriteResult result =
                    engine.write(
                            WriteRequest.of(database, lines, unit).acceptingPartial(acceptPartial));
            return new Written(result, OriginalLines.of(body, result.rejected()));
        }
    }

    /// @throws ApiException 400 with the list of rejected lines, if there are any
    static void complainIfIncomplete(WriteResult result) {
        if (result.isComplete()) {
            return;
        }
        RejectedLine first = result.rejected().getFirst();
        boolean storageOnly = result.rejected().stream().allMatch(LineWriter::isOfStorage);
        String message;
        if (storageOnly && result.rowCount() == 0) {
            message = "dml handler error: " + first.message();
        } else {
            message =
                    (result.rowCount() > 0 ? "partial write has occurred, " : "no data written, ")
                            + list(result);
        }
        throw ApiException.ofLine(400, message, first.lineNumber());
    }

    /// Whether the line clashes with what is stored, rather than with another line of its body.
    private static boolean isOfStorage(RejectedLine line) {
        return STORAGE.contains(line.kind()) && !line.message().startsWith("Unable to insert");
    }

    private static String list(WriteResult result) {
        return result.rejected().stream()
                .map(LineWriter::describe)
                .collect(Collectors.joining("\n", "errors encountered on line(s):\n", ""));
    }

    static String describe(RejectedLine line) {
        String place = "line " + line.lineNumber() + " (1-based)";
        return switch (line.kind()) {
            case SYNTAX -> "error parsing " + place + ": " + line.message();
            case TIMESTAMP_OVERFLOW -> "timestamp overflows i64 on " + place;
            case SEMANTICS, SCHEMA_CONFLICT, LIMIT, RETENTION ->
                    "error writing " + place + ": " + line.message();
        };
    }
}
