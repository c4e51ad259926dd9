package dev.tidalite.http;

import dev.tidalite.engine.Engine;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Health, databases and flushing.
final class AdminEndpoints {
    /// In front of our own version: clients of v1 ask for MessagePack from version 1.4 on.
    private static final String COMPATIBLE_VERSION = "3.0.0+tidalite.";

    private final Engine engine;
    private final Access access;
    private final Admission admission;
    private final String version;

    AdminEndpoints(Engine engine, Access access, Admission admission, String version) {
        this.admission = admission;
        this.engine = engine;
        this.access = access;
        this.version = version;
    }

    /// Needs no token. Clients of v1 read the headers.
    void ping(Exchange exchange) {
        exchange.setHeader("X-Influxdb-Build", "tidalite");
        exchange.setHeader("X-Influxdb-Version", COMPATIBLE_VERSION + version);
        exchange.setHeader("Request-Id", UUID.randomUUID().toString());
        exchange.answer(204);
    }

    /// Needs no token. The form that influxdb-client-java reads.
    void health(Exchange exchange) throws IOException {
        exchange.answerJson(
                200,
                Json.object(json -> {
                    json.writeStringField("name", "influxdb");
                    json.writeStringField("message", "ready for queries and writes");
                    json.writeStringField("status", "pass");
                    json.writeArrayFieldStart("checks");
                    json.writeEndArray();
                    json.writeStringField("version", version);
                }));
    }

    /// `?db=` flushes one database, nothing flushes all.
    void flush(Exchange exchange) {
        access.toAdminister(exchange);
        Optional<String> database = exchange.url().first("db");
        if (database.isPresent()) {
            engine.flush(database.get());
        } else {
            engine.flush();
        }
        exchange.answer(204);
    }

    void listDatabases(Exchange exchange) throws IOException {
        access.toAdminister(exchange);
        StringBuilder rows = new StringBuilder("[");
        for (String name : engine.databases()) {
            rows.append(rows.length() == 1 ? "" : ",")
                    .append(Json.object(json -> json.writeStringField("iox::database", name)));
        }
        exchange.answerJson(200, rows.append(']').toString());
    }

    /// The name is in the address, or in a body `{"db":"…"}`.
    void createDatabase(Exchange exchange) throws IOException {
        access.toAdminister(exchange);
        Optional<String> name = exchange.url().first("db");
        try (Admission.Slot slot = admission.write(exchange)) {
            byte[] body = exchange.body(slot);
            if (body.length > 0) {
                name = Optional.ofNullable(Json.texts(body).get("db"));
            }
        }
        engine.createDatabase(DatabaseName.check(name.orElseThrow(AdminEndpoints::nameless)));
        exchange.answer(200);
    }

    void dropDatabase(Exchange exchange) {
        access.toAdminister(exchange);
        engine.dropDatabase(nameOf(exchange));
        exchange.answer(200);
    }

    private static String nameOf(Exchange exchange) {
        return exchange.url().first("db").orElseThrow(AdminEndpoints::nameless);
    }

    private static ApiException nameless() {
        return ApiException.invalid("missing query parameter 'db'");
    }
}
