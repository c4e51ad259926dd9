package dev.tidalite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.internal.compaction.CompactionLimits;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.engine.testing.TableLife;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

class InspectionTest {
    private static final TableSchema CPU =
            TableSchema.of(
                    "cpu",
                    ColumnSchema.tag("host"),
                    ColumnSchema.field("usage", ColumnType.FLOAT64));

    @TempDir private Path folder;

    @BeforeEach
    void flushTwice() {
        CompactionLimits limits = CompactionLimits.of(TableLife.PARTITIONS, 1 << 20);
        try (TableLife life = new TableLife(DiskStorage.open(folder), CPU, limits)) {
            life.flush(rows(0, 50));
            life.flush(rows(40, 90));
        }
    }

    private static List<@Nullable Object[]> rows(long from, long to) {
        return Stream.iterate(from, time -> time < to, time -> time + 1)
                .map(time -> new @Nullable Object[] {time, "h" + time % 5, time / 2.0})
                .toList();
    }

    @Test
    void saysWhatIsThereAndChangesNothing() throws IOException {
        Files.writeString(folder.resolve("segments/1-00000000000000000099.parquet"), "left over");
        Map<String, FileTime> before = files();
        Inspection inspection = Inspection.of(folder, /* verify= */ true);
        assertThat(files()).isEqualTo(before);
        assertThat(inspection.findings()).isEmpty();
        Inspection.Table table = inspection.databases().getFirst().tables().getFirst();
        assertThat(table.segments()).hasSize(2);
        assertThat(table.overlapCount()).isEqualTo(1);
        assertThat(table.segments().getFirst().seriesCount()).isEqualTo(5);
        Inspection.Recovery recovery = inspection.recovery().orElseThrow();
        assertThat(recovery.flushed()).isEqualTo(new SequenceNumber(2));
        assertThat(recovery.removedFiles())
                .containsExactly("segments/1-00000000000000000099.parquet");
        assertThat(inspection.toString())
                .contains("database db, keeps everything")
                .contains("table cpu (1): 2 segments, 100 rows")
                .contains("1 overlaps")
                .contains("RLE_DICTIONARY")
                .contains("1970-01-01T00:00:00.000000040Z")
                .contains("which nothing names")
                .contains("nothing is wrong");
    }

    @Test
    void looksAtASingleFile() {
        Path file = segment(1);
        Inspection inspection = Inspection.of(file, /* verify= */ true);
        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.toString()).contains("50 rows  5 series");
    }

    @Test
    void namesDamage() throws IOException {
        byte[] bytes = Files.readAllBytes(segment(1));
        bytes[40] ^= 1;
        Files.write(segment(1), bytes);
        assertThat(Inspection.of(folder, /* verify= */ true).findings())
                .singleElement()
                .asString()
                .contains(segment(1).getFileName().toString());
        Files.delete(segment(1));
        assertThat(Inspection.of(folder, /* verify= */ false).toString()).contains("WRONG");
    }

    @Test
    void refusesWhatIsNoEngine(@TempDir Path empty) {
        assertThatThrownBy(() -> Inspection.of(empty, false))
                .isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void refusesARunningEngine() {
        try (Storage.Lock lock = DiskStorage.open(folder).lock(FileName.LOCK)) {
            assertThatThrownBy(() -> Inspection.of(folder, false))
                    .isInstanceOf(EngineException.Locked.class);
            assertThat(lock).isNotNull();
        }
    }

    private Path segment(long id) {
        return folder.resolve(FileName.segment(1, id));
    }

    private Map<String, FileTime> files() throws IOException {
        Map<String, FileTime> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(FileName.LOCK)) {
                    files.put(file.toString(), Files.getLastModifiedTime(file));
                }
            }
        }
        return files;
    }
}
