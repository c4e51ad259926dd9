package dev.tidalite.engine.internal.compaction;

import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.SegmentMeta;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// Decides which segments of a table to merge next. A function of its arguments and nothing else.
///
/// Two rules, the first one first:
/// 1. *Tiers.* A segment's tier is the logarithm of its size. As soon as enough neighbours (in the
///    order of writes) of one partition are of one tier or below, and together of a higher one,
///    they are merged. So while rows keep coming, each is rewritten at most once a tier.
/// 2. *Rest.* A partition that took no writes for a while loses its overlaps, and its many small
///    segments become one. If the table is still written to, that is done only where what came late
///    is worth rewriting the rest; if it is not, always.
public final class CompactionPlanner {
    /// Segments up to this size are all of the lowest tier, in which it does not matter how often
    /// they are rewritten.
    private static final long TIER_BYTES = 64 << 10;

    private static final int FULL = Integer.MAX_VALUE;

    private CompactionPlanner() {}

    /// @param live the segments of one table
    /// @param restSequence a partition none of whose segments has a later write is at rest
    /// @return what to merge, or nothing if all is well
    public static Optional<CompactionTask> plan(
            Collection<SegmentMeta> live, CompactionLimits limits, long restSequence) {
        TreeMap<Long, List<SegmentMeta>> byPartition = new TreeMap<>();
        boolean tableAtRest = true;
        for (SegmentMeta segment : live) {
            long number = limits.partitions().number(segment.timeRange().startNs());
            byPartition.computeIfAbsent(number, n -> new ArrayList<>()).add(segment);
            tableAtRest &= segment.lastSequence() <= restSequence;
        }
        // newest partitions first: that is where queries look
        for (List<SegmentMeta> partition : byPartition.descendingMap().values()) {
            partition.sort(
                    Comparator.comparingLong(SegmentMeta::lastSequence)
                            .thenComparingLong(s -> s.timeRange().startNs())
                            .thenComparingLong(s -> s.id().value()));
            List<SegmentMeta> chosen = byTier(partition, limits);
            if (chosen.isEmpty() && isAtRest(partition, restSequence)) {
                chosen = byRest(partition, limits, tableAtRest);
            }
            if (!chosen.isEmpty()) {
                return Optional.of(task(chosen, limits));
            }
        }
        return Optional.empty();
    }

    private static boolean isAtRest(List<SegmentMeta> partition, long restSequence) {
        return partition.stream().allMatch(segment -> segment.lastSequence() <= restSequence);
    }

    /// The longest run of neighbours of the lowest tier that has enough of them.
    private static List<SegmentMeta> byTier(List<SegmentMeta> partition, CompactionLimits limits) {
        int[] tiers =
                partition.stream()
                        .mapToInt(segment -> tier(segment, limits))
                        .filter(tier -> tier < FULL)
                        .distinct()
                        .sorted()
                        .toArray();
        for (int tier : tiers) {
            int start = 0;
            for (int end = 0; end <= partition.size(); end++) {
                boolean ends = end == partition.size() || tier(partition.get(end), limits) > tier;
                List<SegmentMeta> run =
                        partition.subList(start, Math.min(end, start + limits.filesMax()));
                boolean rises = tier == 0 || tier(bytes(run), limits) > tier;
                if (ends && run.size() >= limits.fanIn() && rises) {
                    return closed(run, partition);
                }
                start = ends ? end + 1 : start;
            }
        }
        return List.of();
    }

    /// Full segments are of a tier of their own: merging them would only cut them differently.
    private static int tier(SegmentMeta segment, CompactionLimits limits) {
        if (segment.rowCount() > limits.segmentRowsMax() / 2) {
            return FULL;
        }
        return tier(segment.fileBytes(), limits);
    }

    private static int tier(long bytes, CompactionLimits limits) {
        int tier = 0;
        for (long max = TIER_BYTES; bytes > max; max *= limits.fanIn()) {
            tier++;
        }
        return tier;
    }

    private static long bytes(List<SegmentMeta> segments) {
        return segments.stream().mapToLong(SegmentMeta::fileBytes).sum();
    }

    private static List<SegmentMeta> byRest(
            List<SegmentMeta> partition, CompactionLimits limits, boolean tableAtRest) {
        long rowCount = partition.stream().mapToLong(SegmentMeta::rowCount).sum();
        if (partition.size() > 1 && rowCount <= limits.segmentRowsMax()) {
            List<SegmentMeta> whole = limit(partition, limits);
            if (isWorthwhile(whole, limits, tableAtRest)) {
                return closed(whole, partition);
            }
        }
        for (List<SegmentMeta> group : overlapping(partition)) {
            List<SegmentMeta> some = limit(group, limits);
            if (some.size() > 1 && isWorthwhile(some, limits, tableAtRest)) {
                return closed(some, partition);
            }
        }
        return List.of();
    }

