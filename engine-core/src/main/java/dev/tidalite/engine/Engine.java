package dev.tidalite.engine;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.catalog.Database;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.Storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A storage engine on one folder. Owned by whoever opened it, who closes it; safe for use by many
/// threads.
///
/// Every method throws [EngineException.Closed] once the engine is closed, and those that change
/// something throw [EngineException.ReadOnly] once a write could not be made durable.
public final class Engine implements AutoCloseable {
    private final EngineCore core;

    private Engine(EngineCore core) {
        this.core = core;
    }

    /// Opens the engine of a folder, or makes a new one there. What a crash left behind is put in
    /// order first, see [#recovery].
    ///
    /// @throws EngineException.Locked if it is open already, here or in another process
    /// @throws EngineException.Corrupt if a file does not hold what was written to it
    public static Engine open(EngineConfig config) {
        return open(config, DiskStorage.open(config.folder()));
    }

    /// Opens an engine whose files are elsewhere: how tests let the power fail.
    static Engine open(EngineConfig config, Storage storage) {
        return new Engine(EngineCore.open(config, storage));
    }

    /// Writes lines. The database comes into being if it does not exist, and so do tables and
    /// columns.
    ///
    /// @return what became of the lines; lines that cannot be written are listed there, not thrown
    /// @throws EngineException.Overloaded if there is too much in flight; nothing was written
    /// @throws EngineException.LimitExceeded if the request is too large
    public WriteResult write(WriteRequest request) {
        return core.write(request);
    }

    /// A way to write typed rows to one table. Owned, and closed, by the caller; used by one
    /// thread, but many appenders may write to one table.
    public Appender appender(String database, String table) {
        return core.appender(database, table);
    }

    /// The database as it is now. Owned, and closed, by the caller.
    ///
    /// @throws EngineException.NotFound if there is no such database
    public Snapshot snapshot(String database) {
        return core.snapshot(database);
    }

    /// Names, ascending.
    public List<String> databases() {
        return core.databases().stream().map(Database::name).sorted().toList();
    }

    /// Makes sure that a database exists, even before anything is written to it. Durable when it
    /// returns.
    public void createDatabase(String database) {
        core.createDatabase(database);
    }

    /// Drops a database with all that is in it. Durable when it returns; snapshots that are open
    /// go on.
    ///
    /// @throws EngineException.NotFound if there is no such database
    public void dropDatabase(String database) {
        core.dropDatabase(database);
    }

    /// Drops a table. Durable when it returns; snapshots that are open go on. A table of the same
    /// name that is written to later is another one.
    ///
    /// @throws EngineException.NotFound if there is no such database or table
    public void dropTable(String database, String table) {
        core.dropTable(database, table);
    }

    /// Deletes rows. Durable when it returns; snapshots that are open still see them.
    ///
    /// @param range rows of these times
    /// @param tagPredicates and of the series that satisfy all of these
    /// @return how many rows were deleted
    /// @throws EngineException.NotFound if there is no such database or table
    public long delete(
            String database, String table, TimeRange range, List<ColumnPredicate> tagPredicates) {
        return core.delete(database, table, range, tagPredicates);
    }

    /// How long a database keeps rows; empty if for ever.
    ///
    /// @throws EngineException.NotFound if there is no such database
    public Optional<Duration> retention(String database) {
        long retentionNs = core.database(database).retentionNs();
        return retentionNs == Database.KEEP_ALL
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(retentionNs));
    }

    /// Sets how long a database keeps rows. Older rows are no longer seen and no longer accepted
    /// from now on; their files go by and by. Durable when it returns.
    ///
    /// @param retention positive, at most 106,751 days (292 years); empty to keep rows for ever
    /// @throws EngineException.LimitExceeded if it is longer
    /// @throws EngineException.NotFound if there is no such database
    public void setRetention(String database, Optional<Duration> retention) {
        core.setRetention(database, retention);
    }

    /// Writes all rows in memory to segments. When it returns, rows that were acknowledged before
    /// it was called are in segments.
    public void flush() {
        core.flush();
    }

    /// As [#flush()], which it is today: the rows of all databases are flushed together.
    ///
    /// @throws EngineException.NotFound if there is no such database
    public void flush(String database) {
        core.database(database);
        core.flush();
    }

    /// Makes a copy of everything acknowledged so far, while the engine goes on. The copy is opened
    /// like any engine.
    ///
    /// @param folder must not exist, or be empty; best on the same file system, where segments are
    ///     linked and not copied
    public void backup(Path folder) {
        core.backup(folder);
    }

    public EngineStats stats() {
        return core.stats();
    }

    /// What opening found.
    public RecoveryReport recovery() {
        return core.recovery();
    }

    /// Flushes what was accepted and lets the folder go. Writes that are under way are finished
    /// first. Closing twice does nothing.
    @Override
    public void close() {
        core.close();
    }
}
