/// Knows which databases, tables and columns there are. In: the columns that a write is the first
/// to need. Out: schemas, as ingest resolves against them and as snapshots see them.
///
/// Lives in memory: the log carries each change with the rows that needed it, and the manifest
/// keeps them for good. Never looks at a row, never writes a file.
@NullMarked
package dev.tidalite.engine.internal.catalog;

import org.jspecify.annotations.NullMarked;
