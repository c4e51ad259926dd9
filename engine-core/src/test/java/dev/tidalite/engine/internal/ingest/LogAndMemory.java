package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.WriteRequest;
import dev.tidalite.engine.WriteResult;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.internal.catalog.Catalog;
import dev.tidalite.engine.internal.catalog.Database;
import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.memtable.Memtable;
import dev.tidalite.engine.internal.memtable.MemtableSet;
import dev.tidalite.engine.internal.memtable.Memtables;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.runtime.Clock;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.wal.Wal;
import dev.tidalite.engine.internal.wal.WalConfig;
import dev.tidalite.engine.internal.wal.WalReplay;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.testing.NaiveRows;
import dev.tidalite.lp.DecodeLimits;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The write path by itself: a log, a catalog, memtables and ingest, opened by replay. Nothing is
/// ever flushed.
final class LogAndMemory implements AutoCloseable {
    static final IngestLimits LIMITS = new IngestLimits(3, 8, 100, 1 << 20, DecodeLimits.DEFAULT);

    final Catalog catalog = new Catalog();
    final Memtables memtables = new Memtables();
    final Ingest ingest;
    final PublishOrder order;
    private final Wal wal;

    LogAndMemory(Path folder, Clock clock) {
        Storage storage = DiskStorage.open(folder);
        Replay replay = new Replay(catalog, memtables, false);
        WalReplay.Result result =
                WalReplay.replay(
                        storage,
                        WalConfig.DEFAULT,
                        SequenceNumber.ZERO,
                        (sequence, _, payload, length) ->
                                replay.apply(sequence.value(), payload, length));
        wal = Wal.open(storage, WalConfig.DEFAULT, result.last());
        order = new PublishOrder(result.last().value());
        MemoryBudget budget =
                new MemoryBudget(memtables, Long.MAX_VALUE, Long.MAX_VALUE, 0, () -> {});
        ingest = new Ingest(catalog, memtables, wal, order, budget, LIMITS, clock);
    }

    WriteResult write(String lines) {
        return ingest.write(WriteRequest.of("db", lines));
    }

    void seal(boolean freshSeries) {
        memtables.exclusive().lock();
        try {
            memtables.seal(freshSeries ? 0 : Long.MAX_VALUE, order.lastSequence());
        } finally {
            memtables.exclusive().unlock();
        }
    }

    /// Everything in memory as text: a line per row, sorted as the views are.
    String dump() {
        StringBuilder text = new StringBuilder();
        for (MemtableSet set : memtables.state().sealed()) {
            dump(set, text);
        }
        dump(memtables.active(), text);
        return text.toString();
    }

    private void dump(MemtableSet set, StringBuilder text) {
        List<Memtable> sorted = new ArrayList<>(set.memtables());
        sorted.sort(Comparator.comparingLong(memtable -> memtable.table().value()));
        for (Memtable memtable : sorted) {
            SortedRows rows = memtable.view();
            if (rows != null) {
                dump(rows, text);
            }
        }
    }

    static void dump(SortedRows rows, StringBuilder text) {
        SeriesDirectory series = rows.series();
        int count = (int) rows.rowCount();
        List<ColumnSink> sinks = new ArrayList<>();
        try (RowReader reader = rows.reader()) {
            for (int ordinal = 0; ordinal < rows.schema().columnCount(); ordinal++) {
                ColumnSchema column = rows.schema().column(ordinal);
                ColumnSink sink = ColumnSink.of(column.type());
                if (column.role() != ColumnRole.TAG) {
                    reader.read(ordinal, 0, count / 2, sink);
                    reader.read(ordinal, count / 2, count, sink);
                }
                sinks.add(sink);
            }
        }
        for (int index = 0; index < series.size(); index++) {
            for (long row = series.rowStart(index); row < series.rowEnd(index); row++) {
                text.append(rows.schema().table());
                for (int tag = 0; tag < series.tagCount(); tag++) {
                    byte[] value = series.value(index, tag);
                    if (value != null) {
                        text.append(' ')
                                .append(rows.schema().column(series.tagOrdinal(tag)).name())
                                .append('=')
                                .append(new String(value, StandardCharsets.UTF_8));
                    }
                }
                text.append(" |");
                fields(rows, sinks, (int) row, text);
                text.append('@').append(((LongSink) sinks.getFirst()).values()[(int) row]);
                text.append('\n');
            }
        }
    }

    private static void fields(
            SortedRows rows, List<ColumnSink> sinks, int row, StringBuilder text) {
        for (ColumnSchema column : rows.schema().fields()) {
            ColumnSink sink = sinks.get(rows.schema().ordinal(column.name()));
            @Nullable Object value = NaiveRows.value(sink.vector(), row);
            if (value != null) {
                String shown =
                        column.type() == ColumnType.UINT64
                                ? Long.toUnsignedString((Long) value) + "u"
                                : column.type() == ColumnType.STRING
                                        ? "\"" + value + "\""
                                        : value.toString();
                text.append(' ').append(column.name()).append('=').append(shown);
            }
        }
        text.append(' ');
    }

    /// The columns of all tables.
    String schemas() {
        StringBuilder text = new StringBuilder();
        for (Database database : catalog.databases()) {
            List<Table> tables = new ArrayList<>(database.tables());
            tables.sort(Comparator.comparing(Table::name));
            for (Table table : tables) {
                text.append(table.name()).append(':');
                for (ColumnSchema column : table.schema().columns()) {
                    text.append(' ').append(column.name()).append(':').append(column.word());
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        wal.close();
    }
}
