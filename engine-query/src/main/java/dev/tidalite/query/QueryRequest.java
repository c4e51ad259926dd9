package dev.tidalite.query;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A query to one database.
///
/// @param parameters values of `$name` by name (of `$1` under `1`): null, [Boolean], [Long] (or any
///     smaller integer), [Double], [String]
public record QueryRequest(
        String database,
        Language language,
        String text,
        Map<String, @Nullable Object> parameters,
        QueryLimits limits) {
    /// In which language the text is.
    public enum Language {
        SQL,
        INFLUXQL
    }

    public QueryRequest {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    public static QueryRequest sql(String database, String text) {
        return new QueryRequest(database, Language.SQL, text, Map.of(), QueryLimits.DEFAULT);
    }

    public static QueryRequest influxql(String database, String text) {
        return new QueryRequest(database, Language.INFLUXQL, text, Map.of(), QueryLimits.DEFAULT);
    }

    public QueryRequest with(Map<String, @Nullable Object> values) {
        return new QueryRequest(database, language, text, values, limits);
    }

    public QueryRequest with(QueryLimits other) {
        return new QueryRequest(database, language, text, parameters, other);
    }
}
