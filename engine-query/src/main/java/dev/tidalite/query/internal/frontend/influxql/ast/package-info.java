/// InfluxQL as data: sealed statements, sources and expressions, and their text.
///
/// In: nothing; the parser makes these values. Out: [Statement] and its parts, which print the text
/// that parses to an equal value again ([Printer]). Immutable; knows no schema, no data and no
/// plan.
@NullMarked
package dev.tidalite.query.internal.frontend.influxql.ast;

import org.jspecify.annotations.NullMarked;
