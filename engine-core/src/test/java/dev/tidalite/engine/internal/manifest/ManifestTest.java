package dev.tidalite.engine.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.storage.WriteFile;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class ManifestTest {
    private static final TableId CPU = new TableId(7);
    private static final TableSchema SCHEMA =
            TableSchema.of(
                    "cpu",
                    ColumnSchema.tag("hôst"),
                    ColumnSchema.field("usage", ColumnType.FLOAT64),
                    ColumnSchema.field("n", ColumnType.INT64),
                    ColumnSchema.field("u", ColumnType.UINT64),
                    ColumnSchema.field("s", ColumnType.STRING),
                    ColumnSchema.field("b", ColumnType.BOOLEAN));

    @TempDir Path folder;

    @Test
    void sayTheSameAfterEveryKindOfEditAndAReopening() {
        Storage storage = DiskStorage.open(folder);
        ManifestState before;
        try (Manifest manifest = Manifest.open(storage)) {
            manifest.commit(
                    new ManifestEdit.DatabaseCreated("empty"),
                    new ManifestEdit.RetentionSet("kept", 3_600_000_000_000L),
                    new ManifestEdit.TableDefined(new TableId(3), "gone", SCHEMA),
                    new ManifestEdit.SegmentAdded(segment(3, 4)));
            manifest.commit(new ManifestEdit.TableDefined(CPU, "kept", TableSchema.empty("cpu")));
            manifest.commit(
                    new ManifestEdit.TableDefined(CPU, "kept", SCHEMA),
                    new ManifestEdit.SegmentAdded(segment(7, 1)),
                    new ManifestEdit.SegmentAdded(segment(7, 2)),
                    new ManifestEdit.SegmentAdded(segment(7, 3)),
                    new ManifestEdit.Flushed(new SequenceNumber(99)));
            manifest.commit(
                    new ManifestEdit.SegmentsReplaced(
                            CPU,
                            Set.of(new SegmentId(1), new SegmentId(2)),
                            List.of(segment(7, 9))),
                    new ManifestEdit.SegmentsDropped(CPU, Set.of(new SegmentId(3))),
                    new ManifestEdit.NumbersUsed(12, 40),
                    new ManifestEdit.DatabaseDropped("gone"));
            before = manifest.state();
        }
        assertThat(before.segments(CPU).segments()).containsExactly(segment(7, 9));
        assertThat(before.tables().keySet()).containsExactly(CPU);
        assertThat(before.databases().keySet()).containsExactly("empty", "kept");
        try (Manifest manifest = Manifest.open(storage)) {
            assertThat(Manifest.checkpoint(manifest.state()))
                    .isEqualTo(Manifest.checkpoint(before));
            assertThat(manifest.nextSegmentId().value()).isEqualTo(41);
        }
    }

    @Test
    void refuseAnEditOfWhatIsGoneAndChangeNothing() {
        Storage storage = DiskStorage.open(folder);
        try (Manifest manifest = Manifest.open(storage)) {
            manifest.commit(new ManifestEdit.TableDefined(CPU, "db", SCHEMA));
            assertThatThrownBy(() ->
                            manifest.commit(
                                    new ManifestEdit.SegmentAdded(segment(7, 1)),
                                    new ManifestEdit.SegmentAdded(segment(8, 2))))
                    .isInstanceOf(EngineException.NotFound.class)
                    .hasMessageContaining("table 8");
            assertThat(manifest.state().segmentCount()).isZero();
        }
        try (Manifest manifest = Manifest.open(storage)) {
            assertThat(manifest.state().segmentCount()).isZero();
        }
    }

    @Test
    void keepPinnedFilesAndDeleteThemLater() {
        Storage storage = DiskStorage.open(folder);
        storage.createFolder(FileName.SEGMENT_FOLDER);
        String name = FileName.segment(7, 1);
        storage.create(name).close();
        List<SegmentId> deleted = new ArrayList<>();
        try (Manifest manifest = Manifest.open(storage)) {
            manifest.whenDeleted(segment -> deleted.add(segment.id()));
            manifest.commit(
                    new ManifestEdit.TableDefined(CPU, "db", SCHEMA),
                    new ManifestEdit.SegmentAdded(segment(7, 1)));
            PinnedState first = manifest.pin();
            PinnedState second = manifest.pin();
            manifest.commit(new ManifestEdit.SegmentsDropped(CPU, Set.of(new SegmentId(1))));
            try (PinnedState later = manifest.pin()) {
                assertThat(later.state().segments(CPU).isEmpty()).isTrue();
                first.close();
                first.close();
                assertThat(storage.exists(name)).isTrue();
                assertThat(second.state().segments(CPU).size()).isEqualTo(1);
                second.close();
                assertThat(storage.exists(name)).isFalse();
            }
        }
        assertThat(deleted).containsExactly(new SegmentId(1));
    }

    @Test
    void openTenThousandSegmentsOfManyEditsQuickly() {
        Storage storage = DiskStorage.open(folder);
        int count = 10_000;
        try (Manifest manifest = Manifest.open(storage)) {
            manifest.commit(new ManifestEdit.TableDefined(CPU, "db", SCHEMA));
        }
        // As commits would do, but without ten thousand syncs.
        try (ManifestFile file = ManifestFile.open(storage, 1, _ -> {})) {
            for (int id = 1; id <= count; id++) {
                file.write(List.of(new ManifestEdit.SegmentAdded(segment(7, id))));
            }
        }
        long startNs = System.nanoTime();
        try (Manifest manifest = Manifest.open(storage)) {
            assertThat(manifest.state().segmentCount()).isEqualTo(count);
        }
        assertThat(System.nanoTime() - startNs).isLessThan(2_000_000_000L);
    }

    @Test
    void startAnotherFileWhenTheEditsOutgrowTheCheckpoint() {
        Storage storage = DiskStorage.open(folder);
        try (Manifest manifest = Manifest.open(storage)) {
            manifest.commit(new ManifestEdit.TableDefined(CPU, "db", SCHEMA));
            for (int round = 0; round < 6; round++) {
                List<ManifestEdit> edits = new ArrayList<>();
                for (int id = 1; id <= 9000; id++) {
                    edits.add(new ManifestEdit.SegmentAdded(segment(7, round * 9000 + id)));
                }
                manifest.commit(edits);
            }
        }
        assertThat(storage.list(FileName.MANIFEST_FOLDER)).hasSize(1);
        assertThat(storage.list(FileName.MANIFEST_FOLDER)).doesNotContain(FileName.manifest(1));
        try (Manifest manifest = Manifest.open(storage)) {
            assertThat(manifest.state().segmentCount()).isEqualTo(54_000);
        }
    }

    @Test
    void cutOffATornEditAndRefuseADamagedOne() {
        Storage storage = DiskStorage.open(folder);
        try (Manifest manifest = Manifest.open(storage)) {
            manifest.commit(new ManifestEdit.DatabaseCreated("one"));
            manifest.commit(new ManifestEdit.DatabaseCreated("two"));
        }
        String name = FileName.manifest(1);
        long size = storage.size(name);
        try (WriteFile file = storage.overwrite(name, size)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        try (Manifest manifest = Manifest.open(storage)) {
            assertThat(manifest.state().databases().keySet()).containsExactly("one", "two");
        }
        // Three bytes less, and another mark of a good end.
        assertThat(storage.size(name)).isEqualTo(size + 32);
        try (WriteFile file = storage.overwrite(name, 50)) {
            file.write(ByteBuffer.wrap(new byte[] {0x55}));
        }
        assertThatThrownBy(() -> Manifest.open(storage))
                .isInstanceOf(EngineException.Corrupt.class)
                .hasMessageContaining(name)
                .hasMessageContaining("at byte");
    }

    private static SegmentMeta segment(long table, long id) {
        return new SegmentMeta(
                new SegmentId(id),
                new TableId(table),
                new TimeRange(-id, id),
                id + 1,
                id * 1000,
                id,
                id + 5);
    }
}
