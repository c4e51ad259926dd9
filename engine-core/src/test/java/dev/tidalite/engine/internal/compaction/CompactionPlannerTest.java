package dev.tidalite.engine.internal.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.Partitions;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.testkit.DataDriven;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class CompactionPlannerTest {
    private static final CompactionLimits LIMITS =
            new CompactionLimits(new Partitions(100), 3, 6, 1000, 8, 1 << 20);
    private static final Pattern PLAN = Pattern.compile("plan rest=(\\d+)(?: series=(\\d+)k)?");
    private static final Pattern SEGMENT =
            Pattern.compile("(\\d+) (-?\\d+)-(-?\\d+) (\\d+) (\\d+)([km]) (\\d+)-(\\d+)");

    @TestFactory
    Stream<DynamicTest> plans() {
        return DataDriven.run(
                CompactionPlannerTest.class,
                "planner.txt",
                test -> {
                    List<String> lines = test.input().lines().toList();
                    List<SegmentMeta> live =
                            lines.stream()
                                    .skip(1)
                                    .filter(line -> !line.isBlank())
                                    .map(CompactionPlannerTest::segment)
                                    .toList();
                    Matcher plan = PLAN.matcher(lines.getFirst());
                    if (!plan.matches()) {
                        throw new IllegalArgumentException(lines.getFirst());
                    }
                    long seriesBytes = plan.group(2) == null ? 0 : number(plan, 2) << 10;
                    return text(
                            CompactionPlanner.plan(live, LIMITS, number(plan, 1))
                                    .map(task -> part(task, seriesBytes)));
                });
    }

    private static CompactionTask part(CompactionTask task, long seriesBytes) {
        return CompactionPlanner.fitting(task, LIMITS, segment -> seriesBytes);
    }

    private static String text(Optional<CompactionTask> task) {
        if (task.isEmpty()) {
            return "nothing";
        }
        String inputs =
                task.get().inputs().stream()
                        .map(segment -> Long.toString(segment.id().value()))
                        .collect(Collectors.joining(" "));
        String outputs =
                task.get().outputRanges().stream()
                        .map(range -> range.startNs() + "-" + range.endNs())
                        .collect(Collectors.joining(" "));
        return "merge " + inputs + " into " + outputs;
    }

    private static SegmentMeta segment(String line) {
        Matcher part = SEGMENT.matcher(line);
        if (!part.matches()) {
            throw new IllegalArgumentException(line);
        }
        return new SegmentMeta(
                new SegmentId(number(part, 1)),
                new TableId(1),
                new TimeRange(number(part, 2), number(part, 3)),
                number(part, 4),
                number(part, 5) << (part.group(6).equals("m") ? 20 : 10),
                number(part, 7),
                number(part, 8));
    }

    private static long number(Matcher part, int group) {
        return Long.parseLong(part.group(group));
    }

    /// Whatever the flushes are like, it comes to an end without overlaps, and no row was written
    /// too often on the way.
    @Test
    void comesToRestWithoutOverlaps() {
        Seeds.forEach(50, CompactionPlannerTest::simulate);
    }

    private static void simulate(SplittableRandom random) {
        CompactionLimits limits = CompactionLimits.of(new Partitions(100_000), 1 << 20);
        boolean hasMemory = random.nextInt(4) > 0;
        Simulation table = new Simulation(limits, hasMemory ? 0 : limits.seriesBytesMax());
        int lateOneIn = 2 + random.nextInt(40);
        for (int flush = 0; flush < 400; flush++) {
            long start = flush * 1000L;
            table.add(start, start + 1000 + random.nextInt(500), 100_000);
            if (random.nextInt(lateOneIn) == 0) {
                long late = Math.max(0, start - random.nextInt(700_000));
                table.add(late, late + random.nextInt(100_000), 1 + random.nextInt(20_000));
            }
            table.settle(Math.max(0, table.sequence - 20));
        }
        table.settle(table.sequence);
        for (SegmentMeta one : table.live) {
            for (SegmentMeta other : table.live) {
                assertThat(one.equals(other) || !one.timeRange().overlaps(other.timeRange()))
                        .isTrue();
            }
        }
        double amplification = (double) table.writtenRows / table.flushedRows;
        // The most of 5,000 rounds was 4.4, and 26 where only two segments fit into a merge.
        assertThat(amplification).isLessThan(hasMemory ? 6 : 40);
    }

    /// Segments without rows; merging keeps all.
    private static final class Simulation {
        private static final long BYTES_PER_ROW = 30;

        private final CompactionLimits limits;
        private final long seriesBytes;
        private final List<SegmentMeta> live = new ArrayList<>();
        private long lastId;
        private long sequence;
        private long flushedRows;
        private long writtenRows;

        /// @param seriesBytes what the series directory of each segment takes
        Simulation(CompactionLimits limits, long seriesBytes) {
            this.limits = limits;
            this.seriesBytes = seriesBytes;
        }

        void add(long startNs, long endNs, long rowCount) {
            sequence++;
            long first = limits.partitions().number(startNs);
            long last = limits.partitions().number(endNs);
            for (long number = first; number <= last; number++) {
                TimeRange range =
                        limits.partitions().range(number).intersect(new TimeRange(startNs, endNs));
                long share = Math.max(1, rowCount / (last - first + 1));
                live.add(segment(range, share, sequence, sequence));
                flushedRows += share;
                writtenRows += share;
            }
        }

        void settle(long restSequence) {
            Optional<CompactionTask> next = CompactionPlanner.plan(live, limits, restSequence);
            for (int steps = 0; next.isPresent(); steps++) {
                assertThat(steps).as("steps until there is nothing to do").isLessThan(100);
                CompactionTask task =
                        CompactionPlanner.fitting(next.get(), limits, segment -> seriesBytes);
                assertThat(live.removeAll(task.inputs())).isTrue();
                long share = Math.max(1, task.inputRowCount() / task.outputRanges().size());
                for (TimeRange range : task.outputRanges()) {
                    live.add(segment(range, share, task.firstSequence(), task.lastSequence()));
                    writtenRows += share;
                }
                next = CompactionPlanner.plan(live, limits, restSequence);
            }
        }

        private SegmentMeta segment(TimeRange range, long rowCount, long first, long last) {
            lastId++;
            return new SegmentMeta(
                    new SegmentId(lastId),
                    new TableId(1),
                    range,
                    rowCount,
                    1000 + rowCount * BYTES_PER_ROW,
                    first,
                    last);
        }
    }
}
