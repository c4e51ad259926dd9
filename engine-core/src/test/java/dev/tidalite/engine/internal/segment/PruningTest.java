package dev.tidalite.engine.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.WriteProfile;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/// Statistics may keep too much, but must never leave out a row that satisfies the condition.
final class PruningTest {
    @TempDir Path folder;
    private long pagesKept;
    private long pagesAll;

    @Test
    void noRowThatSatisfiesIsLeftOut() {
        Storage storage = DiskStorage.open(folder);
        long[] lastId = {0};
        Seeds.forEach(
                60,
                random -> {
                    RowsInMemory rows =
                            new RandomRows(random).table(200 + random.nextInt(800), true);
                    SegmentTarget target =
                            new SegmentTarget(
                                    storage, new TableId(1), new SegmentId(++lastId[0]), 1, 1);
                    SegmentProfile profile =
                            new SegmentProfile(
                                    10, 70, random.nextBoolean(), new WriteProfile(false, 1, 64));
                    SegmentMeta meta = SegmentWriter.write(rows, target, profile);
                    try (Segment segment = Segment.open(storage, meta, PageCache.none())) {
                        for (int i = 0; i < 40; i++) {
                            checkTime(segment, rows, random);
                            checkPredicate(segment, rows, random);
                        }
                    }
                });
        assertThat(pagesKept).isLessThan(pagesAll * 9 / 10); // it does prune
    }

    private void checkTime(Segment segment, RowsInMemory rows, RandomGenerator random) {
        TimeRange range = new TimeRange(aLong(rows, 0, random), aLong(rows, 0, random));
        RowRanges found = segment.pagesWithin(range);
        for (int row = 0; row < rows.rows().size(); row++) {
            if (rows.rows().get(row).getFirst() instanceof Long time && range.contains(time)) {
                assertThat(found.touches(row, row + 1)).as("%s %s", range, found).isTrue();
            }
        }
        count(found, rows.rows().size());
    }

    private void count(RowRanges found, long rows) {
        pagesKept += found.rowCount();
        pagesAll += rows;
    }

    private void checkPredicate(Segment segment, RowsInMemory rows, RandomGenerator random) {
        int ordinal = 1 + random.nextInt(rows.schema().columnCount() - 1);
        String column = rows.schema().column(ordinal).name();
        ColumnPredicate predicate =
                switch (random.nextInt(4)) {
                    case 0 -> new ColumnPredicate.IsNull(column);
                    case 1 -> new ColumnPredicate.IsNotNull(column);
                    default -> comparison(column, ordinal, rows, random);
                };
        int from = random.nextInt(rows.rows().size());
        int to = from + random.nextInt(rows.rows().size() - from + 1);
        RowRanges found = segment.pagesMatching(predicate, from, to);
        for (int row = from; row < to; row++) {
            if (satisfies(predicate, rows.rows().get(row).get(ordinal))) {
                assertThat(found.touches(row, row + 1))
                        .as("row %d, %s, %s", row, predicate, found)
                        .isTrue();
            }
        }
        assertThat(found.touches(0, from)).isFalse();
        assertThat(found.touches(to, Long.MAX_VALUE)).isFalse();
        assertThat(segment.mayContain(predicate, from, to)).isEqualTo(found.size() > 0);
        count(found, to - from);
    }

    private static ColumnPredicate comparison(
            String column, int ordinal, RowsInMemory rows, RandomGenerator random) {
        return switch (rows.schema().column(ordinal).type()) {
            case FLOAT64 ->
                    new ColumnPredicate.DoubleRange(
                            column, random.nextGaussian(), random.nextGaussian() + 1);
            case INT64, UINT64 ->
                    random.nextBoolean()
                            ? new ColumnPredicate.LongRange(
                                    column,
                                    aLong(rows, ordinal, random),
                                    aLong(rows, ordinal, random))
                            : new ColumnPredicate.DoubleRange(
                                    column,
                                    aLong(rows, ordinal, random),
                                    aLong(rows, ordinal, random) + 0.5);
            case STRING ->
                    random.nextBoolean()
                            ? new ColumnPredicate.TextIn(column, List.of("h1", "r2", "温度", "zz"))
                            : new ColumnPredicate.TextMatches(column, text -> text.contains("1"));
            case TIMESTAMP, BOOLEAN -> new ColumnPredicate.IsNotNull(column);
        };
    }

    private static long aLong(RowsInMemory rows, int ordinal, RandomGenerator random) {
        Object value = rows.rows().get(random.nextInt(rows.rows().size())).get(ordinal);
        return value instanceof Long number ? number : random.nextLong();
    }

    /// Integers are compared as signed ones, as a [ColumnPredicate.LongRange] says.
    private static boolean satisfies(ColumnPredicate predicate, @Nullable Object value) {
        return switch (predicate) {
            case ColumnPredicate.IsNull p -> value == null;
            case ColumnPredicate.IsNotNull p -> value != null;
            case ColumnPredicate.TextIn p ->
                    value instanceof String text && p.values().contains(text);
            case ColumnPredicate.TextMatches p ->
                    value instanceof String text && p.test().test(text);
            case ColumnPredicate.DoubleRange p ->
                    value instanceof Number number
                            && number.doubleValue() >= p.min()
                            && number.doubleValue() <= p.max();
            case ColumnPredicate.LongRange p ->
                    value instanceof Long number && number >= p.min() && number <= p.max();
        };
    }
}
