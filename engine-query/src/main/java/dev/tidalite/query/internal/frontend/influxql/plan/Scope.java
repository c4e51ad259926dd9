package dev.tidalite.query.internal.frontend.influxql.plan;

import dev.tidalite.query.internal.frontend.influxql.ast.Expression;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// What an enclosing query imposes on a SELECT.
///
/// @param span outside of which the enclosing query looks at nothing
/// @param groupTags by which the enclosing query groups, and so the inner one as well
/// @param windows the `time(…)` by which the enclosing query groups, and so does an inner one that
///     aggregates and has none of its own; null if there is none
/// @param nested whether there is an enclosing query
record Scope(
        TimeSpan span,
        List<String> groupTags,
        Expression.@Nullable Call windows,
        ZoneId zone,
        boolean nested) {
    static final Scope TOP = new Scope(TimeSpan.ALL, List.of(), null, ZoneOffset.UTC, false);

    static ZoneId zone(@Nullable String name, ZoneId otherwise) {
        if (name == null) {
            return otherwise;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw Failures.invalid("unable to find time zone " + name);
        }
    }
}
