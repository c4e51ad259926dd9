package dev.tidalite.flight;

import dev.tidalite.query.JsonQuery;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryRequest.Language;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The ticket of InfluxDB's own clients: a JSON object that holds the query.
///
/// @param parameters values for `$name`
record NativeTicket(
        String database, String text, Language language, Map<String, @Nullable Object> parameters) {
    /// @return nothing if the bytes are no such ticket
    static Optional<NativeTicket> parse(byte[] ticket) {
        JsonQuery json;
        try {
            json = JsonQuery.parse(ticket);
        } catch (QueryException notJson) {
            return Optional.empty();
        }
        Map<String, String> texts = json.texts();
        Optional<String> database =
                Stream.of("database", "namespace_name", "bucket", "bucket-name")
                        .map(texts::get)
                        .filter(Objects::nonNull)
                        .findFirst();
        String text = texts.get("sql_query");
        Language language =
                switch (texts.getOrDefault("query_type", "sql")) {
                    case "sql" -> Language.SQL;
                    case "influxql" -> Language.INFLUXQL;
                    default -> null;
                };
        if (database.isEmpty() || text == null || language == null) {
            return Optional.empty();
        }
        return Optional.of(new NativeTicket(database.get(), text, language, json.parameters()));
    }
}
