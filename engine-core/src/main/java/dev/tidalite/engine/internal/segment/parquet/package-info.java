/// Standard Parquet, as much of it as a segment needs: flat columns of five types, read and written
/// without any library.
///
/// In: columns of values in sinks. Out: a file that other programs read too, and the way back, a
/// page at a time. The footer, page headers and page index are compact Thrift, read by hand; no
/// length in a file is trusted, and whatever is wrong with one is a
/// [dev.tidalite.engine.EngineException.Corrupt]. Knows tables only by the columns of a file; what
/// a series is, is known one package up. Foreign files are read as far as they use the same types
/// and encodings.
@NullMarked
package dev.tidalite.engine.internal.segment.parquet;

import org.jspecify.annotations.NullMarked;
