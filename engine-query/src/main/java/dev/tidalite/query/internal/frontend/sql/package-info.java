/// SQL in the DataFusion dialect of InfluxDB 3: from text to a physical plan.
///
/// In: a text, a snapshot's schemas, the types of parameters. On the way: tokens; a rewrite to what
/// Calcite's core parser reads, with a map back so that errors point into the user's text; a syntax
/// tree; a validated one; a relational tree, which [dev.tidalite.query.internal.plan] takes over.
/// Plans are kept by the text without the literals of its conditions. Executes nothing.
@NullMarked
package dev.tidalite.query.internal.frontend.sql;

import org.jspecify.annotations.NullMarked;
