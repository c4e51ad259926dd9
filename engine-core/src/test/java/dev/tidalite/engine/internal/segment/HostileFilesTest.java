package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.testkit.Seeds;

import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Files that were damaged at random: reading one gives the rows that were written or
/// [EngineException.Corrupt], never anything else.
final class HostileFilesTest {
    private static final int MUTATIONS = 150;

    @TempDir Path folder;

    private static byte[] mutated(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            // Half of them near the end, where footer and indexes are.
            int at =
                    random.nextBoolean()
                            ? random.nextInt(bytes.length)
                            : bytes.length - 1 - random.nextInt(Math.min(bytes.length, 2500));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = random.nextBoolean() ? (byte) 0xFF : 0;
                default -> {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
                    int from = random.nextInt(bytes.length - length + 1);
                    System.arraycopy(original, from, bytes, at, length);
                }
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    @Test
    void aDamagedSegmentGivesItsRowsOrSaysThatItIsCorrupt() {
        Storage storage = DiskStorage.open(folder);
        long[] lastId = {0};
        Seeds.forEach(
                8,
                random -> {
                    RowsInMemory rows = new RandomRows(random).table(150, true);
                    SegmentTarget target =
                            new SegmentTarget(
                                    storage, new TableId(1), new SegmentId(++lastId[0]), 1, 1);
                    SegmentMeta meta =
                            SegmentWriter.write(rows, target, SegmentTest.smallPages(random));
                    byte[] original = Files.readAllBytes(storage.path(target.fileName()));
                    for (int i = 0; i < MUTATIONS; i++) {
                        replace(storage.path(target.fileName()), mutated(original, random));
                        try (Segment segment = Segment.open(storage, meta, PageCache.none())) {
                            segment.pagesWithin(TimeRange.ALL);
                            segment.mayContain(new ColumnPredicate.IsNull("i64"), 0, 150);
                            assertThat(RowsInMemory.of(segment, 40)).isEqualTo(rows);
                        } catch (EngineException.Corrupt e) {
                            assertThat(e).hasMessageContaining(target.fileName());
                        }
                    }
                });
    }

    /// A new file, because the old one may still be mapped.
    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    @Test
    void aDamagedFileWithoutChecksumsNeverBreaksTheReader() {
        DiskStorage storage = DiskStorage.open(folder);
        Seeds.forEach(
                8,
                random -> {
                    RowsInMemory rows = new RandomRows(random).table(150, true);
                    Path file = folder.resolve("foreign.parquet");
                    Files.deleteIfExists(file);
                    ParquetJava.write(
                            file,
                            rows,
                            new ParquetJava.Style(
                                    random.nextBoolean()
                                            ? WriterVersion.PARQUET_1_0
                                            : WriterVersion.PARQUET_2_0,
                                    random.nextBoolean()
                                            ? CompressionCodecName.ZSTD
                                            : CompressionCodecName.UNCOMPRESSED,
                                    random.nextBoolean(),
                                    random.nextBoolean(),
                                    30,
                                    false));
                    byte[] original = Files.readAllBytes(file);
                    for (int i = 0; i < MUTATIONS; i++) {
                        replace(file, mutated(original, random));
                        try {
                            readAll(storage, "foreign.parquet");
                        } catch (EngineException.Corrupt e) {
                            assertThat(e).hasMessageContaining("foreign.parquet");
                        }
                    }
                });
    }

    private static void readAll(Storage storage, String name) {
        try (ReadFile file = storage.open(name)) {
            Everything.read(file.map(), storage.path(name));
        }
    }

    @Test
    void whatIsNoParquetIsRefused() throws IOException {
        Storage storage = DiskStorage.open(folder);
        for (int length : new int[] {0, 1, 4, 11, 12, 100}) {
            Files.write(folder.resolve("x" + length), new byte[length]);
            assertThatThrownBy(() -> Segment.open(storage, "x" + length, PageCache.none()))
                    .isInstanceOf(EngineException.Corrupt.class)
                    .hasMessageContaining("x" + length);
        }
    }
}
