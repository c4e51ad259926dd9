package dev.tidalite.engine.internal.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.Snapshot;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TableBatch;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.engine.testing.NaiveRows;
import dev.tidalite.engine.testing.NaiveSortedRows;
import dev.tidalite.engine.testing.RandomRows;
import dev.tidalite.engine.testing.TestSnapshot;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

class ScanSnapshotTest {
    private static final int DAY = 100;

    @Test
    void answersAsTheOracleDoes() {
        Seeds.forEach(80, ScanSnapshotTest::scanAndCompare);
    }

    private static void scanAndCompare(SplittableRandom random) {
        Store store = Store.random(random);
        TimeRange visible =
                random.nextInt(3) == 0
                        ? new TimeRange(random.nextLong(5 * DAY), Long.MAX_VALUE)
                        : TimeRange.ALL;
        try (Snapshot snapshot = store.snapshot(visible);
                Snapshot oracle = store.oracle.build()) {
            for (int i = 0; i < 12; i++) {
                ScanSpec spec = randomSpec(random, store.schema);
                ScanSpec naive = spec.within(spec.timeRange().intersect(visible));
                compare(snapshot, spec, NaiveRows.drain(oracle.scan(naive)), random);
            }
        }
    }

    private static void compare(
            Snapshot snapshot,
            ScanSpec spec,
            List<List<@Nullable Object>> expected,
            SplittableRandom random) {
        List<List<@Nullable Object>> whole = NaiveRows.drain(snapshot.scan(spec));
        assertThat(NaiveRows.counts(whole))
                .as(spec::toString)
                .isEqualTo(NaiveRows.counts(expected));
        if (spec.columns().contains("time")) {
            checkOrder(whole, spec);
        }
        boolean seriesOnce = spec.order() == ScanSpec.Order.SERIES_TIME && allTags(snapshot, spec);
        List<List<@Nullable Object>> inParts = new ArrayList<>();
        Set<List<@Nullable Object>> series = new HashSet<>();
        for (Snapshot.ScanPart part : snapshot.split(spec, 1 + random.nextInt(6))) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            Set<List<@Nullable Object>> partSeries = checkRuns(part, seriesOnce, rows);
            if (seriesOnce) {
                partSeries.forEach(one -> assertThat(series.add(one)).isTrue());
            }
            inParts.addAll(rows);
        }
        assertThat(NaiveRows.counts(inParts))
                .as(spec::toString)
                .isEqualTo(NaiveRows.counts(expected));
    }

    @Test
    void conditionsOnNumbersLeaveOutNoRowThatSatisfiesThem() {
        Seeds.forEach(
                60,
                random -> {
                    Store store = Store.random(random);
                    try (Snapshot snapshot = store.snapshot(TimeRange.ALL);
                            Snapshot oracle = store.oracle.build()) {
                        for (ColumnSchema column : store.schema.columns()) {
                            if (column.role() == ColumnRole.FIELD) {
                                checkCondition(snapshot, oracle, column, random);
                            }
                        }
                    }
                });
    }

    private static void checkCondition(
            Snapshot snapshot, Snapshot oracle, ColumnSchema column, SplittableRandom random) {
        long min = random.nextLong(120) - 10;
        long max = min + random.nextLong(30) - 2;
        ColumnPredicate condition =
                column.type() == ColumnType.INT64
                        ? new ColumnPredicate.LongRange(column.name(), min, max)
                        : new ColumnPredicate.DoubleRange(column.name(), min / 100.0, max / 100.0);
        if (column.type() != ColumnType.INT64 && column.type() != ColumnType.FLOAT64) {
            return;
        }
        ScanSpec spec = randomSpec(random, snapshot.tables().getFirst());
        List<String> columns = new ArrayList<>(spec.columns());
        columns.remove(column.name());
        columns.add(random.nextInt(columns.size() + 1), column.name());
        int at = columns.indexOf(column.name());
        ScanSpec all = ScanSpec.of(spec.table(), columns).within(spec.timeRange());
        ScanSpec.Order[] orders = ScanSpec.Order.values();
        ScanSpec.Order order = orders[random.nextInt(orders.length)];
        ScanSpec some = all.where(List.of(condition)).orderedBy(order);
        List<List<@Nullable Object>> read = NaiveRows.drain(snapshot.scan(some));
        List<List<@Nullable Object>> expected = NaiveRows.drain(oracle.scan(all));
        NaiveRows.counts(read)
                .forEach((row, count) ->
                        assertThat(count)
                                .as(some::toString)
                                .isLessThanOrEqualTo(NaiveRows.counts(expected).get(row)));
        read.removeIf(row -> !holds(row.get(at), condition));
        expected.removeIf(row -> !holds(row.get(at), condition));
        assertThat(NaiveRows.counts(read)).as(some::toString).isEqualTo(NaiveRows.counts(expected));
    }

    private static boolean holds(@Nullable Object value, ColumnPredicate condition) {
        return switch (condition) {
            case ColumnPredicate.LongRange(String _, long min, long max) ->
                    value instanceof Long number && number >= min && number <= max;
            case ColumnPredicate.DoubleRange(String _, double min, double max) ->
                    value instanceof Double number && number >= min && number <= max;
            default -> throw new AssertionError(condition);
        };
    }

    private static boolean allTags(Snapshot snapshot, ScanSpec spec) {
        TableSchema schema = snapshot.table(spec.table()).orElseThrow();
        return !spec.columns().isEmpty()
                && spec.columns()
                        .containsAll(schema.tags().stream().map(ColumnSchema::name).toList());
    }

    /// Within a run the tags are constant and the time ascends; with an order by series no series
    /// comes twice.
    ///
    /// @return the tags of all runs
    private static Set<List<@Nullable Object>> checkRuns(
            Snapshot.ScanPart part, boolean seriesOnce, List<List<@Nullable Object>> rows) {
        Set<List<@Nullable Object>> seen = new HashSet<>();
        List<@Nullable Object> last = List.of();
        try (BatchCursor cursor = part.open()) {
            for (TableBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
                List<List<@Nullable Object>> of = new ArrayList<>();
                NaiveRows.addRows(batch, of);
                rows.addAll(of);
                int start = 0;
                for (int run = 0; run < batch.runCount(); run++) {
                    int end = Objects.requireNonNull(batch.runEnds())[run];
                    List<List<@Nullable Object>> inRun = of.subList(start, end);
                    List<@Nullable Object> tags = tags(inRun.getFirst(), batch);
                    for (List<@Nullable Object> row : inRun) {
                        assertThat(tags(row, batch)).isEqualTo(tags);
                    }
                    assertThat(seen.add(tags) || !seriesOnce || tags.equals(last)).isTrue();
                    last = tags;
                    start = end;
                }
                assertThat(batch.runCount() == 0 || start == batch.rowCount()).isTrue();
            }
        }
        return seen;
    }

    private static List<@Nullable Object> tags(List<@Nullable Object> row, TableBatch batch) {
        List<@Nullable Object> tags = new ArrayList<>();
        for (int column = 0; column < batch.columns().size(); column++) {
            if (batch.columns().get(column).name().startsWith("tag")) {
                tags.add(row.get(column));
            }
        }
        return tags;
    }

    private static void checkOrder(List<List<@Nullable Object>> rows, ScanSpec spec) {
        int time = spec.columns().indexOf("time");
        List<Long> times = new ArrayList<>();
        rows.forEach(row -> times.add((Long) Objects.requireNonNull(row.get(time))));
        switch (spec.order()) {
            case ANY, SERIES_TIME -> {}
            case TIME -> assertThat(times).isSorted();
            case TIME_DESCENDING -> assertThat(times.reversed()).isSorted();
        }
    }

    private static ScanSpec randomSpec(SplittableRandom random, TableSchema schema) {
        List<String> columns = new ArrayList<>();
        for (ColumnSchema column : schema.columns()) {
            if (random.nextInt(4) > 0) {
                columns.add(random.nextInt(columns.size() + 1), column.name());
            }
        }
        List<ColumnPredicate> predicates = new ArrayList<>();
        for (ColumnSchema tag : schema.tags()) {
            switch (random.nextInt(10)) {
                case 0 -> predicates.add(new ColumnPredicate.TextIn(tag.name(), List.of("a")));
                case 1 -> {
                    List<String> values = List.of("a", "b", "x", "ü", "", "long text");
                    predicates.add(new ColumnPredicate.TextIn(tag.name(), values));
                }
                case 2 ->
                        predicates.add(
                                new ColumnPredicate.TextMatches(tag.name(), t -> t.length() < 2));
                case 3 -> predicates.add(new ColumnPredicate.IsNull(tag.name()));
                case 4 -> predicates.add(new ColumnPredicate.IsNotNull(tag.name()));
                default -> {}
            }
        }
        TimeRange range =
                switch (random.nextInt(4)) {
                    case 0 -> TimeRange.ALL;
                    case 1 -> new TimeRange(random.nextLong(6 * DAY), Long.MAX_VALUE);
                    default -> {
                        long start = random.nextLong(7 * DAY) - DAY;
                        yield new TimeRange(start, start + random.nextLong(3 * DAY) - 5);
                    }
                };
        ScanSpec spec = ScanSpec.of(schema.table(), columns).within(range);
        if (random.nextInt(4) == 0) {
            for (ColumnSchema column : schema.columns()) {
                if (column.role() == ColumnRole.FIELD && random.nextInt(4) == 0) {
                    predicates.add(new ColumnPredicate.IsNotNull(column.name()));
                }
            }
            ScanSpec.Order order =
                    random.nextBoolean() ? ScanSpec.Order.ANY : ScanSpec.Order.SERIES_TIME;
            return spec.where(predicates).orderedBy(order).lastOfSeries();
        }
        ScanSpec.Order[] orders = ScanSpec.Order.values();
        return spec.where(predicates).orderedBy(orders[random.nextInt(orders.length)]);
    }

    @Test
    void refusesLastRowsThatItCannotChooseExactly() {
        ScanSpec last = ScanSpec.of("table", List.of("value")).lastOfSeries();
        ColumnPredicate inexact = new ColumnPredicate.LongRange("value", 1, 2);
        try (Snapshot snapshot = days(1).snapshot(TimeRange.ALL)) {
            assertThatThrownBy(() -> snapshot.scan(last.where(List.of(inexact))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("IS NOT NULL");
        }
        assertThatThrownBy(() -> last.orderedBy(ScanSpec.Order.TIME))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Random memtables and segments, and the same rows for the oracle.
    private static final class Store {
        final TableSchema schema;
        final TestSnapshot.Builder oracle = TestSnapshot.builder("db").batchRows(1000);
        final List<SortedRows> memtables = new ArrayList<>();
        final Map<SegmentMeta, SortedRows> segments = new HashMap<>();
        private long sequence;

        Store(TableSchema schema) {
            this.schema = schema;
            oracle.table(schema);
        }

        static Store random(SplittableRandom random) {
            RandomRows generator = new RandomRows(random);
            Store store = new Store(generator.schema());
            int rowsMax = random.nextInt(10) == 0 ? 10_000 : 300;
            int segments = random.nextInt(8);
            for (int i = 0; i < segments; i++) {
                TableSchema prefix = generator.prefix(store.schema);
                long start = (long) random.nextInt(5) * DAY;
                int rows = 1 + random.nextInt(rowsMax);
                store.addSegment(prefix, generator.rows(prefix, rows, start, DAY, 1));
            }
            int memtables = random.nextInt(3);
            for (int i = 0; i < memtables; i++) {
                int rows = random.nextInt(rowsMax);
                store.addMemtable(
                        generator.rows(store.schema, rows, random.nextLong(5 * DAY), DAY, 1));
            }
            return store;
        }

        void addSegment(TableSchema prefix, List<@Nullable Object[]> rows) {
            List<@Nullable Object[]> distinct = RandomRows.distinct(prefix, rows);
            sequence++;
            SortedRows sorted = new NaiveSortedRows(prefix, distinct, sequence, false);
            segments.put(
                    new SegmentMeta(
                            new SegmentId(sequence),
                            new TableId(1),
                            sorted.timeRange(),
                            sorted.rowCount(),
                            1,
                            sequence,
                            sequence),
                    sorted);
            distinct.forEach(row -> oracle.row(schema.table(), row));
        }

        void addMemtable(List<@Nullable Object[]> rows) {
            sequence++;
            memtables.add(new NaiveSortedRows(schema, rows, sequence, true));
            rows.forEach(row -> oracle.row(schema.table(), row));
        }

        ScanSnapshot snapshot(TimeRange visible) {
            TableRows table = new TableRows(schema, memtables, List.copyOf(segments.keySet()));
            return new ScanSnapshot(
                    "db",
                    new SequenceNumber(sequence),
                    List.of(table),
                    visible,
                    meta -> Objects.requireNonNull(segments.get(meta)),
                    () -> {});
        }
    }

    /// One series of a row a nanosecond, in segments of a day.
    private static Store days(int days) {
        Store store =
                new Store(
                        TableSchema.of(
                                "table",
                                ColumnSchema.tag("tag0"),
                                ColumnSchema.field("value", ColumnType.INT64)));
        for (int day = 0; day < days; day++) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (long time = (long) day * DAY; time < (day + 1L) * DAY; time++) {
                rows.add(new Object[] {time, "a", time * 2});
            }
            store.addSegment(store.schema, rows);
        }
        return store;
    }

    @Test
    void opensOnlyTheFilesOfTheTimeAskedFor() {
        Store store = days(10);
        List<Long> opened = new ArrayList<>();
        TableRows table =
                new TableRows(store.schema, List.of(), List.copyOf(store.segments.keySet()));
        SegmentOpener opener =
                meta -> {
                    opened.add(meta.timeRange().startNs() / DAY);
                    return Objects.requireNonNull(store.segments.get(meta));
                };
        try (Snapshot snapshot =
                new ScanSnapshot(
                        "db",
                        SequenceNumber.ZERO,
                        List.of(table),
                        TimeRange.ALL,
                        opener,
                        () -> {})) {
            ScanSpec spec = ScanSpec.of("table", List.of("time", "value"));
            NaiveRows.drain(snapshot.scan(spec.within(new TimeRange(3 * DAY, 5 * DAY - 1))));
            assertThat(opened).containsExactlyInAnyOrder(3L, 4L);
            opened.clear();
            try (BatchCursor cursor =
                    snapshot.scan(spec.orderedBy(ScanSpec.Order.TIME_DESCENDING))) {
                TableBatch batch = Objects.requireNonNull(cursor.next());
                assertThat(NaiveRows.value(batch.vector(0), 0)).isEqualTo(10L * DAY - 1);
            }
            assertThat(opened).containsExactly(9L);
        }
    }

    @Test
    void refusesAfterClosing() {
        List<String> released = new ArrayList<>();
        Store store = days(1);
        TableRows table = new TableRows(store.schema, store.memtables, List.of());
        Snapshot snapshot =
                new ScanSnapshot(
                        "db",
                        SequenceNumber.ZERO,
                        List.of(table),
                        TimeRange.ALL,
                        meta -> Objects.requireNonNull(store.segments.get(meta)),
                        () -> released.add("once"));
        BatchCursor cursor = snapshot.scan(ScanSpec.of("table", List.of()));
        snapshot.close();
        snapshot.close();
        assertThat(released).containsExactly("once");
        assertThatThrownBy(cursor::next).isInstanceOf(EngineException.Closed.class);
        cursor.close();
    }

    @Test
    void namesWhatDoesNotExist() {
        Snapshot snapshot = days(1).snapshot(TimeRange.ALL);
        assertThatThrownBy(() -> snapshot.scan(ScanSpec.of("nothing", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no table nothing in db");
        assertThatThrownBy(() -> snapshot.scan(ScanSpec.of("table", Arrays.asList("Value"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table table has no column Value");
        snapshot.close();
    }
}
