package dev.tidalite.query.internal.frontend.influxql.ast;

import org.jspecify.annotations.Nullable;

/// Where a statement takes its rows from.
public sealed interface Source {
    /// A measurement by name, or all whose name a pattern matches.
    ///
    /// @param database the one named, or null for the request's
    /// @param retentionPolicy the one named, or null
    /// @param name exact, or null where a pattern stands
    /// @param pattern a regular expression, or null where a name stands
    record Measurement(
            @Nullable String database,
            @Nullable String retentionPolicy,
            @Nullable String name,
            @Nullable String pattern)
            implements Source {
        public static Measurement named(String name) {
            return new Measurement(null, null, name, null);
        }
    }

    /// `(SELECT …)`
    record Subquery(Statement.Select select) implements Source {}
}
