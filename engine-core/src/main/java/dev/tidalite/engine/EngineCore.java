package dev.tidalite.engine;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.catalog.Catalog;
import dev.tidalite.engine.internal.catalog.Database;
import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.compaction.Compaction;
import dev.tidalite.engine.internal.compaction.CompactionLimits;
import dev.tidalite.engine.internal.flush.Flush;
import dev.tidalite.engine.internal.flush.FlushReport;
import dev.tidalite.engine.internal.flush.FlushRows;
import dev.tidalite.engine.internal.ingest.Ingest;
import dev.tidalite.engine.internal.ingest.IngestLimits;
import dev.tidalite.engine.internal.ingest.MemoryBudget;
import dev.tidalite.engine.internal.ingest.PublishOrder;
import dev.tidalite.engine.internal.ingest.RowIngest;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestEdit;
import dev.tidalite.engine.internal.manifest.ManifestState;
import dev.tidalite.engine.internal.manifest.PinnedState;
import dev.tidalite.engine.internal.manifest.SegmentSet;
import dev.tidalite.engine.internal.memtable.Memtable;
import dev.tidalite.engine.internal.memtable.MemtableSet;
import dev.tidalite.engine.internal.memtable.Memtables;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.recovery.Backup;
import dev.tidalite.engine.internal.retention.Deletion;
import dev.tidalite.engine.internal.retention.Retention;
import dev.tidalite.engine.internal.runtime.Clock;
import dev.tidalite.engine.internal.runtime.Closer;
import dev.tidalite.engine.internal.runtime.Threads;
import dev.tidalite.engine.internal.scan.ScanSnapshot;
import dev.tidalite.engine.internal.scan.TableRows;
import dev.tidalite.engine.internal.segment.Partitions;
import dev.tidalite.engine.internal.segment.SegmentFiles;
import dev.tidalite.engine.internal.segment.SegmentProfile;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.wal.Wal;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.lp.DecodeLimits;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/// The parts of an engine, wired: what [Engine] promises, done with them.
///
/// Locks are taken in this order: `defining`, `flushing`, then the exclusive lock of the memtables.
final class EngineCore {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private final Storage storage;
    private final Clock clock;
    private final Catalog catalog;
    private final Memtables memtables;
    private final Manifest manifest;
    private final SegmentFiles segments;
    private final Wal wal;
    private final PublishOrder order;
    private final MemoryBudget budget;
    private final Ingest ingest;
    private final Flush flush;
    private final Background background;

    /// Writes the batches of appenders.
    private final ExecutorService appending =
            Executors.newCachedThreadPool(Threads.factory("tidalite-append"));

    private final RecoveryReport recovery;
    private final Closer owned;

    /// The longest retention but for ever.
    private static final Duration RETENTION_MAX = Duration.ofDays(106_751);

    /// Held by whoever changes which databases and tables there are, writes excepted, so that
    /// catalog and manifest say the same.
    private final ReentrantLock defining = new ReentrantLock();

    /// Held by whoever flushes, drops or deletes.
    private final ReentrantLock flushing = new ReentrantLock();

    /// Series known so far are forgotten at a seal when they take more.
    private final long registryBytesMax;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final LongAdder flushCount = new LongAdder();
    private final LongAdder flushedRows = new LongAdder();
    private final LongAdder flushedBytes = new LongAdder();

    private EngineCore(EngineConfig config, Storage storage) {
        this.storage = storage;
        clock = Clock.of(config.clock());
        catalog = new Catalog();
        memtables = new Memtables();
        registryBytesMax = config.memoryBytesMax() / 3 * 2;
        try (Closer closer = new Closer()) {
            closer.own(storage.lock(FileName.LOCK));
            EngineOpening opening = EngineOpening.run(storage, config, catalog, memtables, closer);
            manifest = opening.manifest();
            wal = opening.wal();
            recovery = opening.report();
            long cacheBytes = Math.max(1 << 20, config.memoryBytesMax() / 4);
            segments =
                    closer.own(
                            new SegmentFiles(
                                    storage, new PageCache(cacheBytes), SegmentProfile.DEFAULT));
            manifest.whenDeleted(segments::close);
            order = new PublishOrder(wal.last().value());
            Partitions partitions = Partitions.of(config.partitionLength());
            flush = new Flush(manifest, segments, partitions);
            background =
                    new Background(
                            this,
                            new Compaction(
                                    manifest,
                                    segments,
                                    CompactionLimits.of(partitions, cacheBytes)),
                            new Retention(manifest),
                            clock);
            budget =
                    new MemoryBudget(
                            memtables,
                            config.flushBytes(),
                            config.memoryBytesMax(),
                            config.overloadWaitMs(),
                            background::wakeFlush);
            ingest = new Ingest(catalog, memtables, wal, order, budget, limits(config), clock);
            owned = closer.release();
        }
    }

    static EngineCore open(EngineConfig config, Storage storage) {
        EngineCore core = new EngineCore(config, storage);
        core.background.start();
        return core;
    }

