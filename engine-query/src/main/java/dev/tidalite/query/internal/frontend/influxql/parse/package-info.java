/// From InfluxQL text to statements.
///
/// In: text, and the values of bound parameters. Out: statements of the sibling package `ast`, or
/// a [SyntaxException] that says what was found, what was expected, and where. Never looks at a
/// schema: a name that no table has is not an error here.
@NullMarked
package dev.tidalite.query.internal.frontend.influxql.parse;

import org.jspecify.annotations.NullMarked;
