package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.schema.TableId;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What all edits so far add up to. Immutable.
///
/// @param databases by name
/// @param tables by id
/// @param flushed the log is not needed up to here
/// @param lastTableId the greatest ever used; 0 if none was
/// @param lastSegmentId the greatest ever used; 0 if none was
public record ManifestState(
        SortedMap<String, DatabaseState> databases,
        Map<TableId, TableState> tables,
        SequenceNumber flushed,
        long lastTableId,
        long lastSegmentId) {
    static final ManifestState EMPTY =
            new ManifestState(new TreeMap<>(), Map.of(), SequenceNumber.ZERO, 0, 0);

    public ManifestState {
        databases = Collections.unmodifiableSortedMap(databases);
        tables = Collections.unmodifiableMap(tables);
    }

    /// The live segments of a table; none if there is no such table.
    public SegmentSet segments(TableId table) {
        TableState state = tables.get(table);
        return state == null ? SegmentSet.EMPTY : state.segments();
    }

    public int segmentCount() {
        return tables.values().stream().mapToInt(table -> table.segments().size()).sum();
    }
}
