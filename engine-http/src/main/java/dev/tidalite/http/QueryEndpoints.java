package dev.tidalite.http;

import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryRequest.Language;
import dev.tidalite.query.QueryResult;
import dev.tidalite.query.ResultFormat;

import java.io.IOException;
import java.util.Optional;

/// `/api/v3/query_sql` and `/api/v3/query_influxql`: one statement, answered as a table.
final class QueryEndpoints {
    private final QueryEngine queries;
    private final HttpLimits limits;
    private final Access access;

    QueryEndpoints(QueryEngine queries, HttpLimits limits, Access access) {
        this.queries = queries;
        this.limits = limits;
        this.access = access;
    }

    void sql(Exchange exchange) throws IOException {
        table(exchange, Language.SQL);
    }

    void influxql(Exchange exchange) throws IOException {
        table(exchange, Language.INFLUXQL);
    }

    // NullAway does not read the null in QueryRequest's map from its class file.
    @SuppressWarnings("NullAway")
    private void table(Exchange exchange, Language language) throws IOException {
        QueryFields fields = QueryFields.of(exchange, limits);
        String database =
                fields.database()
                        .orElseThrow(() -> ApiException.invalid("missing query parameter 'db'"));
        String text =
                fields.text()
                        .orElseThrow(() -> ApiException.invalid("missing query parameter 'q'"));
        ResultFormat format = formatOf(fields.format());
        access.toRead(exchange, database, Optional.empty());
        QueryRequest request =
                new QueryRequest(
                        database, language, text, fields.parameters(), QueryLimits.DEFAULT);
        try (QueryResult result = queries.execute(request)) {
            format.write(result, exchange.stream(200, contentType(format)));
        }
    }

    private static ResultFormat formatOf(Optional<String> word) {
        return switch (word.orElse("json")) {
            case "json" -> ResultFormat.JSON;
            case "jsonl" -> ResultFormat.JSON_LINES;
            case "csv" -> ResultFormat.CSV;
            case "pretty" -> ResultFormat.PRETTY;
            default ->
                    throw ApiException.invalid(
                            "format '"
                                    + word.orElse("")
                                    + "' is not supported; say json, jsonl, csv or pretty");
        };
    }

    private static String contentType(ResultFormat format) {
        return switch (format) {
            case JSON -> "application/json";
            case JSON_LINES -> "application/jsonl";
            case CSV -> "text/csv; charset=utf-8";
            case PRETTY -> "text/plain; charset=utf-8";
        };
    }
}
