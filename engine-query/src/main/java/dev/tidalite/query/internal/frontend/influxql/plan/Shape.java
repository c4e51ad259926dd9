package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;
import dev.tidalite.query.internal.frontend.influxql.ast.Statement.Fill;

import java.util.List;
import java.util.Set;

/// A SELECT after its names were resolved and its rules were checked.
///
/// @param columns what comes out beside the time, in order
/// @param aggregates the calls that give one value per series or window, those inside transforms
///     included
/// @param transforms the calls that compute along the time
/// @param groupTags ascending; those the enclosing query groups by included
/// @param intervalNs the length of a window; 0 without windows
/// @param offsetNs by how much the windows are shifted
record Shape(
        Kind kind,
        String timeName,
        List<Column> columns,
        Set<Expression.Call> aggregates,
        Set<Expression.Call> transforms,
        List<String> groupTags,
        long intervalNs,
        long offsetNs,
        Fill fill) {
    /// A column of the result.
    record Column(String name, Expression expression) {}

    /// What makes the rows.
    enum Kind {
        /// The rows themselves.
        RAW,
        /// One row per series or window, transforms over these included.
        AGGREGATE,
        /// As [#AGGREGATE], the row of the one value selected.
        SELECTOR,
        /// Functions along the time over the rows themselves.
        TRANSFORM,
        /// `top`, `bottom` or `sample`.
        ROW_SELECTOR,
        /// `distinct`
        DISTINCT,
        /// `integral`
        INTEGRAL
    }

    boolean hasWindows() {
        return intervalNs > 0;
    }
}
