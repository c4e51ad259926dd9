package dev.tidalite.engine;

import dev.tidalite.engine.internal.manifest.DatabaseState;
import dev.tidalite.engine.internal.manifest.Manifest;
import dev.tidalite.engine.internal.manifest.ManifestState;
import dev.tidalite.engine.internal.manifest.TableState;
import dev.tidalite.engine.internal.recovery.Recovery;
import dev.tidalite.engine.internal.segment.Segment;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.ShadowStorage;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.wal.WalConfig;
import dev.tidalite.engine.internal.wal.WalReplay;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Looks at files without changing them: what would change some is done to a [ShadowStorage].
final class Inspector {
    private final boolean verify;
    private final List<String> findings = new ArrayList<>();

    Inspector(boolean verify) {
        this.verify = verify;
    }

    Inspection inspect(Path path) {
        if (DiskStorage.isFile(path)) {
            return inspectFile(path);
        }
        if (!DiskStorage.isFolder(path.resolve(FileName.MANIFEST_FOLDER))) {
            throw new EngineException.NotFound(
                    path + " is neither the folder of an engine nor a file");
        }
        Storage disk = DiskStorage.open(path);
        try (Storage.Lock _ = disk.lock(FileName.LOCK)) {
            return inspectFolder(path, disk);
        }
    }

    private Inspection inspectFile(Path path) {
        Path file = path.toAbsolutePath();
        Path folder = file.getParent();
        Path name = file.getFileName();
        if (folder == null || name == null) {
            throw new EngineException.NotFound(path + " is no file");
        }
        List<Inspection.Database> databases = new ArrayList<>();
        try (Segment segment =
                Segment.open(DiskStorage.open(folder), name.toString(), PageCache.none())) {
            Totals totals = new Totals(segment.schema());
            totals.add(segment, file);
            databases.add(
                    new Inspection.Database(
                            "", Long.MAX_VALUE, List.of(totals.table(segment.meta().table(), 0))));
            verify(segment);
        } catch (EngineException.Corrupt e) {
            findings.add(message(e));
        }
        return new Inspection(path, databases, Optional.empty(), findings);
    }

    private Inspection inspectFolder(Path path, Storage disk) {
        List<Inspection.Database> databases = new ArrayList<>();
        try (Manifest manifest = Manifest.open(new ShadowStorage(disk))) {
            ManifestState state = manifest.state();
            for (DatabaseState database : state.databases().values()) {
                databases.add(
                        new Inspection.Database(
                                database.name(),
                                database.retentionNs(),
                                tables(disk, state, database.name())));
            }
        } catch (EngineException.Corrupt e) {
            findings.add(message(e));
        }
        Optional<Inspection.Recovery> recovery = recovery(disk);
        return new Inspection(path, databases, recovery, findings);
    }

    private List<Inspection.Table> tables(Storage disk, ManifestState state, String database) {
        List<Inspection.Table> tables = new ArrayList<>();
        for (TableState table : state.tables().values()) {
            if (!table.database().equals(database)) {
                continue;
            }
            Totals totals = new Totals(table.schema());
            List<SegmentMeta> segments = new ArrayList<>(table.segments().segments());
            segments.sort(Comparator.comparingLong(meta -> meta.timeRange().startNs()));
            for (SegmentMeta meta : segments) {
                try (Segment segment = Segment.open(disk, meta, PageCache.none())) {
                    totals.add(segment, disk.path(name(meta)));
                    verify(segment);
                } catch (EngineException.Corrupt | EngineException.Storage e) {
                    findings.add(message(e));
                }
            }
            tables.add(totals.table(table.id(), overlapCount(segments)));
        }
        tables.sort(Comparator.comparing(Inspection.Table::name));
        return tables;
    }

    private static String name(SegmentMeta meta) {
        return FileName.segment(meta.table().value(), meta.id().value());
    }

    private void verify(Segment segment) {
        if (verify) {
            segment.verify();
        }
    }

    private static int overlapCount(List<SegmentMeta> byStart) {
        int count = 0;
        for (int one = 0; one < byStart.size(); one++) {
            for (int other = one + 1; other < byStart.size(); other++) {
                if (!byStart.get(one).timeRange().overlaps(byStart.get(other).timeRange())) {
                    break;
                }
                count++;
            }
        }
        return count;
    }

    /// Opens the folder as an engine would, on a shadow of it.
    private Optional<Inspection.Recovery> recovery(Storage disk) {
        try (Recovery recovery = Recovery.begin(new ShadowStorage(disk), WalConfig.DEFAULT)) {
            Manifest manifest = recovery.manifest();
            Recovery.Replayed replayed = recovery.replay((sequence, kind, payload, length) -> {});
            replayed.wal().close();
            manifest.close();
            dev.tidalite.engine.internal.recovery.RecoveryReport report = replayed.report();
            return Optional.of(
                    new Inspection.Recovery(
                            report.flushed(),
                            report.last(),
                            report.recordCount(),
                            report.recordBytes(),
                            report.torn().map(Inspector::text),
                            report.removedFiles()));
        } catch (EngineException e) {
            if (!findings.contains(message(e))) {
                findings.add(message(e));
            }
            return Optional.empty();
        }
    }

    private static String text(WalReplay.TornTail torn) {
        return torn.lostBytes()
                + " bytes of "
                + torn.file()
                + " at byte "
                + torn.byteOffset()
                + ": "
                + torn.reason();
    }

    private static String message(EngineException e) {
        return String.valueOf(e.getMessage());
    }

    /// Adds up the segments of a table.
    private static final class Totals {
        private final TableSchema schema;
        private final List<TreeSet<String>> encodings = new ArrayList<>();
        private final long[] bytes;
        private final List<Inspection.Segment> segments = new ArrayList<>();

        Totals(TableSchema schema) {
            this.schema = schema;
            this.bytes = new long[schema.columnCount()];
            schema.columns().forEach(column -> encodings.add(new TreeSet<>()));
        }

        void add(Segment segment, Path file) {
            SegmentMeta meta = segment.meta();
            segments.add(
                    new Inspection.Segment(
                            file,
                            meta.timeRange(),
                            meta.rowCount(),
                            segment.series().size(),
                            meta.fileBytes(),
                            meta.firstSequence(),
                            meta.lastSequence()));
            for (int ordinal = 0; ordinal < segment.schema().columnCount(); ordinal++) {
                bytes[ordinal] += segment.columnBytes(ordinal);
                encodings.get(ordinal).addAll(segment.columnEncodings(ordinal));
            }
        }

        Inspection.Table table(TableId id, int overlapCount) {
            List<Inspection.Column> columns = new ArrayList<>();
            for (int ordinal = 0; ordinal < bytes.length; ordinal++) {
                columns.add(
                        new Inspection.Column(
                                schema.column(ordinal), encodings.get(ordinal), bytes[ordinal]));
            }
            return new Inspection.Table(schema.table(), id, columns, segments, overlapCount);
        }
    }
}