    private static List<SegmentMeta> limit(List<SegmentMeta> segments, CompactionLimits limits) {
        return segments.subList(0, Math.min(segments.size(), limits.filesMax()));
    }

    private static boolean isWorthwhile(
            List<SegmentMeta> inputs, CompactionLimits limits, boolean tableAtRest) {
        long bytes = bytes(inputs);
        long largest = inputs.stream().mapToLong(SegmentMeta::fileBytes).max().orElse(0);
        return tableAtRest || bytes <= (bytes - largest) * limits.lateRatio();
    }

    /// Groups of segments whose times overlap, each in the order of writes.
    private static List<List<SegmentMeta>> overlapping(List<SegmentMeta> partition) {
        List<SegmentMeta> byTime = new ArrayList<>(partition);
        byTime.sort(Comparator.comparingLong(segment -> segment.timeRange().startNs()));
        List<List<SegmentMeta>> groups = new ArrayList<>();
        TimeRange range = TimeRange.NONE;
        Set<SegmentMeta> group = new HashSet<>();
        for (SegmentMeta segment : byTime) {
            if (!segment.timeRange().overlaps(range)) {
                addGroup(groups, group, partition);
                group = new HashSet<>();
                range = TimeRange.NONE;
            }
            group.add(segment);
            range = range.union(segment.timeRange());
        }
        addGroup(groups, group, partition);
        return groups;
    }

    private static void addGroup(
            List<List<SegmentMeta>> groups, Set<SegmentMeta> group, List<SegmentMeta> partition) {
        if (!group.isEmpty()) {
            groups.add(partition.stream().filter(group::contains).toList());
        }
    }

    /// The chosen segments and all others that must go with them: whose times overlap what will
    /// become of them, and whose writes lie between theirs.
    private static List<SegmentMeta> closed(List<SegmentMeta> chosen, List<SegmentMeta> partition) {
        Set<SegmentMeta> closure = new HashSet<>(chosen);
        boolean grew = true;
        while (grew) {
            TimeRange range = TimeRange.NONE;
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (SegmentMeta segment : closure) {
                range = range.union(segment.timeRange());
                first = Math.min(first, segment.firstSequence());
                last = Math.max(last, segment.lastSequence());
            }
            grew = false;
            for (SegmentMeta segment : partition) {
                boolean between =
                        segment.lastSequence() >= first && segment.firstSequence() <= last;
                if (between && segment.timeRange().overlaps(range)) {
                    grew |= closure.add(segment);
                }
            }
        }
        return partition.stream().filter(closure::contains).toList();
    }

    /// The part of a task that can be done within the memory for series directories: its oldest
    /// inputs and those that have to go along, at least two. The rest is planned again afterwards.
    ///
    /// @param seriesBytes what the directory of an input takes
    static CompactionTask fitting(
            CompactionTask task, CompactionLimits limits, ToLongFunction<SegmentMeta> seriesBytes) {
        List<SegmentMeta> inputs = task.inputs();
        long bytes = 0;
        for (int count = 0; count < inputs.size(); count++) {
            bytes += seriesBytes.applyAsLong(inputs.get(count));
            if (bytes > limits.seriesBytesMax() && count >= 2) {
                CompactionTask part = task(closed(inputs.subList(0, count), inputs), limits);
                // one that leaves as many segments as there were could be planned for ever
                if (part.outputRanges().size() < part.inputs().size()) {
                    return part;
                }
            }
        }
        return task;
    }

    private static CompactionTask task(List<SegmentMeta> inputs, CompactionLimits limits) {
        TimeRange range = TimeRange.NONE;
        long rowCount = 0;
        for (SegmentMeta segment : inputs) {
            range = range.union(segment.timeRange());
            rowCount += segment.rowCount();
        }
        long parts = (rowCount - 1) / limits.segmentRowsMax() + 1;
        long step = Long.divideUnsigned(range.endNs() - range.startNs(), parts) + 1;
        List<TimeRange> outputs = new ArrayList<>();
        long start = range.startNs();
        while (Long.compareUnsigned(range.endNs() - start, step) >= 0) {
            outputs.add(new TimeRange(start, start + step - 1));
            start += step;
        }
        outputs.add(new TimeRange(start, range.endNs()));
        return new CompactionTask(inputs.getFirst().table(), inputs, outputs);
    }
}
