package dev.tidalite.engine.internal.ingest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Gathers typed rows of one table and writes them some thousands at a time, on the same road as
/// lines.
///
/// While rows are gathered in one buffer those of the other, which is full, are written by another
/// thread: what a write waits for, mostly the disk, does not keep the caller. At most one buffer
/// is on its way, so that memory stays bounded and a caller that is faster than the log is held
/// back. Used by one thread.
public final class RowIngest {
    private static final int BATCH_ROWS = 16_384;
    private static final int BATCH_TEXT_BYTES = 8 << 20;

    /// When more are known, they are forgotten with the next write.
    private static final int TAG_SETS_MAX = 1 << 16;

    private final Ingest ingest;
    private final String database;
    private final Executor threads;
    private final TagSets tagSets;

    private RowBuffer filling;

    /// Being written as long as [#writing] is there; else empty, or its rows could not be written
    /// yet and will be before those behind them.
    private RowBuffer full;

    private @Nullable CompletableFuture<RowBuffer.@Nullable RejectedRow> writing;

    private boolean begun;
    private boolean timed;

    /// @param threads write what is full; refuse that when the engine is closed
    public RowIngest(Ingest ingest, String database, String table, Executor threads) {
        if (database.isEmpty() || table.isEmpty()) {
            throw new IllegalArgumentException("a database and a table need names");
        }
        ingest.checkDatabaseName(database);
        this.ingest = ingest;
        this.database = database;
        this.threads = threads;
        byte[] name = Utf8Texts.encode(table);
        byte[] keyPrefix = new byte[name.length + 2];
        keyPrefix[0] = TagSets.SEPARATOR;
        System.arraycopy(name, 0, keyPrefix, 1, name.length);
        keyPrefix[name.length + 1] = TagSets.SEPARATOR;
        tagSets = new TagSets(keyPrefix);
        filling = new RowBuffer(table, tagSets);
        full = new RowBuffer(table, tagSets);
    }

    public void begin() {
        if (begun) {
            throw new IllegalStateException("the row begun before was not appended");
        }
        begun = true;
        timed = false;
        tagSets.begin();
    }

    public void time(long timeNs) {
        requireBegun();
        filling.time(timeNs);
        timed = true;
    }

    public void tag(String key, String value) {
        requireBegun();
        tagSets.add(key, value);
    }

    public void field(String key, ColumnType type, long bits) {
        requireField(key);
        filling.field(key, type, bits);
    }

    public void text(String key, String value) {
        requireField(key);
        filling.text(key, value);
    }

    private void requireField(String key) {
        requireBegun();
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a field needs a name");
        }
    }

    private void requireBegun() {
        if (!begun) {
            throw new IllegalStateException("no row was begun");
        }
    }

    /// @throws IllegalStateException if the row lacks a time or a field; it stays begun
    /// @throws IllegalArgumentException if some rows before it could not be written
    public void append() {
        requireBegun();
        if (!timed || !filling.hasField()) {
            throw new IllegalStateException(timed ? "the row has no field" : "the row has no time");
        }
        filling.endRow(tagSets.number());
        begun = false;
        if (filling.rowCount() >= BATCH_ROWS || filling.textBytes() >= BATCH_TEXT_BYTES) {
            handOver();
        }
    }

    /// Has the rows gathered so far written, when those before them are.
    private void handOver() {
        writeFull();
        RowBuffer rows = filling;
        rows.seal(tagSets);
        try {
            writing = CompletableFuture.supplyAsync(() -> ingest.write(database, rows), threads);
        } catch (RejectedExecutionException e) {
            throw new EngineException.Closed("the engine is closed");
        }
        filling = full;
        full = rows;
        limitTagSets();
    }

    /// Writes the rows that were appended.
    ///
    /// @throws IllegalArgumentException if some could not be written
    public void flush() {
        if (begun) {
            throw new IllegalStateException("the row begun last was not appended");
        }
        IllegalArgumentException refused = null;
        try {
            writeFull();
        } catch (IllegalArgumentException e) {
            refused = e; // of rows that are done with; those behind them are still to be written
        }
        try {
            writeFilling();
        } catch (RuntimeException e) {
            if (refused != null) {
                e.addSuppressed(refused);
            }
            throw e;
        }
        if (refused != null) {
            throw refused;
        }
    }

    /// Returns when [#full] is written, and empty.
    ///
    /// @throws IllegalArgumentException if some of its rows could not be written; it is empty then
    private void writeFull() {
        CompletableFuture<RowBuffer.@Nullable RejectedRow> written = writing;
        writing = null;
        if (written != null) {
            end(full, join(written));
        } else if (full.rowCount() > 0) {
            end(full, ingest.write(database, full));
        }
    }

    private void writeFilling() {
        if (filling.rowCount() > 0) {
            filling.seal(tagSets);
            end(filling, ingest.write(database, filling));
            limitTagSets();
        }
    }

    private static <T extends @Nullable Object> T join(CompletableFuture<T> written) {
        try {
            return written.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /// @param rejected of its rows, which were written otherwise
    private static void end(RowBuffer rows, RowBuffer.@Nullable RejectedRow rejected) {
        int count = rows.rowCount();
        rows.clear();
        if (rejected != null) {
            throw new IllegalArgumentException(
                    "%d of %d rows were not written; row %d: %s"
                            .formatted(
                                    rejected.count(),
                                    count,
                                    rejected.rowIndex(),
                                    rejected.rejection().message()));
        }
    }

    /// Called when no row refers to the sets but those of buffers that are sealed.
    private void limitTagSets() {
        if (tagSets.size() > TAG_SETS_MAX) {
            tagSets.clear();
        }
    }

    public void close() {
        boolean unfinished = begun;
        if (unfinished) {
            begun = false;
            filling.dropRow();
        }
        flush();
        if (unfinished) {
            throw new IllegalStateException("the row begun last was not appended");
        }
    }
}
