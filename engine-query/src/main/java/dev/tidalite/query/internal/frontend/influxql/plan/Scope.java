package dev.tidalite.query.internal.frontend.influxql.plan;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// What an enclosing query imposes on a SELECT.
///
/// @param span outside of which the enclosing query looks at nothing
/// @param groupTags by which the enclosing query groups, and so the inner one as well
/// @param nested whether there is an enclosing query
record Scope(TimeSpan span, List<String> groupTags, ZoneId zone, boolean nested) {
    static final Scope TOP = new Scope(TimeSpan.ALL, List.of(), ZoneOffset.UTC, false);

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
