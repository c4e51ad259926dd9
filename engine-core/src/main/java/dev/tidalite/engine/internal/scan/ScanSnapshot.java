package dev.tidalite.engine.internal.scan;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.jfr.ScanEvent;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// One database at one point in time, over the rows that its tables held then.
///
/// A scan cuts the time into eras ([Era]), opens the files of an era when it gets there, leaves out
/// the series that the tags rule out, and merges the rest. Batches of every order but those by time
/// carry their runs.
public final class ScanSnapshot implements Snapshot {
    /// How many rows a batch has at most.
    static final int BATCH_ROWS = 8192;

    private final String database;
    private final SequenceNumber sequenceNumber;
    private final TreeMap<String, TableRows> tables = new TreeMap<>();
    private final TimeRange visible;
    private final SegmentOpener opener;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param tables all tables of the database
    /// @param visible rows of other times are hidden: what the database no longer keeps
    /// @param release called once, when the snapshot is closed
    public ScanSnapshot(
            String database,
            SequenceNumber sequenceNumber,
            Collection<TableRows> tables,
            TimeRange visible,
            SegmentOpener opener,
            Runnable release) {
        this.database = database;
        this.sequenceNumber = sequenceNumber;
        tables.forEach(table -> this.tables.put(table.schema().table(), table));
        this.visible = visible;
        this.opener = opener;
        this.release = release;
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public SequenceNumber sequenceNumber() {
        return sequenceNumber;
    }

    @Override
    public List<TableSchema> tables() {
        return tables.values().stream().map(TableRows::schema).toList();
    }

    @Override
    public Optional<TableSchema> table(String name) {
        return Optional.ofNullable(tables.get(name)).map(TableRows::schema);
    }

    @Override
    public BatchCursor scan(ScanSpec spec) {
        return split(spec, 1).getFirst().open();
    }

    @Override
    public List<ScanPart> split(ScanSpec spec, int partsWanted, ScanObserver observer) {
        checkOpen();
        TableRows table = tables.get(spec.table());
        if (table == null) {
            throw new IllegalArgumentException("no table " + spec.table() + " in " + database);
        }
        ResolvedScan scan = ResolvedScan.of(spec, table.schema(), visible, observer);
        observer.onScan(table.segments().size());
        List<Era> eras = Era.of(table, scan.range());
        if (spec.choice() == ScanSpec.Choice.LAST_OF_SERIES) {
            return lastParts(scan, eras, Math.max(1, partsWanted));
        }
        return switch (scan.ordinals().length == 0 ? ScanSpec.Order.ANY : spec.order()) {
            case ANY -> anyParts(scan, eras, Math.max(1, partsWanted));
            case SERIES_TIME -> seriesParts(scan, eras, Math.max(1, partsWanted));
            case TIME -> List.of(timePart(scan, eras, /* descending= */ false));
            case TIME_DESCENDING -> List.of(timePart(scan, eras.reversed(), true));
        };
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new EngineException.Closed("the snapshot of " + database + " is closed");
        }
    }

    /// Era by era; a large one is shared by several parts, small ones share a part.
    private List<ScanPart> anyParts(ResolvedScan scan, List<Era> eras, int partsWanted) {
        long rows = eras.stream().mapToLong(Era::rowCount).sum();
        long rowsPerPart = Math.max(BATCH_ROWS, rows / partsWanted);
        List<ScanPart> parts = new ArrayList<>();
        List<ScanUnit> units = new ArrayList<>();
        long unitRows = 0;
        for (Era era : eras) {
            ScanSources sources = new ScanSources(List.of(era), scan, opener);
            int shares =
                    Math.clamp((era.rowCount() + rowsPerPart / 2) / rowsPerPart, 1, partsWanted);
            for (int share = 0; share < shares; share++) {
                units.add(new ScanUnit(sources, share, shares, /* mayCutSeries= */ true));
                unitRows += era.rowCount() / shares;
                if (partsWanted > 1 && unitRows >= rowsPerPart) {
                    parts.add(part(units, scan));
                    units = new ArrayList<>();
                    unitRows = 0;
                }
            }
        }
        if (!units.isEmpty() || parts.isEmpty()) {
            parts.add(part(units, scan));
        }
        return parts;
    }

    private List<ScanPart> seriesParts(ResolvedScan scan, List<Era> eras, int partsWanted) {
        ScanSources sources = new ScanSources(eras, scan, opener);
        List<ScanPart> parts = new ArrayList<>();
        for (int share = 0; share < partsWanted; share++) {
            parts.add(part(List.of(new ScanUnit(sources, share, partsWanted, false)), scan));
        }
        return parts;
    }

    private List<ScanPart> lastParts(ResolvedScan scan, List<Era> eras, int partsWanted) {
        ScanSources sources = new ScanSources(eras, scan, opener);
        List<ScanPart> parts = new ArrayList<>();
        for (int part = 0; part < partsWanted; part++) {
            int share = part;
            parts.add(() -> open(new LastCursor(sources, share, partsWanted, scan), scan));
        }
        return parts;
    }

    private ScanPart part(List<ScanUnit> units, ResolvedScan scan) {
        return () -> open(new SeriesCursor(units, scan), scan);
    }

    private ScanPart timePart(ResolvedScan scan, List<Era> eras, boolean descending) {
        List<ScanSources> sources =
                eras.stream().map(era -> new ScanSources(List.of(era), scan, opener)).toList();
        return () -> open(new TimeCursor(sources, scan, descending), scan);
    }

    private BatchCursor open(BatchCursor cursor, ResolvedScan scan) {
        checkOpen();
        return new OpenCursor(cursor, scan);
    }

    /// Sees to it that nothing is read after the cursor or the snapshot was closed, and tells the
    /// flight recorder.
    private final class OpenCursor implements BatchCursor {
        private final BatchCursor cursor;
        private final ScanEvent event = new ScanEvent();
        private boolean cursorClosed;

        OpenCursor(BatchCursor cursor, ResolvedScan scan) {
            this.cursor = cursor;
            event.begin();
            event.database = database;
            event.table = scan.schema().table();
            event.order = scan.order().name();
        }

        @Override
        public @Nullable TableBatch next() {
            checkOpen();
            if (cursorClosed) {
                throw new EngineException.Closed("the cursor is closed");
            }
            TableBatch batch = cursor.next();
            if (batch != null) {
                event.batchCount++;
                event.rowCount += batch.rowCount();
            }
            return batch;
        }

        @Override
        public void close() {
            if (!cursorClosed) {
                cursorClosed = true;
                cursor.close();
                event.commit();
            }
        }
    }
}
