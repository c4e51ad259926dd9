package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Adds edits to a state. Copies only the tables that are edited, each once, so that many edits
/// cost no more than they say.
final class StateBuilder {
    private final TreeMap<String, DatabaseState> databases;
    private final Map<TableId, TableState> tables;
    private final Map<TableId, SortedMap<Long, SegmentMeta>> edited = new HashMap<>();
    private final List<SegmentMeta> obsolete = new ArrayList<>();
    private long flushed;
    private long lastTableId;
    private long lastSegmentId;

    StateBuilder(ManifestState basis) {
        databases = new TreeMap<>(basis.databases());
        tables = new LinkedHashMap<>(basis.tables());
        flushed = basis.flushed().value();
        lastTableId = basis.lastTableId();
        lastSegmentId = basis.lastSegmentId();
    }

    /// @throws EngineException.NotFound if the edit speaks of a table or segment that does not
    ///     exist (any more)
    void apply(ManifestEdit edit) {
        switch (edit) {
            case ManifestEdit.DatabaseCreated(String database) -> createDatabase(database);
            case ManifestEdit.DatabaseDropped(String database) -> dropDatabase(database);
            case ManifestEdit.RetentionSet(String database, long retentionNs) ->
                    databases.put(database, new DatabaseState(database, retentionNs));
            case ManifestEdit.TableDefined(TableId id, String database, TableSchema schema) ->
                    define(id, database, schema);
            case ManifestEdit.TableDropped(TableId table) -> {
                obsolete.addAll(segments(table).values());
                dropTable(table);
            }
            case ManifestEdit.SegmentAdded(SegmentMeta segment) -> add(segment);
            case ManifestEdit.SegmentsReplaced(
                            TableId table,
                            Collection<SegmentId> removed,
                            List<SegmentMeta> added) -> {
                remove(table, removed);
                added.forEach(this::add);
            }
            case ManifestEdit.SegmentsDropped(TableId table, Collection<SegmentId> removed) ->
                    remove(table, removed);
            case ManifestEdit.Flushed(SequenceNumber upTo) ->
                    flushed = Math.max(flushed, upTo.value());
            case ManifestEdit.NumbersUsed(long tableId, long segmentId) -> {
                lastTableId = Math.max(lastTableId, tableId);
                lastSegmentId = Math.max(lastSegmentId, segmentId);
            }
        }
    }

    private void createDatabase(String database) {
        databases.putIfAbsent(
                database, new DatabaseState(database, ManifestEdit.RetentionSet.KEEP_ALL));
    }

    private void dropDatabase(String database) {
        databases.remove(database);
        for (TableState table : List.copyOf(tables.values())) {
            if (table.database().equals(database)) {
                apply(new ManifestEdit.TableDropped(table.id()));
            }
        }
    }

    private void define(TableId id, String database, TableSchema schema) {
        TableState before = tables.get(id);
        if (before != null) {
            int columns = before.schema().columnCount();
            boolean fits =
                    before.database().equals(database)
                            && before.schema().table().equals(schema.table())
                            && columns <= schema.columnCount()
                            && before.schema()
                                    .columns()
                                    .equals(schema.columns().subList(0, columns));
            if (!fits) {
                throw new IllegalArgumentException(
                        "table "
                                + id.value()
                                + " of "
                                + database
                                + " is "
                                + before.schema()
                                + " and cannot become "
                                + schema);
            }
        }
        createDatabase(database);
        SegmentSet segments = before == null ? SegmentSet.EMPTY : before.segments();
        tables.put(id, new TableState(id, database, schema, segments));
        lastTableId = Math.max(lastTableId, id.value());
    }

    private void dropTable(TableId table) {
        tables.remove(table);
        edited.remove(table);
    }

    private void add(SegmentMeta segment) {
        SegmentMeta before = segments(segment.table()).put(segment.id().value(), segment);
        if (before != null) {
            throw new IllegalArgumentException("segment " + before.id() + " is live already");
        }
        lastSegmentId = Math.max(lastSegmentId, segment.id().value());
    }

    private void remove(TableId table, Collection<SegmentId> removed) {
        SortedMap<Long, SegmentMeta> segments = segments(table);
        for (SegmentId id : removed) {
            SegmentMeta segment = segments.remove(id.value());
            if (segment == null) {
                throw new EngineException.NotFound(
                        "segment " + id.value() + " of table " + table.value() + " is not live");
            }
            obsolete.add(segment);
        }
    }

    private SortedMap<Long, SegmentMeta> segments(TableId table) {
        SortedMap<Long, SegmentMeta> segments = edited.get(table);
        if (segments == null) {
            TableState state = tables.get(table);
            if (state == null) {
                throw new EngineException.NotFound("table " + table.value() + " does not exist");
            }
            segments = new TreeMap<>();
            for (SegmentMeta segment : state.segments().segments()) {
                segments.put(segment.id().value(), segment);
            }
            edited.put(table, segments);
        }
        return segments;
    }

    ManifestState build() {
        edited.forEach((id, segments) ->
                tables.computeIfPresent(
                        id,
                        (_, table) ->
                                new TableState(
                                        id,
                                        table.database(),
                                        table.schema(),
                                        new SegmentSet(List.copyOf(segments.values())))));
        return new ManifestState(
                databases, tables, new SequenceNumber(flushed), lastTableId, lastSegmentId);
    }

    /// The segments that were live and are not any more.
    List<SegmentMeta> obsolete() {
        return obsolete;
    }
}
