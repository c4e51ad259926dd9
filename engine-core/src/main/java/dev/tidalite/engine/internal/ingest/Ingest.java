package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.catalog.Catalog;
import dev.tidalite.engine.internal.catalog.Database;
import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.catalog.TableChange;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.internal.codec.WriteBatch;
import dev.tidalite.engine.internal.memtable.Memtable;
import dev.tidalite.engine.internal.memtable.MemtableSet;
import dev.tidalite.engine.internal.memtable.Memtables;
import dev.tidalite.engine.internal.memtable.SeriesRegistries;
import dev.tidalite.engine.internal.runtime.Clock;
import dev.tidalite.engine.internal.wal.Ticket;
import dev.tidalite.engine.internal.wal.Wal;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.lp.DecodeResult;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.Lock;

/// Writes. Safe for many threads, each of which does all the work for its own write but the
/// logging itself.
public final class Ingest {
    /// The kind of every log record that ingest writes; what is in it says the codec.
    public static final byte RECORD_KIND = 1;

    private final Catalog catalog;
    private final Memtables memtables;
    private final Wal wal;
    private final PublishOrder order;
    private final MemoryBudget budget;
    private final IngestLimits limits;
    private final Clock clock;
    private final IngestCounters counters = new IngestCounters();
    private final ConcurrentLinkedDeque<WriteContext> contexts = new ConcurrentLinkedDeque<>();
    private volatile KeySets keySets;

    public Ingest(
            Catalog catalog,
            Memtables memtables,
            Wal wal,
            PublishOrder order,
            MemoryBudget budget,
            IngestLimits limits,
            Clock clock) {
        this.catalog = catalog;
        this.memtables = memtables;
        this.wal = wal;
        this.order = order;
        this.budget = budget;
        this.limits = limits;
        this.clock = clock;
        this.keySets = new KeySets(memtables.active().registries());
    }

    public IngestCounters counters() {
        return counters;
    }

    /// Writes lines.
    ///
    /// @throws EngineException.Overloaded if there is no room, in memory or in the log's queue
    /// @throws EngineException.LimitExceeded if the request is too large
    /// @throws EngineException.ReadOnly if the log takes no records any more
    public WriteResult write(WriteRequest request) {
        int bytes = request.to() - request.from();
        if (bytes > limits.requestBytesMax()) {
            throw new EngineException.LimitExceeded(
                    "max request size (%d bytes) exceeded".formatted(limits.requestBytesMax()));
        }
        checkDatabaseName(request.database());
        wal.checkWritable();
        budget.awaitRoom(bytes);
        WriteContext context = takeContext();
        Lock shared = memtables.shared();
        shared.lock();
        try {
            WriteResult result = write(request, context);
            counters.count(bytes, result.rowCount(), result.rejectedCount());
            return result;
        } finally {
            shared.unlock();
            context.lines.end();
            giveBack(context);
        }
    }

