package dev.tidalite.engine.internal.segment.parquet;

/// How the columns of a file are encoded.
///
/// @param splitDoubles whether doubles may be byte-stream-split where that is smaller; Spark's
///     vectorised reader does not read that
/// @param zstdLevel 1 and up
/// @param dictionaryMax a column of numbers or texts with more distinct values in a row group gets
///     no dictionary
public record WriteProfile(boolean splitDoubles, int zstdLevel, int dictionaryMax) {}
