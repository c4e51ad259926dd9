package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.WriteProfile;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Whatever is read of however many segments, what is kept of them stays below the limit, and what
/// had to go is read again.
final class CacheBoundsTest {
    private static final int SEGMENTS = 12;
    private static final long CACHE_BYTES = 64 << 10;
    private static final SegmentProfile SMALL_PAGES =
            new SegmentProfile(4, 40, false, new WriteProfile(false, 1, 64));

    @TempDir Path folder;
    private long lastId;
    private long indexBytesOfAll;

    @Test
    void nothingGrowsBeyondItsLimit() {
        Storage storage = DiskStorage.open(folder);
        Seeds.forEach(5, random -> readAll(storage, random));
        assertThat(indexBytesOfAll).isGreaterThan(CACHE_BYTES); // it would not fit
    }

    private void readAll(Storage storage, SplittableRandom random) {
        PageCache cache = new PageCache(CACHE_BYTES);
        List<RowsInMemory> tables = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        long indexBytesMax = CACHE_BYTES / 4;
        for (int i = 0; i < SEGMENTS; i++) {
            RowsInMemory rows = new RandomRows(random).table(300 + random.nextInt(300), true);
            SegmentTarget target =
                    new SegmentTarget(storage, new TableId(1), new SegmentId(++lastId), 1, 1);
            SegmentMeta meta = SegmentWriter.write(rows, target, SMALL_PAGES);
            tables.add(rows);
            segments.add(Segment.open(storage, meta, cache));
            long indexBytes = indexBytes(storage, meta, rows);
            indexBytesOfAll += indexBytes;
            indexBytesMax = Math.max(indexBytesMax, indexBytes); // a file may always keep its own
        }
        try {
            for (int read = 0; read < 10 * SEGMENTS; read++) {
                int which = random.nextInt(SEGMENTS);
                RowsInMemory rows = tables.get(which);
                readRow(segments.get(which), rows, random.nextInt(rows.rows().size()));
                assertThat(cache.byteSize()).isLessThanOrEqualTo(CACHE_BYTES * 3 / 4);
                assertThat(cache.indexes().byteSize()).isLessThanOrEqualTo(indexBytesMax);
            }
        } finally {
            segments.forEach(Segment::close);
        }
        assertThat(cache.byteSize()).isZero();
        assertThat(cache.indexes().byteSize()).isZero();
    }

    private static long indexBytes(Storage storage, SegmentMeta meta, RowsInMemory rows) {
        PageCache own = new PageCache(1 << 24);
        try (Segment segment = Segment.open(storage, meta, own)) {
            for (int row = 0; row < rows.rows().size(); row++) {
                readRow(segment, rows, row);
            }
            return own.indexes().byteSize();
        }
    }

    private static void readRow(Segment segment, RowsInMemory rows, int row) {
        assertThat(segment.series().rowEnd(segment.series().size() - 1))
                .isEqualTo(rows.rows().size());
        long start = segment.timeRange().startNs();
        assertThat(segment.pagesWithin(new TimeRange(start, start)).size()).isPositive();
        try (RowReader reader = segment.reader()) {
            for (int ordinal = 0; ordinal < rows.schema().columnCount(); ordinal++) {
                if (rows.schema().column(ordinal).role() != ColumnRole.TAG) {
                    ColumnSink sink = ColumnSink.of(rows.schema().column(ordinal).type());
                    reader.read(ordinal, row, row + 1, sink);
                    assertThat(sink.size()).isEqualTo(1);
                    assertThat(RowsInMemory.value(sink, 0))
                            .isEqualTo(rows.rows().get(row).get(ordinal));
                }
            }
        }
    }
}
