package dev.tidalite.engine.internal.manifest;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The one durable order of edits, and the state that they add up to. Safe for many threads;
/// commits wait for each other, reading the state waits for nothing.
///
/// The first commit that fails to reach the disk is the last: whether it happened is known only
/// after the next opening.
public final class Manifest implements AutoCloseable {
    /// A new checkpoint is due when the edits behind the last one take this much, and at least as
    /// much as it does.
    private static final long EDIT_BYTES_MIN = 1 << 20;

    private static final System.Logger LOG = System.getLogger(Manifest.class.getName());

    private final Storage storage;
    private final FileReaper reaper;
    private final AtomicLong lastSegmentId;
    private long fileNumber;
    private ManifestFile file;
    private long checkpointBytes;
    private volatile @Nullable Throwable failure;
    private boolean closed;

    private Manifest(Storage storage, ManifestState state, long fileNumber, ManifestFile file) {
        this.storage = storage;
        this.reaper = new FileReaper(storage, state);
        this.lastSegmentId = new AtomicLong(state.lastSegmentId());
        this.fileNumber = fileNumber;
        this.file = file;
        this.checkpointBytes = file.bytes();
    }

    /// Loads the newest manifest, or starts an empty one, and deletes older and unfinished ones.
    ///
    /// @throws EngineException.Corrupt if it is damaged
    public static Manifest open(Storage storage) {
        storage.createFolder(FileName.MANIFEST_FOLDER);
        long newest = 0;
        for (String name : storage.list(FileName.MANIFEST_FOLDER)) {
            OptionalLong number = FileName.manifestNumber(name);
            newest = Math.max(newest, number.orElse(0));
        }
        StateBuilder state = new StateBuilder(ManifestState.EMPTY);
        ManifestFile file;
        if (newest == 0) {
            newest = 1;
            file = ManifestFile.create(storage, newest, List.of());
        } else {
            // The process that named it may have died before that was durable.
            storage.syncFolder(FileName.MANIFEST_FOLDER);
            file = ManifestFile.open(storage, newest, edits -> edits.forEach(state::apply));
        }
        deleteOthers(storage, newest);
        return new Manifest(storage, state.build(), newest, file);
    }

    private static void deleteOthers(Storage storage, long newest) {
        for (String name : storage.list(FileName.MANIFEST_FOLDER)) {
            boolean older = FileName.manifestNumber(name).orElse(newest) < newest;
            if (older || name.endsWith(FileName.UNFINISHED)) {
                storage.delete(name);
            }
        }
    }

    /// What is true now.
    public ManifestState state() {
        return reaper.state();
    }

    /// What is true now, with its files kept until it is closed.
    public PinnedState pin() {
        return reaper.pin();
    }

    /// A number for a segment that is about to be written.
    ///
    /// @throws EngineException.ReadOnly if it could not be made live, so that nobody writes it in
    ///     vain, again and again
    public SegmentId nextSegmentId() {
        Throwable cause = failure;
        if (cause != null) {
            throw readOnly(cause);
        }
        return new SegmentId(lastSegmentId.incrementAndGet());
    }

    /// Calls somebody when a segment's file is about to be deleted, so that they close it.
    public void whenDeleted(Consumer<SegmentMeta> listener) {
        reaper.listen(listener);
    }

    /// Makes edits true, all of them or none, durable when this returns.
    ///
    /// @return the state with them
    /// @throws EngineException.NotFound if they speak of a table or a segment that does not exist
    ///     any more, as when it was dropped meanwhile; nothing has happened then
    /// @throws EngineException.ReadOnly if this or an earlier commit did not reach the disk; the
    ///     files that the edits speak of must stay then, because it may have
    public synchronized ManifestState commit(List<ManifestEdit> edits) {
        if (closed) {
            throw new EngineException.Closed("the manifest is closed");
        }
        Throwable cause = failure;
        if (cause != null) {
            throw readOnly(cause);
        }
        StateBuilder builder = new StateBuilder(reaper.state());
        edits.forEach(builder::apply);
        ManifestState next = builder.build();
        try {
            file.append(edits);
            if (file.bytes() - checkpointBytes > Math.max(EDIT_BYTES_MIN, checkpointBytes)) {
                startFile(next);
            }
        } catch (EngineException.LimitExceeded e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw readOnly(e);
        }
        reaper.publish(next, builder.obsolete());
        return next;
    }

    public ManifestState commit(ManifestEdit... edits) {
        return commit(List.of(edits));
    }

    private static EngineException.ReadOnly readOnly(Throwable cause) {
        return new EngineException.ReadOnly(
                "the manifest takes no edits until the engine is opened again: "
                        + cause.getMessage(),
                cause);
    }

    /// Why nothing can be committed any more, or null.
    public @Nullable Throwable failure() {
        return failure;
    }

    private void startFile(ManifestState state) {
        ManifestFile next = ManifestFile.create(storage, fileNumber + 1, checkpoint(state));
        file.close();
        file = next;
        fileNumber++;
        checkpointBytes = next.bytes();
        deleteOthers(storage, fileNumber);
    }

    /// Writes a manifest where there is none.
    public static void write(Storage storage, ManifestState state) {
        storage.createFolder(FileName.MANIFEST_FOLDER);
        ManifestFile.create(storage, 1, checkpoint(state)).close();
    }

    /// The edits that make a state out of nothing.
    static List<ManifestEdit> checkpoint(ManifestState state) {
        List<ManifestEdit> edits = new ArrayList<>();
        for (DatabaseState database : state.databases().values()) {
            edits.add(new ManifestEdit.DatabaseCreated(database.name()));
            edits.add(new ManifestEdit.RetentionSet(database.name(), database.retentionNs()));
        }
        for (TableState table : state.tables().values()) {
            edits.add(new ManifestEdit.TableDefined(table.id(), table.database(), table.schema()));
            for (SegmentMeta segment : table.segments().segments()) {
                edits.add(new ManifestEdit.SegmentAdded(segment));
            }
        }
        edits.add(new ManifestEdit.Flushed(state.flushed()));
        edits.add(new ManifestEdit.NumbersUsed(state.lastTableId(), state.lastSegmentId()));
        return edits;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (ManifestFile closing = file) {
            if (failure == null) {
                closing.finish();
            }
        } catch (EngineException.Storage e) {
            // Every commit is durable without it.
            LOG.log(System.Logger.Level.WARNING, "the manifest has no mark of a good end", e);
        }
    }
}
