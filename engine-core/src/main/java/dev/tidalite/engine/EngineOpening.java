package dev.tidalite.engine;

import dev.tidalite.engine.internal.catalog.Catalog;
import dev.tidalite.engine.internal.catalog.Table;
import dev.tidalite.engine.internal.codec.MalformedBatchException;
import dev.tidalite.engine.internal.ingest.Replay;
import dev.tidalite.engine.internal.manifest.DatabaseState;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.memtable.Memtables;
import dev.tidalite.engine.internal.recovery.Recovery;
import dev.tidalite.engine.internal.runtime.Closer;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.wal.Wal;
import dev.tidalite.engine.internal.wal.WalConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What opening gives: the manifest and the log, and what was found.
record EngineOpening(Manifest manifest, Wal wal, RecoveryReport report) {

    /// Fills a catalog and memtables with what a storage holds.
    ///
    /// @param closer is to close the manifest and the log
    static EngineOpening run(
            Storage storage,
            EngineConfig config,
            Catalog catalog,
            Memtables memtables,
            Closer closer) {
        WalConfig walConfig = walConfig(config);
        try (Recovery recovery =
                config.salvage()
                        ? Recovery.beginWithSalvage(storage, walConfig)
                        : Recovery.begin(storage, walConfig)) {
            load(recovery.manifest().state(), catalog);
            Replay replay = new Replay(catalog, memtables, config.salvage());
            Recovery.Replayed replayed =
                    recovery.replay((sequence, _, payload, length) -> {
                        try {
                            replay.apply(sequence.value(), payload, length);
                        } catch (MalformedBatchException e) {
                            throw corrupt(storage, sequence, e);
                        }
                    });
            closer.own(recovery.manifest());
            closer.own(replayed.wal());
            return new EngineOpening(
                    recovery.manifest(),
                    replayed.wal(),
                    report(storage, replayed.report(), replay));
        }
    }

    private static WalConfig walConfig(EngineConfig config) {
        WalConfig defaults = WalConfig.DEFAULT;
        return new WalConfig(
                config.durability(),
                config.logFileBytesMax(),
                defaults.recordBytesMax(),
                defaults.queueBytesMax(),
                config.overloadWaitMs());
    }

    private static void load(ManifestState state, Catalog catalog) {
        for (DatabaseState database : state.databases().values()) {
            catalog.open(database.name()).retain(database.retentionNs());
        }
        for (TableState known : state.tables().values()) {
            Table table =
                    catalog.restore(
                            known.id(),
                            known.database(),
                            known.schema().table(),
                            0,
                            known.schema().columns());
            table.logged(known.schema().columnCount());
            table.publish(known.schema());
        }
        catalog.reserveTableId(state.lastTableId());
    }

    private static EngineException corrupt(
            Storage storage, SequenceNumber sequence, MalformedBatchException cause) {
        EngineException corrupt =
                new EngineException.Corrupt(
                        storage.path(FileName.WAL_FOLDER),
                        -1,
                        "record " + sequence.value() + ": " + cause.getMessage());
        corrupt.initCause(cause);
        return corrupt;
    }

    private static RecoveryReport report(
            Storage storage,
            dev.tidalite.engine.internal.recovery.RecoveryReport found,
            Replay replay) {
        Optional<RecoveryReport.TornTail> torn =
                found.torn()
                        .map(tail ->
                                new RecoveryReport.TornTail(
                                        storage.path(tail.file()),
                                        tail.byteOffset(),
                                        tail.lostBytes(),
                                        tail.reason(),
                                        storage.path(tail.keptIn())));
        List<String> lost = new ArrayList<>();
        found.losses().forEach(loss -> lost.add(loss.toString()));
        lost.addAll(replay.lost());
        return new RecoveryReport(
                found.segmentCount(),
                replay.rowCount(),
                found.recordCount(),
                found.recordBytes(),
                torn,
                lost,
                found.removedFiles().stream().map(storage::path).map(Path::toString).toList(),
                Duration.ofNanos(found.elapsedNs()));
    }
}
