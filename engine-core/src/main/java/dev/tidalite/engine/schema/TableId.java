package dev.tidalite.engine.schema;

/// Names a table for ever: a table dropped and made again under the same name has another one.
///
/// @param value positive, unique in its engine
public record TableId(long value) {}
