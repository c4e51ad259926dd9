package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.schema.TableSchema;

import java.util.List;

/// All that one table holds at one point in time.
///
/// @param memtables views of its memtables, in any order; empty ones are fine
/// @param segments its files, in any order
public record TableRows(
        TableSchema schema, List<? extends SortedRows> memtables, List<SegmentMeta> segments) {
    public TableRows {
        memtables = List.copyOf(memtables);
        segments = List.copyOf(segments);
    }
}
