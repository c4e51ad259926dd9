package dev.tidalite.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.tidalite.engine.Engine;
import dev.tidalite.query.InfluxqlCommands;
import dev.tidalite.query.InfluxqlStatement;
import dev.tidalite.query.QueryException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// As much of the other resources of v2 as clients of it need: buckets are databases, there is one
/// organization, and what is not there says so.
final class ResourcesV2 {
    /// How many buckets a client of v2 may ask for at a time. Who asks for no number gets all.
    private static final int BUCKETS_MAX = 100;

    private static final int OFFSET_MAX = 999_999_999;

    private static final String ORGANIZATION = "tidalite";

    /// The form of identifiers in v2: 16 hexadecimal digits.
    private static final String ORGANIZATION_ID = "0000000000000001";

    private final Engine engine;
    private final InfluxqlCommands commands;
    private final Access access;
    private final Admission admission;

    ResourcesV2(Engine engine, InfluxqlCommands commands, Access access, Admission admission) {
        this.engine = engine;
        this.commands = commands;
        this.access = access;
        this.admission = admission;
    }

    /// Flux, which nothing here understands. Clients repeat what fails with a 5xx, and this must
    /// not be repeated.
    static ApiException fluxRefused() {
        return ApiException.invalid(
                "Flux is not supported: ask in InfluxQL at /query, or in SQL at"
                        + " /api/v3/query_sql or over Flight");
    }

    /// `{"start":…,"stop":…,"predicate":…}`: rows in that time whose tags are as the predicate
    /// says.
    void delete(Exchange exchange) throws IOException {
        QueryParameters url = exchange.url();
        String database = url.first("bucket").orElse("");
        if (database.isEmpty()) {
            throw ApiException.invalid("missing bucket value");
        }
        access.toWrite(exchange, DatabaseName.check(database));
        Map<String, String> fields;
        try (Admission.Slot slot = admission.write(exchange)) {
            fields = Json.texts(exchange.body(slot));
        }
        DeletePredicate predicate = DeletePredicate.parse(fields.getOrDefault("predicate", ""));
        String statement = predicate.statement(time(fields, "start"), time(fields, "stop"));
        try {
            for (InfluxqlStatement command : InfluxqlStatement.split(statement)) {
                commands.run(command, database);
            }
        } catch (QueryException e) {
            if (e.code() != QueryException.Code.NOT_FOUND) {
                throw e;
            }
            throw ApiException.of(404, "bucket \"" + database + "\" not found");
        }
        exchange.answer(204);
    }

    private static Instant time(Map<String, String> fields, String name) {
        try {
            return Instant.parse(Optional.ofNullable(fields.get(name)).orElse(""));
        } catch (DateTimeParseException e) {
            throw ApiException.invalid(
                    "'" + name + "' must be a time such as 2026-01-01T00:00:00Z");
        }
    }

    void listBuckets(Exchange exchange) throws IOException {
        access.toAdminister(exchange);
        QueryParameters url = exchange.url();
        Optional<String> name = url.first("name");
        Optional<String> id = url.first("id");
        List<String> found =
                engine.databases().stream()
                        .filter(database -> name.isEmpty() || name.get().equals(database))
                        .filter(database -> id.isEmpty() || id.get().equals(id(database)))
                        .skip(count(url, "offset", 0, 0, OFFSET_MAX))
                        .limit(count(url, "limit", Integer.MAX_VALUE, 1, BUCKETS_MAX))
                        .toList();
        exchange.answerJson(
                200,
                Json.object(json -> {
                    json.writeArrayFieldStart("buckets");
                    for (String database : found) {
                        json.writeStartObject();
                        writeBucket(database, json);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }));
    }

    /// The number of a parameter of the address.
    private static int count(QueryParameters url, String name, int absent, int min, int max) {
        Optional<String> text = url.first(name);
        if (text.isEmpty()) {
            return absent;
        }
        int count = text.get().matches("[0-9]{1,9}") ? Integer.parseInt(text.get()) : -1;
        if (count < min || count > max) {
            throw ApiException.invalid(
                    "'" + name + "' must be a number from " + min + " to " + max);
        }
        return count;
    }

    void createBucket(Exchange exchange) throws IOException {
        access.toAdminister(exchange);
        String name;
        Optional<Duration> retention;
        try (Admission.Slot slot = admission.write(exchange)) {
            byte[] body = exchange.body(slot);
            name = DatabaseName.check(Json.texts(body).getOrDefault("name", ""));
            retention = retention(body);
        }
        if (engine.databases().contains(name)) {
            throw ApiException.of(422, "bucket with name " + name + " already exists");
        }
        engine.createDatabase(name);
        engine.setRetention(name, retention);
        exchange.answerJson(201, Json.object(json -> writeBucket(name, json)));
    }

    private void writeBucket(String database, JsonGenerator json) throws IOException {
        json.writeStringField("id", id(database));
        json.writeStringField("orgID", ORGANIZATION_ID);
        json.writeStringField("type", "user");
        json.writeStringField("name", database);
        json.writeArrayFieldStart("retentionRules");
        long seconds = engine.retention(database).map(Duration::toSeconds).orElse(0L);
        json.writeStartObject();
        json.writeStringField("type", "expire");
        json.writeNumberField("everySeconds", seconds);
        json.writeEndObject();
        json.writeEndArray();
    }

    /// The same for the same name, which is all that an identifier has to be here.
    private static String id(String database) {
        return String.format("%016x", Integer.toUnsignedLong(database.hashCode()));
    }

    void listOrganizations(Exchange exchange) throws IOException {
        access.permissions(exchange);
        exchange.answerJson(
                200,
                Json.object(json -> {
                    json.writeArrayFieldStart("orgs");
                    json.writeStartObject();
                    json.writeStringField("id", ORGANIZATION_ID);
                    json.writeStringField("name", ORGANIZATION);
                    json.writeEndObject();
                    json.writeEndArray();
                }));
    }

    /// The first `everySeconds` of the body; nothing if there is none, or 0.
    private static Optional<Duration> retention(byte[] body) throws IOException {
        try (JsonParser json = Json.FACTORY.createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("everySeconds")) {
                    long seconds = json.nextLongValue(0);
                    return seconds > 0
                            ? Optional.of(Duration.ofSeconds(seconds))
                            : Optional.empty();
                }
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw Json.invalid("the body is", e);
        }
        return Optional.empty();
    }
}
