package dev.tidalite.flight;

import dev.tidalite.engine.EngineException;
import dev.tidalite.query.QueryEngine;
import dev.tidalite.query.QueryException;
import dev.tidalite.query.QueryLimits;
import dev.tidalite.query.QueryRequest;
import dev.tidalite.query.QueryRequest.Language;
import dev.tidalite.query.QueryResult;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.Function;

/// A query that came in, in whatever form.
///
/// @param parameters values for `$name`
record FlightQuery(
        String database, Language language, String text, Map<String, @Nullable Object> parameters)
        implements Wanted {
    static FlightQuery sql(String database, String text) {
        return new FlightQuery(database, Language.SQL, text, Map.of());
    }

    FlightQuery with(Map<String, @Nullable Object> values) {
        return new FlightQuery(database, language, text, values);
    }

    /// @return to be closed by the caller
    /// @throws RuntimeException as [Failures] knows them
    QueryResult run(QueryEngine queries, QueryLimits limits) {
        return ask(queries::execute, limits);
    }

    /// Names and types of its parameters.
    ///
    /// @throws RuntimeException as [Failures] knows them
    Map<String, ArrowType> parameterTypes(QueryEngine queries, QueryLimits limits) {
        return ask(queries::parameterTypes, limits);
    }

    // NullAway does not read the null in QueryRequest's map from its class file.
    @SuppressWarnings("NullAway")
    private <T> T ask(Function<QueryRequest, T> question, QueryLimits limits) {
        try {
            return question.apply(new QueryRequest(database, language, text, parameters, limits));
        } catch (QueryException e) {
            if (e.getCause() instanceof EngineException.NotFound) {
                throw Failures.as(CallStatus.NOT_FOUND, "Database '" + database + "' not found");
            }
            throw e;
        }
    }
}
