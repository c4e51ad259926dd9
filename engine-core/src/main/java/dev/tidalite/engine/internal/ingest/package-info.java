/// Takes writes in: from lines or typed rows to rows that are in the log and visible.
///
/// In: line protocol, typed rows. Out: one log record a write, and the same rows in the memtables.
/// The steps of a write, each its own class:
///
/// 1. [LineIngest] (or a [RowIngest]) fills a [WriteStage], columns by table, resolving each name
///    against the catalog; what is missing there is noted, what cannot be is a rejected line.
/// 2. [Ingest] commits what was missing to the catalog, gives series their numbers, encodes, and
///    appends to the log.
/// 3. While the log syncs, the rows are copied to the places that the order of the log gave them.
/// 4. [PublishOrder] makes them visible, in that order, and the write is acknowledged.
///
/// Never flushes; never reads a row back.
@NullMarked
package dev.tidalite.engine.internal.ingest;

import org.jspecify.annotations.NullMarked;
