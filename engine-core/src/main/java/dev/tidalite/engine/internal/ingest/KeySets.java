package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.internal.catalog.Database;
import dev.tidalite.engine.internal.memtable.SeriesRegistries;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The series keys of all databases, as long as the registries that number the series are used.
///
/// @param registries that the series of the keys are numbers of
/// @param byDatabase made as they are needed
record KeySets(SeriesRegistries registries, ConcurrentMap<Database, SeriesKeys> byDatabase) {
    KeySets(SeriesRegistries registries) {
        this(registries, new ConcurrentHashMap<>());
    }

    /// The keys of a database, to look up: empty, and not kept, if there are none yet.
    SeriesKeys find(Database database) {
        SeriesKeys keys = byDatabase.get(database);
        return keys != null ? keys : new SeriesKeys();
    }

    /// The keys of a database, to add to.
    SeriesKeys open(Database database) {
        return byDatabase.computeIfAbsent(database, _ -> new SeriesKeys());
    }
}
