package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.WriteResult.Kind;

/// Why a row cannot be written.
///
/// @param message the exact text for the one who wrote it
record Rejection(Kind kind, String message) {}