    /// @throws EngineException.LimitExceeded if the name is too long
    public void checkDatabaseName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a database needs a name");
        }
        if (name.length() > limits.nameBytesMax()) {
            throw new EngineException.LimitExceeded(
                    "the name of a database exceeds the limit of %d bytes"
                            .formatted(limits.nameBytesMax()));
        }
    }

    private WriteResult write(WriteRequest request, WriteContext context) {
        while (true) {
            Database database = catalog.prepare(request.database());
            WriteStage stage = context.stage;
            stage.begin(database, keySets().find(database), database.oldestKeptNs(clock.wallNs()));
            context.lines.begin(request.bytes());
            DecodeResult decoded =
                    context.decoder.decode(
                            request.bytes(),
                            request.from(),
                            request.to(),
                            request.precision(),
                            request.defaultTimeNs(),
                            context.lines);
            LineErrors errors = LineErrors.of(decoded, context.lines);
            if (errors.count() > 0 && !request.acceptPartial()) {
                return errors.result(0, order.lastSequence());
            }
            long rows = decoded.lineCount() - context.lines.rejectedCount();
            if (rows == 0) {
                return errors.result(0, order.lastSequence());
            }
            long sequence = commit(database, context);
            if (sequence >= 0) {
                return errors.result(rows, sequence);
            }
        }
    }

    /// Writes the rows that were gathered; those that can be written are.
    ///
    /// @return the first one that cannot be, or null
    RowBuffer.@Nullable RejectedRow write(String databaseName, RowBuffer rows) {
        wal.checkWritable();
        budget.awaitRoom(rows.byteCount());
        WriteContext context = takeContext();
        Lock shared = memtables.shared();
        shared.lock();
        try {
            while (true) {
                Database database = catalog.prepare(databaseName);
                context.stage.begin(
                        database, keySets().find(database), database.oldestKeptNs(clock.wallNs()));
                RowBuffer.RejectedRow rejected = rows.stage(context.stage);
                int rejectedCount = rejected == null ? 0 : rejected.count();
                if (rejectedCount == rows.rowCount() || commit(database, context) >= 0) {
                    counters.count(0, rows.rowCount() - rejectedCount, rejectedCount);
                    return rejected;
                }
            }
        } finally {
            shared.unlock();
            giveBack(context);
        }
    }

    /// Writes the rows of a stage.
    ///
    /// @return the place of the write, or -1 if the rows have to be staged again because the
    ///     catalog has moved on
    private long commit(Database database, WriteContext context) {
        WriteStage stage = context.stage;
        List<TableStage> tables = new ArrayList<>(stage.used().size());
        for (TableStage table : stage.used()) {
            if (table.rows().rowCount() > 0) {
                tables.add(table);
            }
        }
        if (!commitSchemas(database, stage, tables)) {
            return -1;
        }
        MemtableSet active = memtables.active();
        List<TableWrite> writes = new ArrayList<>(tables.size());
        for (TableStage table : tables) {
            writes.add(prepare(table, active, context));
        }
        rememberKeys(stage.unknownKeys(), keySets(), database);
        return log(writes, context);
    }

    private boolean commitSchemas(Database database, WriteStage stage, List<TableStage> tables) {
        List<TableChange> changes = new ArrayList<>();
        List<TableStage> changed = new ArrayList<>();
        for (TableStage table : tables) {
            TableChange change = table.change();
            if (change != null) {
                changes.add(change);
                changed.add(table);
            }
        }
        if (changes.isEmpty()) {
            return true;
        }
        List<Table> committed = catalog.commit(database, stage.tableCount(), changes);
        if (committed == null) {
            return false;
        }
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).committed(committed.get(i));
        }
        return true;
    }

    /// The rows of one table on their way: what is to be done when their record has its place.
    private static final class TableWrite {
        private final Table table;
        private final TableSchema schema;
        private final Memtable memtable;
        private final RowBlock rows;
        private final TimeRange timeRange;
        private int[] definedSeries = new int[0];
        private int definedCount;
        private int firstRow;

        TableWrite(Table table, TableSchema schema, Memtable memtable, RowBlock rows) {
            this.table = table;
            this.schema = schema;
            this.memtable = memtable;
            this.rows = rows;
            this.timeRange = timeRange(rows);
        }

        private static TimeRange timeRange(RowBlock rows) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            long[] times = rows.times();
            for (int row = 0; row < rows.rowCount(); row++) {
                min = Math.min(min, times[row]);
                max = Math.max(max, times[row]);
            }
            return new TimeRange(min, max);
        }
    }

    private static TableWrite prepare(TableStage stage, MemtableSet active, WriteContext context) {
        Table table = stage.committedTable();
        Memtable memtable = active.open(table.id());
        RowBlock rows = stage.rows();
        rows.assign(table.id());
        numberSeries(stage, memtable);
        stage.collectColumns();
        TableSchema schema = stage.basis();
        int logged = table.loggedColumnCount();
        if (logged < schema.columnCount()) {
            rows.define(
                    new RowBlock.TableDefinition(
                            logged == 0 ? table.database() : "",
                            logged == 0 ? table.name() : "",
                            logged,
                            schema.columns().subList(logged, schema.columnCount())));
        }
        TableWrite write = new TableWrite(table, schema, memtable, rows);
        defineSeries(write, context);
        return write;
    }

    private static void numberSeries(TableStage stage, Memtable memtable) {
        SeriesBlock unknown = stage.unknownSeries();
        if (unknown.size() == 0) {
            return;
        }
        int[] numbers = new int[unknown.size()];
        memtable.registry().register(unknown, numbers);
        int[] series = stage.rows().series();
        for (int row = 0; row < stage.rows().rowCount(); row++) {
            if (series[row] < 0) {
                series[row] = numbers[~series[row]];
            }
        }
        stage.numbered(numbers);
    }

    /// Puts those series into the record that nobody has logged since the last seal.
    private static void defineSeries(TableWrite write, WriteContext context) {
        RowBlock rows = write.rows;
        int[] series = rows.series();
        context.forgetSeen();
        int count = 0;
        int[] undefined = new int[16];
        for (int row = 0; row < rows.rowCount(); row++) {
            int id = series[row];
            if (!write.memtable.isLogged(id) && context.isFirst(id)) {
                if (count == undefined.length) {
                    undefined = Arrays.copyOf(undefined, count * 2);
                }
                undefined[count++] = id;
            }
        }
        if (count > 0) {
            write.memtable.registry().describe(undefined, count, rows.newSeries());
        }
        write.definedSeries = undefined;
        write.definedCount = count;
    }

    private static void rememberKeys(UnknownKeys unknown, KeySets keySets, Database database) {
        if (unknown.keys().isEmpty()) {
            return;
        }
        SeriesKeys keys = keySets.open(database);
        long heapBytes = 0;
        for (UnknownKeys.Key key : unknown.keys()) {
            Table table = key.stage().committedTable();
            int series = key.stage().numberOf(key.index());
            heapBytes += keys.add(key.bytes(), key.hash(), table, series);
        }
        keySets.registries().addHeapBytes(heapBytes);
    }

    private long log(List<TableWrite> writes, WriteContext context) {
        List<RowBlock> blocks = new ArrayList<>(writes.size());
        for (TableWrite write : writes) {
            blocks.add(write.rows);
        }
        context.bytes.clear();
        context.codec.encode(new WriteBatch(blocks), context.bytes);
        Placement placement = new Placement(writes);
        Ticket ticket =
                wal.append(
                        RECORD_KIND,
                        context.bytes.bytes(),
                        0,
                        context.bytes.size(),
                        placement::place);
        PublishOrder.Publication publication = placement.publication();
        try {
            for (TableWrite write : writes) {
                write.table.logged(write.schema.columnCount());
                write.memtable.logged(write.definedSeries, write.definedCount);
                write.memtable.write(write.firstRow, write.rows);
            }
            ticket.await();
            order.complete(publication);
        } catch (Throwable e) {
            // The record may be durable, so what is in memory is no longer what the log says.
            wal.refuse(e);
            order.abandon(publication, e);
            throw e;
        }
        return ticket.sequence().value();
    }

    /// Gives the rows of a write their places in the memtables once its record has its place in the
    /// log.
    private final class Placement {
        private final List<TableWrite> writes;
        private PublishOrder.@Nullable Publication publication;

        Placement(List<TableWrite> writes) {
            this.writes = writes;
        }

        PublishOrder.Publication publication() {
            return Objects.requireNonNull(publication);
        }

        void place(long sequence) {
            for (TableWrite write : writes) {
                write.memtable.ensureRoom(write.rows.rowCount());
            }
            PublishOrder.Publication placed = new Visible(sequence, writes);
            order.add(placed);
            // From here on nothing can fail.
            publication = placed;
            for (TableWrite write : writes) {
                write.firstRow = write.memtable.reserve(write.rows.rowCount());
            }
        }
    }

    /// Shows the rows of a write.
    private static final class Visible extends PublishOrder.Publication {
        private final long sequence;
        private final List<TableWrite> writes;

        Visible(long sequence, List<TableWrite> writes) {
            super(sequence);
            this.sequence = sequence;
            this.writes = writes;
        }

        @Override
        void publish() {
            for (TableWrite write : writes) {
                int endRow = write.firstRow + write.rows.rowCount();
                write.memtable.publish(endRow, write.schema, write.timeRange, sequence);
                write.table.publish(write.schema);
            }
        }
    }

    /// Forgets which keys mean which series, because tables are gone. Called with the exclusive
    /// lock held.
    public void forgetKeys() {
        keySets = new KeySets(memtables.active().registries());
    }

    private WriteContext takeContext() {
        WriteContext context = contexts.poll();
        return context != null ? context : new WriteContext(limits);
    }

    private void giveBack(WriteContext context) {
        context.trim();
        contexts.push(context);
    }

    /// The keys that belong to the series that the active memtables number.
    private KeySets keySets() {
        SeriesRegistries registries = memtables.active().registries();
        KeySets current = keySets;
        if (current.registries() != registries) {
            synchronized (this) {
                current = keySets;
                if (current.registries() != registries) {
                    current = new KeySets(registries);
                    keySets = current;
                }
            }
        }
        return current;
    }
}
