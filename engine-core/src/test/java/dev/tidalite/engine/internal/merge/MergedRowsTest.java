package dev.tidalite.engine.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.LongVector;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.engine.testing.NaiveRows;
import dev.tidalite.engine.testing.NaiveSortedRows;
import dev.tidalite.engine.testing.NaiveTable;
import dev.tidalite.engine.testing.RandomRows;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

class MergedRowsTest {
    @Test
    void mergesAsTheOracleDoes() {
        Seeds.forEach(80, MergedRowsTest::mergeAndCompare);
    }

    private static void mergeAndCompare(SplittableRandom random) {
        RandomRows generator = new RandomRows(random);
        TableSchema schema = generator.schema();
        NaiveTable oracle = new NaiveTable(schema);
        TimeRange clip =
                random.nextBoolean()
                        ? TimeRange.ALL
                        : new TimeRange(random.nextLong(60) - 5, random.nextLong(120));
        List<MergeSource> sources = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        int times = 1 + random.nextInt(100);
        int rowsMax = random.nextInt(10) == 0 ? 20_000 : 200;
        for (int number = 0; number < count; number++) {
            SortedRows rows =
                    source(generator, random, schema, oracle, number, rowsMax, times, clip);
            sources.add(random.nextInt(sources.size() + 1), new MergeSource(rows, clip, null, 0));
        }
        MergedRows merged = MergedRows.of(sources);
        List<List<@Nullable Object>> expected =
                RandomRows.lists(oracle.merged(), schema.columnCount());
        assertThat(merged.rowCount()).isEqualTo(expected.size());
        checkOrder(merged);
        assertThat(merged.timeRange()).isEqualTo(range(expected));
        if (rowsMax < 1000) {
            assertThat(NaiveRows.counts(NaiveSortedRows.rows(merged, schema)))
                    .isEqualTo(NaiveRows.counts(expected));
        }
        checkWindows(merged, schema, random);
    }

    private static SortedRows source(
            RandomRows generator,
            SplittableRandom random,
            TableSchema schema,
            NaiveTable oracle,
            int number,
            int rowsMax,
            int times,
            TimeRange clip) {
        TableSchema prefix = generator.prefix(schema);
        List<@Nullable Object[]> rows =
                generator.rows(prefix, 1 + random.nextInt(rowsMax), random.nextLong(100), times, 1);
        boolean duplicates = random.nextBoolean();
        if (!duplicates) {
            rows = RandomRows.distinct(prefix, rows);
        }
        for (@Nullable Object[] row : rows) {
            if (row[0] instanceof Long timeNs && clip.contains(timeNs)) {
                oracle.add(row);
            }
        }
        return new NaiveSortedRows(prefix, rows, number, duplicates);
    }

    private static TimeRange range(List<List<@Nullable Object>> rows) {
        TimeRange range = TimeRange.NONE;
        for (List<@Nullable Object> row : rows) {
            if (row.getFirst() instanceof Long timeNs) {
                range = range.union(new TimeRange(timeNs, timeNs));
            }
        }
        return range;
    }

    /// Series ascend by their tags, dictionaries by their bytes, and times within a series.
    private static void checkOrder(SortedRows rows) {
        SeriesDirectory series = rows.series();
        for (int tag = 0; tag < series.tagCount(); tag++) {
            for (int id = 1; id < series.dictionary(tag).size(); id++) {
                byte[] entry = series.dictionary(tag).bytes(id);
                byte[] before = series.dictionary(tag).bytes(id - 1);
                assertThat(Arrays.compareUnsigned(before, entry)).isNegative();
            }
        }
        int[] last = {};
        try (RowReader reader = rows.reader()) {
            for (int number = 0; number < series.size(); number++) {
                int[] tuple = new int[series.tagCount()];
                for (int tag = 0; tag < tuple.length; tag++) {
                    tuple[tag] = series.id(number, tag);
                }
                assertThat(number == 0 || Arrays.compare(last, tuple) < 0).isTrue();
                last = tuple;
                ColumnSink times = ColumnSink.of(rows.schema().column(0).type());
                reader.read(0, series.rowStart(number), series.rowEnd(number), times);
                long[] ns = Arrays.copyOf(((LongVector) times.vector()).values(), times.size());
                assertThat(ns).isSorted().doesNotHaveDuplicates().isNotEmpty();
            }
        }
    }

    /// Any range of rows is the same, whatever was read before.
    private static void checkWindows(SortedRows rows, TableSchema schema, SplittableRandom random) {
        if (rows.rowCount() == 0) {
            return;
        }
        try (RowReader whole = rows.reader();
                RowReader parts = rows.reader()) {
            for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
                if (schema.column(ordinal).role() == ColumnRole.TAG) {
                    continue;
                }
                ColumnSink all = ColumnSink.of(schema.column(ordinal).type());
                whole.read(ordinal, 0, rows.rowCount(), all);
                for (int i = 0; i < 5; i++) {
                    long from = random.nextLong(rows.rowCount());
                    long to = from + 1 + random.nextLong(rows.rowCount() - from);
                    ColumnSink part = ColumnSink.of(schema.column(ordinal).type());
                    parts.read(ordinal, from, to, part);
                    assertThat(part.size()).isEqualTo((int) (to - from));
                    ColumnVector got = part.vector();
                    ColumnVector expected = all.vector();
                    for (int row = 0; row < part.size(); row++) {
                        Object value = NaiveRows.value(got, row);
                        if (!Objects.equals(value, NaiveRows.value(expected, (int) from + row))) {
                            fail("column %d, row %d: %s", ordinal, from + row, value);
                        }
                    }
                }
            }
        }
    }
}
