/// Keeps immutable sorted files. In: sorted rows. Out: the same rows, by column and by range.
///
/// Standard Parquet, written and read by our own narrow codec. Never overwrites a file, never
/// decides which files are live: that is the manifest's business.
@NullMarked
package dev.tidalite.engine.internal.segment;

import org.jspecify.annotations.NullMarked;
