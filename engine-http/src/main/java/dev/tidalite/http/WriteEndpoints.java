package dev.tidalite.http;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.WriteResult.RejectedLine;
import dev.tidalite.lp.Precision;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `/api/v2/write`, `/write` and `/api/v3/write_lp`: they differ in how they name the database, the
/// precision and what went wrong.
final class WriteEndpoints {
    private static final Map<String, Precision> PRECISIONS_V2 =
            Map.of(
                    "ns", Precision.NANOSECONDS,
                    "us", Precision.MICROSECONDS,
                    "ms", Precision.MILLISECONDS,
                    "s", Precision.SECONDS,
                    "m", Precision.MINUTES,
                    "h", Precision.HOURS);

    /// Minutes and hours are ours.
    private static final Map<String, Precision> PRECISIONS_V3 =
            Map.of(
                    "nanosecond", Precision.NANOSECONDS,
                    "microsecond", Precision.MICROSECONDS,
                    "millisecond", Precision.MILLISECONDS,
                    "second", Precision.SECONDS,
                    "minute", Precision.MINUTES,
                    "hour", Precision.HOURS);

    private final LineWriter writer;
    private final Access access;

    WriteEndpoints(LineWriter writer, Access access) {
        this.writer = writer;
        this.access = access;
    }

    /// Parameters, then name, then authorization, then body: the first that is wrong is told.
    void v2(Exchange exchange) {
        QueryParameters url = exchange.url();
        if (!url.isPresent()) {
            throw ApiException.invalid("no org/bucket destination provided");
        }
        refuseRepeated(url, List.of("org", "bucket", "precision"), "org/bucket/precision");
        Precision precision = precisionOf(url, PRECISIONS_V2, "org/bucket/precision");
        String bucket = url.first("bucket").orElse("");
        if (bucket.isEmpty()) {
            throw ApiException.invalid("missing bucket value");
        }
        String database = DatabaseName.check(bucket);
        access.toWrite(exchange, database);
        LineWriter.complainIfIncomplete(writer.write(exchange, database, precision, true).result());
        exchange.answer(204);
    }

    void v1(Exchange exchange) {
        QueryParameters url = exchange.url();
        if (!url.isPresent()) {
            throw ApiException.invalid("no db destination provided");
        }
        refuseRepeated(url, List.of("db", "rp", "precision"), "db/rp/precision");
        String name =
                url.first("db")
                        .orElseThrow(() ->
                                ApiException.invalid(
                                        "failed to deserialize db/rp/precision in request:"
                                                + " missing field `db`"));
        Precision precision = precisionV1(url);
        String policy = url.first("rp").orElse("");
        String database = DatabaseName.check(DatabaseName.ofRetentionPolicy(name, policy));
        access.toWrite(exchange, database, url.first("p"));
        LineWriter.complainIfIncomplete(writer.write(exchange, database, precision, true).result());
        exchange.answer(204);
    }

    /// The form of InfluxDB 3 Core, to which some clients can be told to fall back.
    void v3(Exchange exchange) throws IOException {
        QueryParameters url = exchange.url();
        String database =
                DatabaseName.check(
                        url.first("db")
                                .orElseThrow(() ->
                                        ApiException.invalid("missing query parameter 'db'")));
        Precision precision = precisionV3(url);
        boolean partial = !url.first("accept_partial").orElse("true").equals("false");
        access.toWrite(exchange, database);
        LineWriter.Written written = writer.write(exchange, database, precision, partial);
        if (written.result().isComplete()) {
            exchange.answer(204);
        } else {
            exchange.answerJson(statusV3(written), describeV3(written, partial));
        }
    }

    /// @return null for `auto`, which is also the default
    private static @Nullable Precision precisionV3(QueryParameters url) {
        String unit = url.first("precision").orElse("auto");
        Precision precision = PRECISIONS_V3.get(unit);
        if (precision == null && !unit.equals("auto")) {
            throw ApiException.invalid(
                    "precision '"
                            + unit
                            + "' is not supported; say auto, nanosecond, microsecond, millisecond,"
                            + " second, minute or hour");
        }
        return precision;
    }

    private static int statusV3(LineWriter.Written written) {
        boolean limited =
                written.result().rejected().stream()
                        .anyMatch(line -> line.kind() == WriteResult.Kind.LIMIT);
        return limited ? 422 : 400;
    }

    /// A list of all bad lines if the good ones were written, else the first of them.
    private static String describeV3(LineWriter.Written written, boolean partial) {
        List<RejectedLine> rejected = written.result().rejected();
        return Json.object(json -> {
            json.writeStringField(
                    "error",
                    partial
                            ? "partial write of line protocol occurred"
                            : "parsing failed for write_lp endpoint");
            if (partial) {
                json.writeArrayFieldStart("data");
                for (int i = 0; i < rejected.size(); i++) {
                    describe(json, rejected.get(i), written.originals().get(i));
                }
                json.writeEndArray();
            } else {
                json.writeFieldName("data");
                describe(json, rejected.getFirst(), written.originals().getFirst());
            }
        });
    }

    private static void describe(JsonGenerator json, RejectedLine line, String original)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("original_line", original);
        json.writeNumberField("line_number", line.lineNumber());
        json.writeStringField("error_message", line.message());
        json.writeEndObject();
    }

    private static void refuseRepeated(QueryParameters url, List<String> names, String what) {
        for (String name : names) {
            if (url.isRepeated(name)) {
                throw ApiException.invalid(
                        "failed to deserialize "
                                + what
                                + " in request: duplicate field `"
                                + name
                                + "`");
            }
        }
    }

    private static Precision precisionOf(
            QueryParameters url, Map<String, Precision> known, String what) {
        String word = url.first("precision").orElse("ns");
        Precision precision = known.get(word);
        if (precision == null) {
            throw ApiException.invalid(
                    "failed to deserialize "
                            + what
                            + " in request: unknown variant `"
                            + word
                            + "`, expected one of `s`, `ms`, `us`, `ns`");
        }
        return precision;
    }

    /// Clients of v1 also say `n` and `u`.
    private static Precision precisionV1(QueryParameters url) {
        return switch (url.first("precision").orElse("ns")) {
            case "n" -> Precision.NANOSECONDS;
            case "u" -> Precision.MICROSECONDS;
            default -> precisionOf(url, PRECISIONS_V2, "db/rp/precision");
        };
    }
}
