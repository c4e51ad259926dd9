package dev.tidalite.http;

import dev.tidalite.query.JsonQuery;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a v3 query asks for, from the address or from a JSON body; the body wins.
///
/// @param parameters values for `$name`
record QueryFields(
        Optional<String> database,
        Optional<String> text,
        Optional<String> format,
        Map<String, @Nullable Object> parameters) {

    /// @throws dev.tidalite.query.QueryException if the body is not a JSON object of the right
    /// shape
    static QueryFields of(Exchange exchange, Admission.Slot slot) throws IOException {
        Map<String, String> fields = new HashMap<>();
        QueryParameters url = exchange.url();
        for (String name : new String[] {"db", "q", "format"}) {
            url.first(name).ifPresent(value -> fields.put(name, value));
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>(parameters(url));
        if (exchange.method().equals("POST")) {
            byte[] body = exchange.body(slot);
            if (body.length > 0) {
                JsonQuery query = JsonQuery.parse(body);
                fields.putAll(query.texts());
                parameters.putAll(query.parameters());
            }
        }
        return new QueryFields(
                Optional.ofNullable(fields.get("db")),
                Optional.ofNullable(fields.get("q")),
                Optional.ofNullable(fields.get("format")),
                parameters);
    }

    /// The values of the JSON object `params`; none without it.
    static Map<String, @Nullable Object> parameters(QueryParameters given) {
        Optional<String> params = given.first("params");
        return params.isEmpty()
                ? Map.of()
                : JsonQuery.parseParameters(params.get().getBytes(StandardCharsets.UTF_8));
    }
}
