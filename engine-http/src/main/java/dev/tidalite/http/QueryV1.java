package dev.tidalite.http;

import dev.tidalite.http.auth.Permissions;
import dev.tidalite.query.InfluxqlCommands;
import dev.tidalite.query.InfluxqlStatement;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryRequest.Language;
import dev.tidalite.query.QueryResult;
import dev.tidalite.query.SeriesReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/query` of v1: several InfluxQL statements, answered one after the other as series.
final class QueryV1 {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";
    private static final String INFLUXQL = "application/vnd.influxql";

    private final QueryEngine queries;
    private final InfluxqlCommands commands;
    private final HttpConfig config;
    private final Access access;
    private final Admission admission;
    private final QueryThreads threads;

    QueryV1(
            QueryEngine queries,
            InfluxqlCommands commands,
            HttpConfig config,
            Access access,
            Admission admission,
            QueryThreads threads) {
        this.queries = queries;
        this.commands = commands;
        this.config = config;
        this.access = access;
        this.admission = admission;
        this.threads = threads;
    }

    private record Wanted(
            String database,
            String policy,
            Map<String, @Nullable Object> parameters,
            Optional<String> password,
            AnswerV1.Shape shape) {}

    void handle(Exchange exchange) throws IOException {
        try (Admission.Slot slot = admission.query(exchange)) {
            QueryParameters given = parameters(exchange, slot);
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
            threads.run(exchange, () -> answer(exchange, text, wanted));
        }
    }

    private void answer(Exchange exchange, String text, Wanted wanted) throws IOException {
        AnswerV1.Form form = AnswerV1.Form.of(exchange.header("Accept").orElse(""));
        if (wanted.shape().chunked()) {
            // A piece is sent when it is full, and there is no way back from the first.
            OutputStream out = exchange.stream(200, form.contentType());
            answer(exchange, text, wanted, form, out);
        } else {
            LateStream out = new LateStream(exchange, form.contentType());
            answer(exchange, text, wanted, form, out);
            out.finish();
        }
    }

    private void answer(
            Exchange exchange, String text, Wanted wanted, AnswerV1.Form form, OutputStream out)
            throws IOException {
        List<InfluxqlStatement> statements;
        try {
            statements = InfluxqlStatement.split(text);
        } catch (QueryException e) {
            AnswerV1 answer = form.open(wanted.shape(), 1, out);
            answer.error(0, "error in InfluxQL statement: parsing error: " + e.getMessage());
            answer.end();
            return;
        }
        AnswerV1 answer = form.open(wanted.shape(), statements.size(), out);
        for (int id = 0; id < statements.size(); id++) {
            try {
                run(exchange, statements.get(id), id, wanted, answer);
            } catch (QueryException e) {
                answer.error(id, String.valueOf(e.getMessage()));
            } catch (SeriesJson.UnsupportedNumberException e) {
                throw ApiException.of(500, String.valueOf(e.getMessage()));
            }
        }
        answer.end();
    }

    /// Fields of a form beat the address; a body without a type, or of type InfluxQL, is the query
    /// itself, which the address beats.
    private static QueryParameters parameters(Exchange exchange, Admission.Slot slot) {
        QueryParameters url = exchange.url();
        if (!exchange.method().equals("POST")) {
            return url;
        }
        String header = exchange.header("Content-Type").orElse("");
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        byte[] body = exchange.body(slot);
        String text = new String(body, StandardCharsets.UTF_8);
        return switch (type) {
            case "", INFLUXQL -> body.length == 0 ? url : url.orElse(QueryParameters.of("q", text));
            case FORM -> QueryParameters.parse(text).orElse(url);
            case MULTIPART -> MultipartForm.parse(header, body).orElse(url);
            default -> throw ApiException.invalid("invalid mime type (" + type + ")");
        };
    }

    private Wanted wanted(QueryParameters given) {
        Map<String, @Nullable Object> parameters = QueryFields.parameters(given);
        boolean chunked = isTrue(given, "chunked");
        return new Wanted(
                given.first("db").orElse(""),
                given.first("rp").orElse(""),
                parameters,
                given.first("p"),
                new AnswerV1.Shape(
                        TimeFormat.of(given.first("epoch")),
                        chunked,
                        chunked ? chunkRows(given) : Integer.MAX_VALUE,
                        isTrue(given, "pretty")));
    }

    private static boolean isTrue(QueryParameters given, String name) {
        return given.first(name).orElse("").equals("true");
    }

    private int chunkRows(QueryParameters given) {
        Optional<String> size = given.first("chunk_size").or(() -> given.first("chunked_size"));
        if (size.isEmpty()) {
            return config.limits().chunkRows();
        }
        try {
            int rows = Integer.parseInt(size.get());
            return rows > 0 ? rows : config.limits().chunkRows();
        } catch (NumberFormatException e) {
            return config.limits().chunkRows();
        }
    }

    // NullAway does not read the null in QueryRequest's map from its class file.
    @SuppressWarnings("NullAway")
    private void run(
            Exchange exchange, InfluxqlStatement statement, int id, Wanted wanted, AnswerV1 answer)
            throws IOException {
        if (!statement.isQuery()) {
            Permissions permissions = access.permissions(exchange, wanted.password());
            authorize(permissions, statement, wanted);
            checkCreated(statement);
            answer.series(id, commands.run(statement, wanted.database(), permissions::mayRead));
            return;
        }
        String database = databaseOf(statement, wanted);
        Access.require(access.permissions(exchange, wanted.password()).mayRead(database));
        QueryRequest request =
                new QueryRequest(
                        database,
                        Language.INFLUXQL,
                        statement.text(),
                        wanted.parameters(),
                        config.queryLimits());
        try (QueryResult result = queries.execute(request)) {
            exchange.onGone(result::cancel);
            answer.series(id, new SeriesReader(result));
        }
    }

    /// Commands are for administrators, but for those that only show something.
    private static void authorize(
            Permissions permissions, InfluxqlStatement statement, Wanted wanted) {
        if (!statement.isReadOnly()) {
            Access.require(permissions.isAdmin());
        } else if (!statement.isOfAllDatabases()) {
            String named = statement.target().database();
            Access.require(permissions.mayRead(named == null ? wanted.database() : named));
        }
    }

    /// A database is made only if lines can be written into it over HTTP.
    private static void checkCreated(InfluxqlStatement statement) {
        try {
            statement.created().ifPresent(DatabaseName::check);
        } catch (ApiException e) {
            throw new QueryException(QueryException.Code.INVALID, String.valueOf(e.getMessage()));
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
}
