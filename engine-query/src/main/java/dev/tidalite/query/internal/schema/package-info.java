/// The tables of a snapshot, and the types of a query, in Calcite's words.
///
/// In: a [dev.tidalite.engine.Snapshot]. Out: what a validator resolves names and types against:
/// `public.iox.*` with the tables, their columns in alphabetical order, and `information_schema`.
/// Holds no rows, reads no rows, and is made anew for each query that has to be planned.
@NullMarked
package dev.tidalite.query.internal.schema;

import org.jspecify.annotations.NullMarked;
