package dev.tidalite.engine.internal.recovery;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.runtime.Closer;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.wal.Wal;
import dev.tidalite.engine.internal.wal.WalConfig;
import dev.tidalite.engine.internal.wal.WalReplay;
import dev.tidalite.engine.internal.wal.WalSalvage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An opening in two steps: [#begin] loads the manifest, from which the caller makes its catalog;
/// [#replay] then hands over what the log has beyond it. Used by one thread.
///
/// Owns the manifest until [#replay] has returned; from then on the caller owns it, and the log.
/// The caller holds the storage's lock.
public final class Recovery implements AutoCloseable {
    private final Storage storage;
    private final WalConfig walConfig;
    private final Closer owned;
    private final Manifest manifest;
    private final List<String> removedFiles;
    private final List<WalSalvage.Loss> losses;
    private final long startNs = System.nanoTime();

    private Recovery(Storage storage, WalConfig walConfig, boolean salvage) {
        this.storage = storage;
        this.walConfig = walConfig;
        try (Closer closer = new Closer()) {
            requireManifest(storage);
            manifest = closer.own(Manifest.open(storage));
            storage.createFolder(FileName.SEGMENT_FOLDER);
            // A process that made the folders may have died before that was durable.
            storage.syncFolder("");
            removedFiles = settleSegments(storage, manifest.state());
            for (String name : storage.list(FileName.WAL_FOLDER)) {
                if (name.endsWith(FileName.UNFINISHED)) {
                    storage.delete(name);
                }
            }
            losses =
                    salvage
                            ? WalSalvage.run(storage, walConfig, manifest.state().flushed())
                            : List.of();
            owned = closer.release();
        }
    }

    /// @throws EngineException.Corrupt if the manifest is damaged or missing, or a segment that it
    ///     names is missing or has another length
    public static Recovery begin(Storage storage, WalConfig walConfig) {
        return new Recovery(storage, walConfig, /* salvage= */ false);
    }

    /// As [#begin], but gives up what is damaged in the log, says so in the report, and keeps the
    /// old bytes. A damaged manifest is an error all the same.
    public static Recovery beginWithSalvage(Storage storage, WalConfig walConfig) {
        return new Recovery(storage, walConfig, /* salvage= */ true);
    }

    /// A manifest is the first thing that an engine makes, and the last that a backup does.
    private static void requireManifest(Storage storage) {
        boolean begun =
                storage.exists(FileName.SEGMENT_FOLDER) || storage.exists(FileName.WAL_FOLDER);
        boolean there =
                storage.list(FileName.MANIFEST_FOLDER).stream()
                        .anyMatch(name -> FileName.manifestNumber(name).isPresent());
        if (begun && !there) {
            throw new EngineException.Corrupt(
                    storage.path(FileName.MANIFEST_FOLDER),
                    -1,
                    "there is no manifest beside segments or a log: this is a backup that was not"
                            + " finished, or files are missing");
        }
    }

    /// Deletes what no edit names, and misses what one does.
    private static List<String> settleSegments(Storage storage, ManifestState state) {
        Map<String, SegmentMeta> live = new HashMap<>();
        for (TableState table : state.tables().values()) {
            for (SegmentMeta segment : table.segments().segments()) {
                live.put(FileName.segment(segment.table().value(), segment.id().value()), segment);
            }
        }
        List<String> removed = new ArrayList<>();
        for (String name : storage.list(FileName.SEGMENT_FOLDER)) {
            SegmentMeta segment = live.remove(name);
            if (segment == null) {
                storage.delete(name);
                removed.add(name);
            } else if (storage.size(name) != segment.fileBytes()) {
                throw new EngineException.Corrupt(
                        storage.path(name),
                        -1,
                        "the file has "
                                + storage.size(name)
                                + " bytes, the manifest says "
                                + segment.fileBytes());
            }
        }
        if (!live.isEmpty()) {
            throw new EngineException.Corrupt(
                    storage.path(live.keySet().iterator().next()),
                    -1,
                    "the manifest names this segment, but there is no such file ("
                            + live.size()
                            + " missing)");
        }
        return removed;
    }

    public Manifest manifest() {
        return manifest;
    }

    /// What [#replay] found.
    public record Replayed(Wal wal, RecoveryReport report) {}

    /// Visits every record that is not flushed, in order, and opens the log behind the last one.
    ///
    /// @throws EngineException.Corrupt if the log is damaged where it had been durable
    public Replayed replay(WalReplay.Visitor visitor) {
        ManifestState state = manifest.state();
        WalReplay.Result result = WalReplay.replay(storage, walConfig, state.flushed(), visitor);
        Wal wal = Wal.open(storage, walConfig, result.last());
        owned.release();
        RecoveryReport report =
                new RecoveryReport(
                        state.segmentCount(),
                        removedFiles,
                        state.flushed(),
                        result.last(),
                        result.recordCount(),
                        result.recordBytes(),
                        result.torn(),
                        losses,
                        System.nanoTime() - startNs);
        return new Replayed(wal, report);
    }

    /// Closes the manifest, unless [#replay] has handed it over.
    @Override
    public void close() {
        owned.close();
    }
}
