package dev.tidalite.flight;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.tidalite.query.QueryRequest.Language;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The ticket of InfluxDB's own clients: a JSON object that holds the query.
///
/// @param parameters values for `$name`
record NativeTicket(
        String database, String text, Language language, Map<String, @Nullable Object> parameters) {
    private static final JsonFactory JSON = new JsonFactory();

    /// @return nothing if the bytes are no such ticket
    static Optional<NativeTicket> parse(byte[] ticket) {
        Map<String, String> fields = new HashMap<>();
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ticket)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                if (token == JsonToken.START_OBJECT && name.equals("params")) {
                    readParameters(json, parameters);
                } else if (token == JsonToken.VALUE_STRING) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException notJson) {
            return Optional.empty();
        }
        return of(fields, parameters);
    }

    private static Optional<NativeTicket> of(
            Map<String, String> fields, Map<String, @Nullable Object> parameters) {
        String database = null;
        for (String name : new String[] {"database", "namespace_name", "bucket", "bucket-name"}) {
            database = database == null ? fields.get(name) : database;
        }
        String text = fields.get("sql_query");
        Language language =
                switch (fields.getOrDefault("query_type", "sql")) {
                    case "sql" -> Language.SQL;
                    case "influxql" -> Language.INFLUXQL;
                    default -> null;
                };
        if (database == null || text == null || language == null) {
            return Optional.empty();
        }
        return Optional.of(new NativeTicket(database, text, language, parameters));
    }

    private static void readParameters(JsonParser json, Map<String, @Nullable Object> parameters)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            parameters.put(
                    name,
                    switch (json.nextToken()) {
                        case VALUE_NULL -> null;
                        case VALUE_TRUE -> true;
                        case VALUE_FALSE -> false;
                        case VALUE_NUMBER_INT -> json.getLongValue();
                        case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
                        case VALUE_STRING -> json.getText();
                        default -> throw new IOException("a list or object as a parameter");
                    });
        }
    }
}
