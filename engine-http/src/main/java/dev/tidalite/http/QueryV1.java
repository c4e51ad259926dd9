package dev.tidalite.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

import dev.tidalite.http.auth.Permissions;
import dev.tidalite.query.InfluxqlCommands;
import dev.tidalite.query.InfluxqlStatement;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryRequest.Language;
import dev.tidalite.query.QueryResult;
import dev.tidalite.query.SeriesReader;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/query` of v1: several InfluxQL statements, answered one after the other as series.
final class QueryV1 {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String INFLUXQL = "application/vnd.influxql";

    private final QueryEngine queries;
    private final InfluxqlCommands commands;
    private final HttpLimits limits;
    private final Access access;

    QueryV1(QueryEngine queries, InfluxqlCommands commands, HttpLimits limits, Access access) {
        this.queries = queries;
        this.commands = commands;
        this.limits = limits;
        this.access = access;
    }

    /// @param rowsMax rows in one piece of an answer; unlimited unless it is chunked
    private record Wanted(
            String database,
            String policy,
            Map<String, @Nullable Object> parameters,
            TimeFormat times,
            boolean chunked,
            int rowsMax,
            boolean pretty,
            Optional<String> password) {}

    void handle(Exchange exchange) throws IOException {
        QueryParameters given = parameters(exchange);
        if (!given.isPresent()) {
            throw ApiException.invalid("missing query parameters 'db' and 'q'");
        }
        String text =
                given.first("q")
                        .filter(q -> !q.isBlank())
                        .orElseThrow(() ->
                                ApiException.invalid(
                                        "expected a query to be provided in the query string"
                                                + " or body"));
        Wanted wanted = wanted(given);
        access.permissions(exchange, wanted.password());
        List<InfluxqlStatement> statements;
        try {
            statements = InfluxqlStatement.split(text);
        } catch (QueryException e) {
            String message = "error in InfluxQL statement: parsing error: " + e.getMessage();
            exchange.answerJson(200, new String(failed(message, wanted), StandardCharsets.UTF_8));
            return;
        }
        if (wanted.chunked()) {
            OutputStream out = exchange.stream(200, "application/json");
            answer(exchange, statements, wanted, out);
        } else {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            answer(exchange, statements, wanted, whole);
            exchange.answer(200, "application/json", whole.toByteArray());
        }
    }

    /// Fields of a form beat the address; a body without a type, or of type InfluxQL, is the query
    /// itself, which the address beats.
    private QueryParameters parameters(Exchange exchange) {
        QueryParameters url = exchange.url();
        if (!exchange.method().equals("POST")) {
            return url;
        }
        String type = exchange.header("Content-Type").orElse("").split(";", 2)[0].strip();
        byte[] body = exchange.body(limits);
        String text = new String(body, StandardCharsets.UTF_8);
        return switch (type) {
            case "", INFLUXQL -> body.length == 0 ? url : url.orElse(QueryParameters.of("q", text));
            case FORM -> QueryParameters.parse(text).orElse(url);
            default -> throw ApiException.invalid("invalid mime type (" + type + ")");
        };
    }

    private Wanted wanted(QueryParameters given) {
        Map<String, @Nullable Object> parameters = QueryFields.parameters(given);
        boolean chunked = isTrue(given, "chunked");
        int rowsMax = chunked ? chunkRows(given) : Integer.MAX_VALUE;
        return new Wanted(
                given.first("db").orElse(""),
                given.first("rp").orElse(""),
                parameters,
                TimeFormat.of(given.first("epoch")),
                chunked,
                rowsMax,
                isTrue(given, "pretty"),
                given.first("p"));
    }

    private static boolean isTrue(QueryParameters given, String name) {
        return given.first(name).orElse("").equals("true");
    }

    private int chunkRows(QueryParameters given) {
        Optional<String> size = given.first("chunk_size").or(() -> given.first("chunked_size"));
        if (size.isEmpty()) {
            return limits.chunkRows();
        }
        try {
            int rows = Integer.parseInt(size.get());
            return rows > 0 ? rows : limits.chunkRows();
        } catch (NumberFormatException e) {
            return limits.chunkRows();
        }
    }

    private void answer(
            Exchange exchange, List<InfluxqlStatement> statements, Wanted wanted, OutputStream out)
            throws IOException {
        Document document = new Document(wanted, out);
        for (int id = 0; id < statements.size(); id++) {
            try {
                run(exchange, statements.get(id), id, wanted, document);
            } catch (QueryException e) {
                document.error(id, String.valueOf(e.getMessage()));
            } catch (SeriesJson.UnsupportedNumberException e) {
                throw ApiException.of(500, String.valueOf(e.getMessage()));
            }
        }
        document.end();
    }

    // NullAway does not read the null in QueryRequest's map from its class file.
    @SuppressWarnings("NullAway")
    private void run(
            Exchange exchange,
            InfluxqlStatement statement,
            int id,
            Wanted wanted,
            Document document)
            throws IOException {
        if (!statement.isQuery()) {
            authorize(exchange, statement, wanted);
            document.series(id, commands.run(statement, wanted.database()));
            return;
        }
        String database = databaseOf(statement, wanted);
        access.toRead(exchange, database, wanted.password());
        QueryRequest request =
                new QueryRequest(
                        database,
                        Language.INFLUXQL,
                        statement.text(),
                        wanted.parameters(),
                        QueryLimits.DEFAULT);
        try (QueryResult result = queries.execute(request)) {
            document.series(id, new SeriesReader(result));
        }
    }

    /// Commands are for administrators, but for those that only show something.
    private void authorize(Exchange exchange, InfluxqlStatement statement, Wanted wanted) {
        Permissions permissions = access.permissions(exchange, wanted.password());
        if (!statement.isReadOnly() && !permissions.isAdmin()) {
            throw ApiException.of(403, "forbidden");
        }
    }

    private String databaseOf(InfluxqlStatement statement, Wanted wanted) {
        InfluxqlStatement.Target target = statement.target();
        String database = target.database() == null ? wanted.database() : target.database();
        String policy =
                target.retentionPolicy() == null ? wanted.policy() : target.retentionPolicy();
        if (database.isEmpty()) {
            throw new QueryException(
                    QueryException.Code.INVALID,
                    "must specify a 'db' parameter, or provide the database in the InfluxQL query");
        }
        return commands.resolve(database, policy);
    }

    private static byte[] failed(String message, Wanted wanted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Document document = new Document(wanted, out);
        document.error(0, message);
        document.end();
        return out.toByteArray();
    }

    /// One JSON document, or one per piece of a chunked answer.
    private static final class Document {
        private final Wanted wanted;
        private final OutputStream out;
        private JsonGenerator json;
        private boolean open;

        Document(Wanted wanted, OutputStream out) throws IOException {
            this.wanted = wanted;
            this.out = out;
            this.json = begin();
        }

        private JsonGenerator begin() throws IOException {
            JsonGenerator fresh = Json.FACTORY.createGenerator(out);
            fresh.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            if (wanted.pretty()) {
                DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
                printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
                fresh.setPrettyPrinter(printer);
            }
            return fresh;
        }

        private void open() throws IOException {
            if (!open) {
                json.writeStartObject();
                json.writeArrayFieldStart("results");
                open = true;
            }
        }

        private void close() throws IOException {
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            open = false;
        }

        void error(int id, String message) throws IOException {
            open();
            json.writeStartObject();
            json.writeNumberField("statement_id", id);
            json.writeStringField("error", message);
            json.writeEndObject();
        }

        /// Writes all series of a statement: into one result, or each piece into a document of its
        /// own.
        void series(int id, SeriesReader series) throws IOException {
            open();
            json.writeStartObject();
            json.writeNumberField("statement_id", id);
            SeriesJson writer = new SeriesJson(json, wanted.times(), wanted.rowsMax());
            boolean more = series.nextSeries();
            if (more) {
                json.writeArrayFieldStart("series");
            }
            boolean any = more;
            while (more) {
                boolean rest = writer.write(series);
                more = rest || series.nextSeries();
                if (more && wanted.chunked()) {
                    json.writeEndArray();
                    json.writeBooleanField("partial", true);
                    json.writeEndObject();
                    close();
                    json = begin();
                    open();
                    json.writeStartObject();
                    json.writeNumberField("statement_id", id);
                    json.writeArrayFieldStart("series");
                    writer = new SeriesJson(json, wanted.times(), wanted.rowsMax());
                }
            }
            if (any) {
                json.writeEndArray();
            }
            json.writeEndObject();
        }

        void end() throws IOException {
            open();
            close();
        }
    }
}
