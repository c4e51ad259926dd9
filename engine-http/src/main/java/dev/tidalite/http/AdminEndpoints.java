package dev.tidalite.http;

import dev.tidalite.engine.Engine;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Health, databases and flushing.
final class AdminEndpoints {
    private final Engine engine;
    private final Access access;
    private final String version;

    AdminEndpoints(Engine engine, Access access, String version) {
        this.engine = engine;
        this.access = access;
        this.version = version;
    }

    /// Needs no token. Clients of v1 read the headers.
    void ping(Exchange exchange) {
        exchange.setHeader("X-Influxdb-Build", "tidalite");
        exchange.setHeader("X-Influxdb-Version", version);
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

    void createDatabase(Exchange exchange) {
        access.toAdminister(exchange);
        engine.createDatabase(DatabaseName.check(nameOf(exchange)));
        exchange.answer(200);
    }

    void dropDatabase(Exchange exchange) {
        access.toAdminister(exchange);
        engine.dropDatabase(nameOf(exchange));
        exchange.answer(200);
    }

    private static String nameOf(Exchange exchange) {
        return exchange.url()
                .first("db")
                .orElseThrow(() -> ApiException.invalid("missing query parameter 'db'"));
    }
}
