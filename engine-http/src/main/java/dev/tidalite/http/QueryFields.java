package dev.tidalite.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

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

    /// @throws ApiException if the body is not a JSON object of the right shape
    static QueryFields of(Exchange exchange, HttpLimits limits) throws IOException {
        Map<String, String> fields = new HashMap<>();
        QueryParameters url = exchange.url();
        for (String name : new String[] {"db", "q", "format"}) {
            url.first(name).ifPresent(value -> fields.put(name, value));
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        Optional<String> inUrl = url.first("params");
        if (inUrl.isPresent()) {
            parameters.putAll(values(inUrl.get().getBytes(StandardCharsets.UTF_8)));
        }
        if (exchange.method().equals("POST")) {
            byte[] body = exchange.body(limits);
            if (body.length > 0) {
                read(body, fields, parameters);
            }
        }
        return new QueryFields(
                Optional.ofNullable(fields.get("db")),
                Optional.ofNullable(fields.get("q")),
                Optional.ofNullable(fields.get("format")),
                parameters);
    }

    /// The values of a JSON object: null, true, false, numbers and strings.
    static Map<String, @Nullable Object> values(byte[] json) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "an object of parameters");
            return valuesOf(parser);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw ApiException.invalid("params is not JSON: " + e.getOriginalMessage());
        }
    }

    private static void read(
            byte[] body, Map<String, String> fields, Map<String, @Nullable Object> parameters)
            throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "a JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("params") && token == JsonToken.START_OBJECT) {
                    parameters.putAll(valuesOf(parser));
                } else if (token == JsonToken.VALUE_STRING) {
                    fields.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw ApiException.invalid("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Map<String, @Nullable Object> valuesOf(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            values.put(
                    name,
                    switch (token) {
                        case VALUE_NULL -> null;
                        case VALUE_TRUE -> true;
                        case VALUE_FALSE -> false;
                        case VALUE_NUMBER_INT -> parser.getLongValue();
                        case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                        case VALUE_STRING -> parser.getText();
                        default ->
                                throw ApiException.invalid(
                                        "parameter '"
                                                + name
                                                + "' must be null, a truth value, a number or a"
                                                + " string");
                    });
        }
        return values;
    }

    private static void expect(@Nullable JsonToken got, JsonToken wanted, String what) {
        if (got != wanted) {
            throw ApiException.invalid("expected " + what);
        }
    }
}
