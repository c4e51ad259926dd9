package dev.tidalite.engine.internal.flush;

import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

/// The rows of one table that are to be flushed.
///
/// @param database that the table belongs to
/// @param schema of the table, at least as wide as the rows
/// @param rows at least one
public record FlushRows(String database, TableId table, TableSchema schema, SortedRows rows) {}
