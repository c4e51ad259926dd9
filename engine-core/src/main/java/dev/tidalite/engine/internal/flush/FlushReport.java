package dev.tidalite.engine.internal.flush;

/// What a flush wrote.
///
/// @param rowCount rows that were left when duplicates had become one
public record FlushReport(int segmentCount, long rowCount, long fileBytes) {}
