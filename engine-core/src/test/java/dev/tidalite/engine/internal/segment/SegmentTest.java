package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.WriteProfile;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.testing.NaiveRows;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

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

    @Test
    void singleRowsReadAsRangesDo() {
        Storage storage = DiskStorage.open(folder);
        Seeds.forEach(
                60,
                random -> {
                    RowsInMemory rows = new RandomRows(random).table(1 + random.nextInt(900), true);
                    try (Segment segment = write(storage, rows, smallPages(random));
                            RowReader reader = segment.reader()) {
                        for (int i = 0; i < 6; i++) {
                            compareSingles(rows, segment, reader, random);
                        }
                    }
                });
    }

    /// Rows that end a series, some others among them, some left out.
    private static void compareSingles(
            RowsInMemory rows, Segment segment, RowReader reader, RandomGenerator random) {
        SeriesDirectory series = segment.series();
        int others = random.nextInt(3);
        long[] wanted =
                LongStream.range(0, rows.rowCount())
                        .filter(row ->
                                row == series.rowEnd(series.seriesAt(row)) - 1
                                        ? random.nextInt(10) > others
                                        : random.nextInt(50) < others)
                        .toArray();
        for (int ordinal = 0; ordinal < rows.schema().columnCount(); ordinal++) {
            if (rows.schema().column(ordinal).role() != ColumnRole.TAG) {
                ColumnSink sink = ColumnSink.of(rows.schema().column(ordinal).type());
                reader.readRows(ordinal, wanted, wanted.length, sink);
                for (int i = 0; i < wanted.length; i++) {
                    assertThat(NaiveRows.value(sink.vector(), i))
                            .isEqualTo(rows.rows().get((int) wanted[i]).get(ordinal));
                }
            }
        }
    }

    @Test
    void shortRangesReadAsWholeColumnsDo() {
        Storage storage = DiskStorage.open(folder);
        Seeds.forEach(
                60,
                random -> {
                    RowsInMemory rows =
                            new RandomRows(random).table(1 + random.nextInt(1500), true);
                    SegmentProfile profile =
                            random.nextBoolean() ? SegmentProfile.DEFAULT : smallPages(random);
                    try (Segment segment = write(storage, rows, profile);
                            RowReader reader = segment.reader()) {
                        for (int i = 0; i < 6; i++) {
                            compareRanges(rows, reader, random);
                        }
                    }
                });
    }

    /// Ranges of a few rows, mostly ascending.
    private static void compareRanges(RowsInMemory rows, RowReader reader, RandomGenerator random) {
        long[] starts = random.longs(12, 0, rows.rowCount()).toArray();
        if (random.nextInt(4) > 0) {
            Arrays.sort(starts);
        }
        int[] lengths = new int[starts.length];
        for (int i = 0; i < starts.length; i++) {
            lengths[i] = 1 + random.nextInt((int) Math.min(40, rows.rowCount() - starts[i]));
        }
        for (int ordinal = 0; ordinal < rows.schema().columnCount(); ordinal++) {
            if (rows.schema().column(ordinal).role() == ColumnRole.TAG) {
                continue;
            }
            ColumnSink sink = ColumnSink.of(rows.schema().column(ordinal).type());
            reader.readRanges(ordinal, starts, lengths, starts.length, sink);
            int at = 0;
            for (int range = 0; range < starts.length; range++) {
                for (int row = 0; row < lengths[range]; row++) {
                    assertThat(NaiveRows.value(sink.vector(), at++))
                            .isEqualTo(rows.rows().get((int) starts[range] + row).get(ordinal));
                }
            }
            assertThat(sink.size()).isEqualTo(at);
        }
    }

    @Test
    void theLimitsOfATimeAreThoseOfAFullSearch() {
        Storage storage = DiskStorage.open(folder);
        Seeds.forEach(
                30,
                random -> {
                    RowsInMemory rows = new RandomRows(random).table(1 + random.nextInt(900), true);
                    try (Segment segment = write(storage, rows, smallPages(random))) {
                        for (int i = 0; i < 20; i++) {
                            checkLimits(rows, segment, random);
                        }
                    }
                });
    }

    private static void checkLimits(RowsInMemory rows, Segment segment, RandomGenerator random) {
        SeriesDirectory series = segment.series();
        int number = random.nextInt(series.size());
        long start = series.rowStart(number);
        long end = series.rowEnd(number);
        long timeNs = time(rows, random.nextInt(rows.rows().size())) + random.nextInt(3) - 1;
        long bound = start;
        while (bound < end && time(rows, bound) < timeNs) {
            bound++;
        }
        assertThat(segment.rowsBefore(start, end, timeNs)).isBetween(start, bound);
        assertThat(segment.rowsFrom(start, end, timeNs)).isBetween(bound, end);
    }

    private static long time(RowsInMemory rows, long row) {
        return (Long) Objects.requireNonNull(rows.rows().get((int) row).getFirst());
    }
}
