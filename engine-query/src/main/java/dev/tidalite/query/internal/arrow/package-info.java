/// Where Arrow begins: columns of a query's result become Arrow vectors, with the field metadata
/// that clients of InfluxDB read.
///
/// In: batches of plain arrays. Out: one `VectorSchemaRoot`, filled again for every batch. Nothing
/// before this border knows Arrow.
@NullMarked
package dev.tidalite.query.internal.arrow;

import org.jspecify.annotations.NullMarked;
