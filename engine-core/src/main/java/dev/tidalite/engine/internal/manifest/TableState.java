package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

/// A table as the manifest knows it. Writes that are not flushed yet may have widened it further.
public record TableState(TableId id, String database, TableSchema schema, SegmentSet segments) {}
