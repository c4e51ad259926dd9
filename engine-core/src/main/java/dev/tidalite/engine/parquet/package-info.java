/// Parquet for results: batches of columns go in, a file that other programs read comes out, row
/// group after row group. The same writer as that of segments, without what makes a file a segment.
/// Nothing here reads a file, and nothing here knows tables.
@NullMarked
package dev.tidalite.engine.parquet;

import org.jspecify.annotations.NullMarked;