    private static IngestLimits limits(EngineConfig config) {
        return new IngestLimits(
                config.tablesMax(),
                config.columnsMax(),
                config.nameBytesMax(),
                config.requestBytesMax(),
                DecodeLimits.DEFAULT);
    }

    WriteResult write(WriteRequest request) {
        checkOpen();
        return ingest.write(request);
    }

    Appender appender(String database, String table) {
        checkOpen();
        return new Appender(new RowIngest(ingest, database, table, appending));
    }

    private void checkWritable() {
        checkOpen();
        wal.checkWritable();
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new EngineException.Closed("the engine is closed");
        }
    }

    Collection<Database> databases() {
        checkOpen();
        return catalog.databases();
    }

    Database database(String name) {
        checkOpen();
        Database database = catalog.database(name);
        if (database == null) {
            throw new EngineException.NotFound("database " + name + " does not exist");
        }
        return database;
    }

    Table table(String database, String name) {
        Table table = database(database).table(name);
        if (table == null) {
            throw new EngineException.NotFound(
                    "table " + name + " of database " + database + " does not exist");
        }
        return table;
    }

    /// What is visible of a database at one moment, but for the segments.
    private record InMemory(List<TableRows> tables, long sequence) {}

    Snapshot snapshot(String name) {
        Database database = database(name);
        while (true) {
            PinnedState pinned = manifest.pin();
            boolean handedOut = false;
            try {
                InMemory seen = order.consistently(() -> inMemory(database, pinned));
                // Rows that were flushed in between are in neither: look again.
                if (isSame(manifest.state(), pinned.state())) {
                    Snapshot snapshot =
                            new ScanSnapshot(
                                    name,
                                    new SequenceNumber(seen.sequence()),
                                    seen.tables(),
                                    Retention.kept(database.retentionNs(), clock.wallNs()),
                                    segments::open,
                                    pinned::close);
                    handedOut = true;
                    return snapshot;
                }
            } finally {
                if (!handedOut) {
                    pinned.close();
                }
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // every commit makes a new one; comparing would be long
    private static boolean isSame(ManifestState one, ManifestState other) {
        return one == other;
    }

    private InMemory inMemory(Database database, PinnedState pinned) {
        Memtables.State state = memtables.state();
        List<TableRows> tables = new ArrayList<>();
        for (Table table : database.tables()) {
            TableSchema schema = table.visible();
            List<SortedRows> views = new ArrayList<>();
            for (MemtableSet set : state.sealed()) {
                addView(set.find(table.id()), views);
            }
            addView(state.active().find(table.id()), views);
            // One that has neither rows in memory nor a place in the manifest is being dropped.
            boolean dropped = views.isEmpty() && !pinned.state().tables().containsKey(table.id());
            if (schema != null && !dropped) {
                tables.add(
                        new TableRows(
                                schema, views, pinned.state().segments(table.id()).segments()));
            }
        }
        return new InMemory(tables, order.lastSequence());
    }

    private static void addView(@Nullable Memtable memtable, List<SortedRows> views) {
        SortedRows view = memtable == null ? null : memtable.view();
        if (view != null) {
            views.add(view);
        }
    }

    void createDatabase(String name) {
        ingest.checkDatabaseName(name);
        defining.lock();
        try {
            checkWritable();
            manifest.commit(new ManifestEdit.DatabaseCreated(name));
            catalog.open(name);
        } finally {
            defining.unlock();
        }
    }

    void setRetention(String name, Optional<Duration> retention) {
        long retentionNs = retention.map(EngineCore::retentionNs).orElse(Database.KEEP_ALL);
        defining.lock();
        try {
            Database database = database(name);
            checkWritable();
            manifest.commit(
                    new ManifestEdit.DatabaseCreated(name),
                    new ManifestEdit.RetentionSet(name, retentionNs));
            database.retain(retentionNs);
        } finally {
            defining.unlock();
        }
        background.wakeCompaction();
    }

    private static long retentionNs(Duration retention) {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("a retention of " + retention);
        }
        if (retention.compareTo(RETENTION_MAX) > 0) {
            throw new EngineException.LimitExceeded(
                    "a retention of "
                            + retention
                            + " exceeds the limit of "
                            + RETENTION_MAX.toDays()
                            + " days; without one, rows are kept for ever");
        }
        return retention.toNanos();
    }

    void dropDatabase(String name) {
        database(name); // else everything is flushed for nothing
        dropAll(() -> {
            Database database = database(name);
            if (manifest.state().databases().containsKey(name)) {
                manifest.commit(new ManifestEdit.DatabaseDropped(name));
            }
            catalog.drop(database);
        });
    }

    void dropTable(String database, String name) {
        table(database, name); // else everything is flushed for nothing
        dropAll(() -> {
            Table table = table(database, name);
            if (manifest.state().tables().containsKey(table.id())) {
                manifest.commit(new ManifestEdit.TableDropped(table.id()));
            }
            catalog.drop(table);
        });
    }

    /// Lets nobody write until something is dropped. Its rows are flushed before, so that the log
    /// does not bring them back.
    private void dropAll(Runnable drop) {
        defining.lock();
        flushing.lock();
        Lock exclusive = memtables.exclusive();
        exclusive.lock();
        try {
            checkWritable();
            seal();
            flushSealed();
            drop.run();
            ingest.forgetKeys();
        } finally {
            exclusive.unlock();
            flushing.unlock();
            defining.unlock();
        }
    }

    long delete(
            String database, String name, TimeRange range, List<ColumnPredicate> tagPredicates) {
        flushing.lock();
        try {
            Table table = table(database, name);
            checkWritable();
            seal();
            flushSealed();
            return new Deletion(manifest, segments).run(table.id(), range, tagPredicates);
        } finally {
            flushing.unlock();
        }
    }

    void flush() {
        flushing.lock();
        try {
            checkOpen();
            seal();
            flushSealed();
        } finally {
            flushing.unlock();
        }
    }

    /// Flushes if there is reason to.
    void flushIfDue() {
        flushing.lock();
        try {
            if (budget.isSealDue() && wal.failure() == null) {
                seal();
            }
            flushSealed();
        } finally {
            flushing.unlock();
        }
    }

    private void seal() {
        Lock exclusive = memtables.exclusive();
        exclusive.lock();
        try {
            if (!memtables.active().isEmpty()) {
                requireWholeLog();
                memtables.seal(registryBytesMax, order.lastSequence());
            }
        } finally {
            exclusive.unlock();
        }
    }

    /// A log that failed may end with a record that nobody was told of, and that speaks of series
    /// which records before it define. It must be replayed with them, so nothing before it may be
    /// flushed. Called with nothing in flight.
    private void requireWholeLog() {
        Throwable failure = wal.failure();
        if (failure != null) {
            throw new EngineException.ReadOnly(
                    "rows stay in the log, which takes no writes until the engine is opened again: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private void flushSealed() {
        for (MemtableSet set : memtables.state().sealed()) {
            List<FlushRows> rows = new ArrayList<>();
            long firstSequence = Long.MAX_VALUE;
            for (Memtable memtable : set.memtables()) {
                SortedRows view = memtable.view();
                Table table = catalog.table(memtable.table());
                if (view != null && table != null) {
                    rows.add(new FlushRows(table.database(), table.id(), table.schema(), view));
                    firstSequence = Math.min(firstSequence, memtable.firstSequence());
                }
            }
            if (!rows.isEmpty()) {
                SequenceNumber upTo = new SequenceNumber(set.lastSequence());
                FlushReport report = flush.run(rows, firstSequence, upTo);
                flushCount.increment();
                flushedRows.add(report.rowCount());
                flushedBytes.add(report.fileBytes());
            }
            memtables.remove(set);
            budget.freed();
            background.wakeCompaction();
            trim();
        }
    }

    /// A file of the log that cannot be deleted harms nobody: the next flush tries again.
    private void trim() {
        try {
            wal.trimUpTo(manifest.state().flushed());
        } catch (EngineException.Storage e) {
            LOG.log(System.Logger.Level.WARNING, "the log is not trimmed: " + e.getMessage(), e);
        }
    }

    boolean isMemoryTight() {
        return budget.isTight();
    }

    long lastSequence() {
        return order.lastSequence();
    }

    void backup(Path folder) {
        flush();
        try (PinnedState pinned = manifest.pin()) {
            Backup.run(storage, pinned, folder);
        }
    }

    EngineStats stats() {
        return new EngineStats(
                ingest.counters().writes(),
                ingest.counters().rows(),
                ingest.counters().rejected(),
                ingest.counters().bytes(),
                wal.counters().records(),
                wal.counters().bytes(),
                wal.counters().syncs(),
                wal.counters().groupRecordsMax(),
                wal.counters().queuedBytes(),
                wal.counters().fileBytes(),
                memtables.heapBytes(),
                Duration.ofNanos(budget.waitedNs()),
                flushCount.sum(),
                flushedRows.sum(),
                flushedBytes.sum(),
                background.compactionCount(),
                background.compactedBytes(),
                manifest.state().segmentCount(),
                segmentTotal(SegmentSet::fileBytes),
                segmentTotal(SegmentSet::rowCount));
    }

    private long segmentTotal(ToLongFunction<SegmentSet> of) {
        return manifest.state().tables().values().stream()
                .mapToLong(table -> of.applyAsLong(table.segments()))
                .sum();
    }

    RecoveryReport recovery() {
        return recovery;
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        appending.close();
        background.close();
        flushing.lock();
        try {
            seal();
            flushSealed();
        } catch (EngineException e) {
            // Nothing is lost: what was acknowledged is in the log.
            LOG.log(System.Logger.Level.WARNING, "rows stay in the log: " + e.getMessage(), e);
        } finally {
            flushing.unlock();
            owned.close();
        }
    }
}
