package dev.tidalite.engine.internal.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanSpec;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.manifest.ManifestEdit;
import dev.tidalite.engine.internal.scan.ScanSnapshot;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.storage.CrashableStorage;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.engine.testing.NaiveRows;
import dev.tidalite.engine.testing.NaiveTable;
import dev.tidalite.engine.testing.RandomRows;
import dev.tidalite.engine.testing.TableLife;
import dev.tidalite.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/// Flush, compaction, retention and deletion together, on real segments, against a map of rows.
class CompactionTest {
    private static final CompactionLimits LIMITS =
            new CompactionLimits(TableLife.PARTITIONS, 3, 8, 1000, 8, 1 << 20);

    @Test
    void neverLosesOrInventsARow() {
        Seeds.forEach(12, random -> live(random, /* crashes= */ false));
    }

    @Test
    void survivesCrashes() {
        Seeds.forEach(12, random -> live(random, /* crashes= */ true));
    }

    private static void live(SplittableRandom random, boolean crashes) {
        RandomRows generator = new RandomRows(random);
        TableSchema schema = generator.schema();
        CrashableStorage storage = new CrashableStorage();
        // as if there were memory for the series of many segments, or of hardly any
        CompactionLimits limits =
                new CompactionLimits(
                        TableLife.PARTITIONS, 3, 8, 1000, 8, random.nextBoolean() ? 1 << 20 : 1);
        TableLife life = new TableLife(storage, schema, limits);
        Model model = new Model(schema);
        for (int step = 0; step < 25; step++) {
            Model after = model.copy();
            Runnable action = action(random, generator, life, schema, after);
            boolean mayCrash = crashes && random.nextInt(4) == 0;
            if (mayCrash) {
                storage.stopAfter(random.nextInt(12));
            }
            try {
                action.run();
                model = after;
            } catch (EngineException e) {
                assertThat(mayCrash).as(e::toString).isTrue();
            }
            if (mayCrash) {
                life.segments.close();
                storage = storage.crash(random, random.nextDouble());
                life = new TableLife(storage, schema, limits);
                // what failed may have happened all the same, but only as a whole
                model = life.rows().equals(after.counts()) ? after : model;
            }
            assertThat(life.rows()).isEqualTo(model.counts());
        }
        while (life.compact(life.sequence())) {
            assertThat(life.rows()).isEqualTo(model.counts());
        }
        assertThat(life.overlapCount()).isZero();
        assertThat(storage.list(FileName.SEGMENT_FOLDER)).hasSize(life.live().size());
        life.close();
    }

