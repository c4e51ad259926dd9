package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.segment.parquet.Bounds;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What random tables seldom hold: very long texts, statistics at their edges, the cache.
final class SegmentEdgesTest {
    @TempDir Path folder;
    private DiskStorage storage = DiskStorage.open(Path.of(System.getProperty("java.io.tmpdir")));

    private SegmentTarget target() {
        return new SegmentTarget(storage, new TableId(1), new SegmentId(1), 1, 1);
    }

    @BeforeEach
    void open() {
        storage = DiskStorage.open(folder);
    }

    private static RowsInMemory column(ColumnType type, List<? extends @Nullable Object> values) {
        TableSchema schema = TableSchema.of("t", ColumnSchema.field("v", type));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add((long) row);
            cells.add(values.get(row));
            rows.add(cells);
        }
        return new RowsInMemory(schema, rows);
    }

    @Test
    void textsOfAHundredThousandBytes() throws IOException {
        List<@Nullable String> texts = new ArrayList<>();
        for (int row = 0; row < 1300; row++) {
            String letter = Character.toString(0x4E00 + row);
            texts.add(row % 5 == 0 ? null : row % 3 == 0 ? "" : letter.repeat(33_333) + "x");
        }
        RowsInMemory rows = column(ColumnType.STRING, texts);
        SegmentMeta meta = SegmentWriter.write(rows, target(), SegmentProfile.DEFAULT);
        try (Segment segment = Segment.open(storage, meta, PageCache.none())) {
            segment.verify();
            assertThat(RowsInMemory.of(segment, 333)).isEqualTo(rows);
        }
        Path file = storage.path(target().fileName());
        assertThat(ParquetJava.read(file, rows.schema())).isEqualTo(rows.rows());
    }

    private Bounds bounds(ColumnType type, List<? extends @Nullable Object> values)
            throws IOException {
        Files.deleteIfExists(folder.resolve(target().fileName()));
        RowsInMemory rows = column(type, values);
        SegmentWriter.write(rows, target(), SegmentProfile.DEFAULT);
        try (ReadFile file = storage.open(target().fileName())) {
            ParquetFile parquet =
                    ParquetFile.open(
                            file.map(), storage.path(file.name()), PageCache.none().indexes());
            Bounds page = parquet.pageBounds(0, 1, 0);
            Bounds group = parquet.groupBounds(0, 1);
            assertThat(page.min()).isEqualTo(group.min());
            assertThat(page.max()).isEqualTo(group.max());
            return group;
        }
    }

    private static double number(byte @Nullable [] bound) {
        return bound == null ? Double.NaN : Double.longBitsToDouble(Bounds.number(bound));
    }

    private static String text(byte @Nullable [] bound) {
        return bound == null ? "none" : new String(bound, StandardCharsets.UTF_8);
    }

    @Test
    void statisticsOfDoubles() throws IOException {
        Bounds zeros = bounds(ColumnType.FLOAT64, List.of(0.0, 0.0));
        assertThat(number(zeros.min())).isEqualTo(-0.0);
        assertThat(number(zeros.max())).isEqualTo(0.0);
        Bounds both = bounds(ColumnType.FLOAT64, Arrays.asList(-0.0, null, 1.5));
        assertThat(number(both.min())).isEqualTo(-0.0);
        assertThat(number(both.max())).isEqualTo(1.5);
        assertThat(both.nullCount()).isEqualTo(1);
        assertThat(bounds(ColumnType.FLOAT64, List.of(1.0, Double.NaN)).min()).isNull();
        Bounds infinite =
                bounds(
                        ColumnType.FLOAT64,
                        List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertThat(number(infinite.min())).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(number(infinite.max())).isEqualTo(Double.POSITIVE_INFINITY);
        Bounds none = bounds(ColumnType.FLOAT64, Arrays.asList(null, null));
        assertThat(none.min()).isNull();
        assertThat(none.nullCount()).isEqualTo(2);
    }

    @Test
    void statisticsOfUnsignedNumbers() throws IOException {
        Bounds bounds = bounds(ColumnType.UINT64, List.of(-1L, 5L, Long.MIN_VALUE));
        assertThat(bounds.min()).isNotNull().startsWith(5);
        assertThat(bounds.max()).containsOnly(0xFF);
    }

    @Test
    void statisticsOfLongTextsAreCutAndStillRight() throws IOException {
        Bounds exact = bounds(ColumnType.STRING, List.of("b", "", "é"));
        assertThat(text(exact.min())).isEmpty();
        assertThat(text(exact.max())).isEqualTo("é");
        assertThat(exact.exact()).isTrue();
        Bounds cut = bounds(ColumnType.STRING, List.of("a".repeat(100), "é".repeat(100)));
        assertThat(text(cut.min())).isEqualTo("a".repeat(64));
        assertThat(text(cut.max())).isEqualTo("é".repeat(31) + "ê");
        assertThat(cut.exact()).isFalse();
        String last = Character.toString(Character.MAX_CODE_POINT);
        Bounds raised = bounds(ColumnType.STRING, List.of("z" + last.repeat(40)));
        assertThat(text(raised.max())).isEqualTo("{");
        Bounds highest = bounds(ColumnType.STRING, List.of(last.repeat(40)));
        assertThat(text(highest.max())).isEqualTo(last.repeat(40));
        String beforeSurrogates = "\uD7FF".repeat(40);
        Bounds jumped = bounds(ColumnType.STRING, List.of(beforeSurrogates));
        assertThat(text(jumped.max())).isEqualTo("\uD7FF".repeat(20) + "\uE000");
    }

    @Test
    void whatIsReadInPartsIsKeptWithinTheBudget() {
        List<Double> values = new ArrayList<>();
        for (int row = 0; row < 100_000; row++) {
            values.add((double) (row % 100));
        }
        RowsInMemory rows = column(ColumnType.FLOAT64, values);
        SegmentMeta meta = SegmentWriter.write(rows, target(), SegmentProfile.DEFAULT);
        PageCache cache = new PageCache(450_000); // room for two pages
        try (Segment segment = Segment.open(storage, meta, cache)) {
            for (int i = 0; i < 40; i++) {
                long row = i % 2 == 0 ? 7_000 : i * 2_400L;
                try (RowReader reader = segment.reader()) {
                    ColumnSink sink = ColumnSink.of(ColumnType.FLOAT64);
                    reader.read(1, row, row + 3, sink);
                    assertThat(RowsInMemory.value(sink, 2)).isEqualTo(values.get((int) row + 2));
                }
                assertThat(cache.byteSize()).isBetween(200_000L, 450_000L);
            }
        }
        assertThat(cache.byteSize()).isZero();
    }

    @Test
    void aPageOfLongTextsEndsWhereItGetsTooLong() {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < 64; row++) {
            texts.add(Character.toString('a' + row % 26).repeat(row < 30 ? 1 : 1 << 20));
        }
        RowsInMemory rows = column(ColumnType.STRING, texts);
        SegmentTarget target = target();
        SegmentMeta meta = SegmentWriter.write(rows, target, SegmentProfile.DEFAULT);
        try (Segment segment = Segment.open(storage, meta, PageCache.none());
                ReadFile file = storage.open(target.fileName())) {
            assertThat(RowsInMemory.of(segment, 10)).isEqualTo(rows);
            ParquetFile parquet =
                    ParquetFile.open(
                            file.map(), storage.path(file.name()), PageCache.none().indexes());
            assertThat(parquet.pageCount(0, 1)).isEqualTo(9);
            assertThat(parquet.pageEnd(0, 0, 0)).isEqualTo(34);
        }
    }

    @Test
    void aFileThatIsNotTheOneTheManifestNamesIsRefused() {
        RowsInMemory rows = column(ColumnType.INT64, List.of(1L, 2L));
        SegmentMeta meta = SegmentWriter.write(rows, target(), SegmentProfile.DEFAULT);
        SegmentMeta other =
                new SegmentMeta(
                        meta.id(),
                        meta.table(),
                        meta.timeRange(),
                        meta.rowCount() + 1,
                        meta.fileBytes(),
                        meta.firstSequence(),
                        meta.lastSequence());
        assertThatThrownBy(() -> Segment.open(storage, other, PageCache.none()))
                .isInstanceOf(EngineException.Corrupt.class)
                .hasMessageContaining("rowCount=3");
    }

    @Test
    void microsecondsAreWrittenOnlyWhereNothingIsLost() {
        for (long step : new long[] {1000, 1}) {
            RowsInMemory rows = column(ColumnType.INT64, List.of(1L, 2L));
            for (List<@Nullable Object> row : rows.rows()) {
                row.set(0, row.get(0) instanceof Long time ? time * step : null);
            }
            SegmentTarget target =
                    new SegmentTarget(storage, new TableId(1), new SegmentId(step), 1, 1);
            SegmentMeta meta =
                    SegmentWriter.write(rows, target, SegmentProfile.DEFAULT.withWholeMicros());
            try (Segment segment = Segment.open(storage, meta, PageCache.none());
                    ReadFile file = storage.open(target.fileName())) {
                assertThat(RowsInMemory.of(segment, 10)).isEqualTo(rows);
                ParquetFile parquet =
                        ParquetFile.open(
                                file.map(), storage.path(file.name()), PageCache.none().indexes());
                assertThat(parquet.columns().getFirst().nanosPerUnit()).isEqualTo((int) step);
            }
        }
    }
}
