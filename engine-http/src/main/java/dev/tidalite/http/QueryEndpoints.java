package dev.tidalite.http;

import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryRequest.Language;
import dev.tidalite.query.QueryResult;

import java.io.IOException;

/// `/api/v3/query_sql` and `/api/v3/query_influxql`: one statement, answered as a table.
final class QueryEndpoints {
    private final QueryEngine queries;
    private final HttpConfig config;
    private final Access access;
    private final Admission admission;
    private final QueryThreads threads;

    QueryEndpoints(
            QueryEngine queries,
            HttpConfig config,
            Access access,
            Admission admission,
            QueryThreads threads) {
        this.queries = queries;
        this.config = config;
        this.access = access;
        this.admission = admission;
        this.threads = threads;
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
        try (Admission.Slot slot = admission.query(exchange)) {
            QueryFields fields = QueryFields.of(exchange, slot);
            String database =
                    fields.database()
                            .orElseThrow(
                                    () -> ApiException.invalid("missing query parameter 'db'"));
            String text =
                    fields.text()
                            .orElseThrow(() -> ApiException.invalid("missing query parameter 'q'"));
            TableFormat format =
                    TableFormat.of(fields.format(), exchange.header("Accept").orElse(""));
            access.toRead(exchange, database);
            QueryRequest request =
                    new QueryRequest(
                            database, language, text, fields.parameters(), config.queryLimits());
            threads.run(exchange, () -> answer(exchange, request, format));
        }
    }

    private void answer(Exchange exchange, QueryRequest request, TableFormat format)
            throws IOException {
        try (QueryResult result = queries.execute(request)) {
            exchange.onGone(result::cancel);
            LateStream out = new LateStream(exchange, format.contentType());
            format.write(result, out);
            out.finish();
        }
    }
}