    private static Runnable action(
            SplittableRandom random,
            RandomRows generator,
            TableLife life,
            TableSchema schema,
            Model model) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                long start = random.nextLong(4 * TableLife.DAY);
                int times = 1 + random.nextInt(150);
                List<@Nullable Object[]> rows =
                        generator.rows(schema, 1 + random.nextInt(100), start, times, 1);
                rows.forEach(model::write);
                yield () -> life.flush(rows);
            }
            case 4, 5 -> {
                long rest = random.nextBoolean() ? life.sequence() : life.sequence() - 2;
                yield () -> life.compact(rest);
            }
            case 6 -> {
                long start = random.nextLong(5 * TableLife.DAY) - TableLife.DAY;
                TimeRange range = new TimeRange(start, start + random.nextLong(250));
                List<ColumnPredicate> predicates = predicates(random, schema);
                model.delete(range, predicates);
                boolean exists = life.manifest.state().tables().containsKey(TableLife.TABLE);
                yield () -> {
                    if (exists) {
                        life.delete(range, predicates);
                    }
                };
            }
            default -> () -> life.expire(Long.MAX_VALUE);
        };
    }

    private static List<ColumnPredicate> predicates(SplittableRandom random, TableSchema schema) {
        List<ColumnPredicate> predicates = new ArrayList<>();
        for (ColumnSchema tag : schema.tags()) {
            switch (random.nextInt(6)) {
                case 0 -> predicates.add(new ColumnPredicate.TextIn(tag.name(), List.of("a", "c")));
                case 1 ->
                        predicates.add(
                                new ColumnPredicate.TextMatches(tag.name(), t -> t.length() > 1));
                case 2 -> predicates.add(new ColumnPredicate.IsNull(tag.name()));
                default -> {}
            }
        }
        return predicates;
    }

    /// What the table must hold: one row per key.
    private static final class Model {
        private final TableSchema schema;
        private final NaiveTable keys;
        private final Map<List<@Nullable Object>, @Nullable Object[]> rows = new LinkedHashMap<>();

        Model(TableSchema schema) {
            this.schema = schema;
            this.keys = new NaiveTable(schema);
        }

        Model copy() {
            Model copy = new Model(schema);
            rows.values().forEach(copy::write);
            return copy;
        }

        void write(@Nullable Object[] row) {
            List<@Nullable Object> key = keys.series(row);
            key.add(row[0]);
            @Nullable Object[] old = rows.computeIfAbsent(key, k -> new Object[row.length]);
            for (int ordinal = 0; ordinal < row.length; ordinal++) {
                old[ordinal] = row[ordinal] == null ? old[ordinal] : row[ordinal];
            }
        }

        void delete(TimeRange range, List<ColumnPredicate> predicates) {
            rows.values()
                    .removeIf(row ->
                            range.contains((Long) Objects.requireNonNull(row[0]))
                                    && predicates.stream().allMatch(p -> holds(p, row)));
        }

        private boolean holds(ColumnPredicate predicate, @Nullable Object[] row) {
            String tag = (String) row[schema.ordinal(predicate.column())];
            return switch (predicate) {
                case ColumnPredicate.TextIn in -> tag != null && in.values().contains(tag);
                case ColumnPredicate.TextMatches matches -> tag != null && matches.test().test(tag);
                case ColumnPredicate.IsNull isNull -> tag == null;
                case ColumnPredicate.IsNotNull isNotNull -> tag != null;
                case ColumnPredicate.DoubleRange range -> throw new AssertionError(range);
                case ColumnPredicate.LongRange range -> throw new AssertionError(range);
            };
        }

        Map<List<@Nullable Object>, Integer> counts() {
            List<List<@Nullable Object>> lists = new ArrayList<>();
            rows.values().forEach(row -> lists.add(Arrays.asList(row)));
            return NaiveRows.counts(lists);
        }
    }

    @Test
    void snapshotReadsOnWhenItsFilesAreReplaced() {
        RandomRows generator = new RandomRows(new SplittableRandom(1));
        TableSchema schema = generator.schema();
        CrashableStorage storage = new CrashableStorage();
        try (TableLife life = new TableLife(storage, schema, LIMITS)) {
            for (int flush = 0; flush < 4; flush++) {
                life.flush(generator.rows(schema, 5000, 0, 10_000, 1));
            }
            Map<List<@Nullable Object>, Integer> before = life.rows();
            List<String> columns = schema.columns().stream().map(c -> c.name()).toList();
            try (ScanSnapshot snapshot = life.snapshot()) {
                Set<SegmentMeta> old = new HashSet<>(life.live());
                try (BatchCursor cursor = snapshot.scan(ScanSpec.of("table", columns))) {
                    List<List<@Nullable Object>> rows = new ArrayList<>();
                    NaiveRows.addRows(Objects.requireNonNull(cursor.next()), rows);
                    while (life.compact(life.sequence())) {}
                    life.delete(TimeRange.ALL, List.of());
                    assertThat(life.live()).isEmpty();
                    rows.addAll(NaiveRows.drain(cursor));
                    assertThat(NaiveRows.counts(rows)).isEqualTo(before);
                }
                assertThat(storage.list(FileName.SEGMENT_FOLDER).size())
                        .isGreaterThanOrEqualTo(old.size());
            }
            assertThat(storage.list(FileName.SEGMENT_FOLDER)).isEmpty();
        }
    }

    @Test
    void cancelledMergeLeavesNothing() {
        RandomRows generator = new RandomRows(new SplittableRandom(2));
        TableSchema schema = generator.schema();
        CrashableStorage storage = new CrashableStorage();
        try (TableLife life = new TableLife(storage, schema, LIMITS)) {
            for (int flush = 0; flush < 4; flush++) {
                life.flush(generator.rows(schema, 50, 0, 50, 1));
            }
            Pace cancelled =
                    values -> {
                        throw new CancellationException("enough");
                    };
            assertThatThrownBy(() -> life.compaction.runOnce(life.sequence(), cancelled))
                    .isInstanceOf(CancellationException.class);
            assertThat(life.live()).hasSize(4);
            assertThat(storage.list(FileName.SEGMENT_FOLDER)).hasSize(4);
        }
    }

    @Test
    void damagedSegmentIsLetAlone() {
        RandomRows generator = new RandomRows(new SplittableRandom(3));
        TableSchema schema = generator.schema();
        CrashableStorage storage = new CrashableStorage();
        try (TableLife life = new TableLife(storage, schema, LIMITS)) {
            for (int flush = 0; flush < 4; flush++) {
                life.flush(generator.rows(schema, 50, 0, 50, 1));
            }
            storage.flipBit(storage.list(FileName.SEGMENT_FOLDER).get(1), 8 * 40);
            assertThat(life.compact(life.sequence())).isTrue();
            assertThat(life.live()).hasSize(4);
            assertThat(life.compact(life.sequence())).isFalse();
        }
    }

    @Test
    void conditionsOnFieldsHideNoRowThatSatisfiesThem() {
        Seeds.forEach(20, CompactionTest::scanByFields);
    }

    private static void scanByFields(SplittableRandom random) {
        RandomRows generator = new RandomRows(random);
        TableSchema schema =
                TableSchema.of(
                        "table",
                        ColumnSchema.tag("tag0"),
                        ColumnSchema.field("d", ColumnType.FLOAT64),
                        ColumnSchema.field("i", ColumnType.INT64),
                        ColumnSchema.field("late", ColumnType.STRING));
        CrashableStorage storage = new CrashableStorage();
        try (TableLife life = new TableLife(storage, schema, LIMITS)) {
            for (int flush = 0; flush < 3; flush++) {
                TableSchema prefix = generator.prefix(schema);
                long start = random.nextLong(3) * TableLife.DAY;
                life.flush(generator.rows(prefix, 1 + random.nextInt(50), start, 150, 1));
            }
            List<String> columns = schema.columns().stream().map(c -> c.name()).toList();
            double min = random.nextDouble();
            long from = random.nextLong(100);
            List<ColumnPredicate> predicates =
                    List.of(
                            new ColumnPredicate.DoubleRange("d", min, min + 0.05),
                            new ColumnPredicate.LongRange("i", from, from + 5),
                            new ColumnPredicate.IsNotNull("late"),
                            new ColumnPredicate.IsNull("late"));
            for (ColumnPredicate predicate : predicates) {
                ScanSpec spec = ScanSpec.of("table", columns).where(List.of(predicate));
                try (ScanSnapshot snapshot = life.snapshot()) {
                    Map<List<@Nullable Object>, Integer> got =
                            NaiveRows.counts(NaiveRows.drain(snapshot.scan(spec)));
                    assertThat(life.rows()).containsAllEntriesOf(got);
                    for (List<@Nullable Object> row : life.rows().keySet()) {
                        assertThat(got.containsKey(row)).isIn(true, satisfies(predicate, row));
                    }
                }
            }
        }
    }

    private static boolean satisfies(ColumnPredicate predicate, List<@Nullable Object> row) {
        return switch (predicate) {
            case ColumnPredicate.DoubleRange(String name, double min, double max) ->
                    row.get(2) instanceof Double value && value >= min && value <= max;
            case ColumnPredicate.LongRange(String name, long min, long max) ->
                    row.get(3) instanceof Long value && value >= min && value <= max;
            case ColumnPredicate.IsNull isNull -> row.get(4) == null;
            case ColumnPredicate.IsNotNull isNotNull -> row.get(4) != null;
            case ColumnPredicate.TextIn in -> throw new AssertionError(in);
            case ColumnPredicate.TextMatches matches -> throw new AssertionError(matches);
        };
    }

    @Test
    void retentionDropsWholeSegmentsOnly() {
        RandomRows generator = new RandomRows(new SplittableRandom(4));
        TableSchema schema = generator.schema();
        try (TableLife life = new TableLife(new CrashableStorage(), schema, LIMITS)) {
            life.flush(generator.rows(schema, 500, 0, 5 * (int) TableLife.DAY, 1));
            assertThat(life.live()).hasSize(5);
            life.manifest.commit(new ManifestEdit.RetentionSet("db", 2 * TableLife.DAY));
            assertThat(life.expire(2 * TableLife.DAY)).isZero();
            assertThat(life.expire(4 * TableLife.DAY + 50)).isEqualTo(2);
            assertThat(life.live()).hasSize(3);
        }
    }
}
