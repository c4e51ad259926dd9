package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.WriteProfile;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.random.RandomGenerator;

final class SegmentTest {
    private static final TableId TABLE = new TableId(3);

    @TempDir Path folder;
    private long lastId;

    private Segment write(Storage storage, RowsInMemory rows, SegmentProfile profile) {
        SegmentTarget target = new SegmentTarget(storage, TABLE, new SegmentId(++lastId), 5, 7);
        SegmentMeta meta = SegmentWriter.write(rows, target, profile);
        return Segment.open(storage, meta, new PageCache(lastId % 2 == 0 ? 0 : 1 << 20));
    }

    static SegmentProfile smallPages(RandomGenerator random) {
        int pageRows = 1 + random.nextInt(300);
        return new SegmentProfile(
                pageRows,
                pageRows * (1 + random.nextInt(4)),
                random.nextBoolean(),
                new WriteProfile(
                        random.nextBoolean(), 1 + random.nextInt(3), 1 << random.nextInt(10)));
    }

    @Test
    void randomTablesReadBackEqualInRangesOfAnySize() {
        Storage storage = DiskStorage.open(folder);
        Seeds.forEach(
                60,
                random -> {
                    RowsInMemory rows =
                            new RandomRows(random).table(1 + random.nextInt(1500), true);
                    SegmentProfile profile =
                            random.nextBoolean() ? SegmentProfile.DEFAULT : smallPages(random);
                    try (Segment segment = write(storage, rows, profile)) {
                        segment.verify();
                        int range = 1 + random.nextInt(700);
                        assertThat(RowsInMemory.of(segment, range).rows()).isEqualTo(rows.rows());
                        assertThat(RowsInMemory.of(segment, 100_000)).isEqualTo(rows);
                        assertThat(segment.timeRange()).isEqualTo(rows.timeRange());
                    }
                });
    }
}
