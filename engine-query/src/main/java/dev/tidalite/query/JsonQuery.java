package dev.tidalite.query;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.tidalite.query.QueryException.Code;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A query as clients send it in JSON: an object whose members are texts, but for `params`, which
/// holds the values for `$name`. Members of other kinds are ignored.
///
/// @param texts by name, the last of a name
/// @param parameters as in [QueryRequest]
public record JsonQuery(Map<String, String> texts, Map<String, @Nullable Object> parameters) {
    private static final JsonFactory JSON = new JsonFactory();

    public JsonQuery {
        texts = Collections.unmodifiableMap(texts);
        parameters = Collections.unmodifiableMap(parameters);
    }

    /// @throws QueryException [Code#INVALID] if it is no JSON object, or a parameter is an object
    ///     or a list
    public static JsonQuery parse(byte[] json) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        read(
                json,
                "the query",
                parser -> {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String name = parser.currentName();
                        JsonToken token = parser.nextToken();
                        if (token == JsonToken.START_OBJECT && name.equals("params")) {
                            readParameters(parser, parameters);
                        } else if (token == JsonToken.VALUE_STRING) {
                            texts.put(name, parser.getText());
                        } else {
                            parser.skipChildren();
                        }
                    }
                });
        return new JsonQuery(texts, parameters);
    }

    /// Values for `$name` alone.
    ///
    /// @throws QueryException as [#parse]
    public static Map<String, @Nullable Object> parseParameters(byte[] json) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        read(json, "params", parser -> readParameters(parser, parameters));
        return parameters;
    }

    /// Reads what is behind the first brace.
    @FunctionalInterface
    private interface Body {
        void read(JsonParser parser) throws IOException;
    }

    private static void read(byte[] json, String what, Body body) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new QueryException(Code.INVALID, what + " is no JSON object");
            }
            body.read(parser);
        } catch (JacksonException e) {
            throw new QueryException(
                    Code.INVALID, what + " is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
    }

    private static void readParameters(JsonParser parser, Map<String, @Nullable Object> parameters)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parameters.put(
                    name,
                    switch (parser.nextToken()) {
                        case VALUE_NULL -> null;
                        case VALUE_TRUE -> true;
                        case VALUE_FALSE -> false;
                        case VALUE_NUMBER_INT -> parser.getLongValue();
                        case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                        case VALUE_STRING -> parser.getText();
                        case null, default ->
                                throw new QueryException(
                                        Code.INVALID,
                                        "parameter '"
                                                + name
                                                + "' must be null, a truth value, a number or a"
                                                + " string");
                    });
        }
    }
}
