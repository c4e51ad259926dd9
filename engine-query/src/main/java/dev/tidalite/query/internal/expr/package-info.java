/// Expressions over the columns of a batch, and the types of their values: what a plan says, and
/// what a function is declared with.
///
/// In: what a language frontend resolved. Out: values the executor computes column by column. Knows
/// neither Calcite nor Arrow, and nothing of either language: names are resolved, types are
/// decided.
@NullMarked
package dev.tidalite.query.internal.expr;

import org.jspecify.annotations.NullMarked;
