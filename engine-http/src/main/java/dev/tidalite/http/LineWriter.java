package dev.tidalite.http;

import dev.tidalite.engine.Engine;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.WriteResult.Kind;
import dev.tidalite.engine.WriteResult.RejectedLine;
import dev.tidalite.lp.Precision;
import dev.tidalite.lp.Utf8;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// What the write interfaces have in common: a body of lines goes to the engine, and what it
/// rejects becomes a text.
final class LineWriter {
    private static final Set<Kind> STORAGE =
            EnumSet.of(Kind.SCHEMA_CONFLICT, Kind.LIMIT, Kind.RETENTION);

    private final Engine engine;
    private final HttpLimits limits;
    private final Semaphore slots;

    LineWriter(Engine engine, HttpLimits limits) {
        this.engine = engine;
        this.limits = limits;
        this.slots = new Semaphore(limits.concurrentWritesMax());
    }

    /// Reads the body and writes its lines.
    ///
    /// @throws ApiException if the body is bad as a whole, or too many writes are at work
    WriteResult write(
            Exchange exchange, String database, Precision precision, boolean acceptPartial) {
        if (!slots.tryAcquire()) {
            throw ApiException.retryLater(
                    503, "this service is overloaded, please try again later", 1);
        }
        try {
            byte[] body = exchange.body(limits);
            int invalid = Utf8.firstInvalid(body, 0, body.length);
            if (invalid >= 0) {
                throw ApiException.invalid(
                        "body content is not valid utf8: "
                                + Utf8.message(body, 0, body.length, invalid));
            }
            return engine.write(
                    WriteRequest.of(database, body, precision).acceptingPartial(acceptPartial));
        } finally {
            slots.release();
        }
    }

    /// @throws ApiException 400 with the list of rejected lines, if there are any
    static void complainIfIncomplete(WriteResult result) {
        if (result.isComplete()) {
            return;
        }
        RejectedLine first = result.rejected().getFirst();
        boolean storageOnly =
                result.rejected().stream().allMatch(line -> STORAGE.contains(line.kind()));
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
