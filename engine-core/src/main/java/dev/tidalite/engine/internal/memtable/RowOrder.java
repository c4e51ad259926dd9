package dev.tidalite.engine.internal.memtable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// In which order the rows of a memtable are sorted by series and time, and which series they have.
///
/// @param rows row numbers; those of one series together, ascending by time and, where that is
///     equal, in the order in which they were written
/// @param series the series that have rows, in the order in which they come
/// @param rowEnds per entry of `series` where its rows end in `rows`
/// @param hasDuplicates whether a series has several rows of the same time
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowOrder(int[] rows, int[] series, long[] rowEnds, boolean hasDuplicates) {
    private static final int MOVES_PER_ROW_MAX = 4;

    /// If no more than one series in so many has no rows, all are sorted, to be sorted once.
    private static final int ABSENT_SHARE = 4;

    /// Sorts the first rows of a memtable.
    static RowOrder of(
            Chunk[] chunks, int rowCount, SeriesRegistry registry, SeriesRegistry.Frozen frozen) {
        int[] counts = new int[frozen.size()];
        for (int first = 0, index = 0; first < rowCount; index++) {
            Chunk chunk = chunks[index];
            int count = Math.min(chunk.rowCapacity, rowCount - first);
            count(chunk.series, count, counts);
            first += count;
        }
        int[] series = sorted(counts, registry, frozen);
        long[] rowEnds = new long[series.length];
        int[] next = new int[frozen.size()];
        int end = 0;
        for (int i = 0; i < series.length; i++) {
            next[series[i]] = end;
            end += counts[series[i]];
            rowEnds[i] = end;
        }
        int[] rows = new int[rowCount];
        long[] lastTimes = new long[frozen.size()];
        boolean[] isMixed = new boolean[frozen.size()];
        Arrays.fill(lastTimes, Long.MIN_VALUE);
        for (int first = 0, index = 0; first < rowCount; index++) {
            Chunk chunk = chunks[index];
            int count = Math.min(chunk.rowCapacity, rowCount - first);
            place(chunk, count, first, next, rows, lastTimes, isMixed);
            first += count;
        }
        boolean hasDuplicates = false;
        int from = 0;
        for (int i = 0; i < series.length; i++) {
            int to = (int) rowEnds[i];
            if (isMixed[series[i]]) {
                hasDuplicates |= sortByTime(chunks, rows, from, to);
            }
            from = to;
        }
        return new RowOrder(rows, series, rowEnds, hasDuplicates);
    }

    private static void count(int[] series, int count, int[] counts) {
        for (int i = 0; i < count; i++) {
            counts[series[i]]++;
        }
    }

    /// Puts rows to those of their series, and marks the series whose times do not ascend strictly.
    private static void place(
            Chunk chunk,
            int count,
            int first,
            int[] next,
            int[] rows,
            long[] lastTimes,
            boolean[] isMixed) {
        int[] series = chunk.series;
        long[] times = chunk.times;
        for (int i = 0; i < count; i++) {
            int id = series[i];
            rows[next[id]++] = first + i;
            long time = times[i];
            if (time <= lastTimes[id]) {
                isMixed[id] = true;
            }
            lastTimes[id] = time;
        }
    }

    /// The series that have rows, in order.
    private static int[] sorted(
            int[] counts, SeriesRegistry registry, SeriesRegistry.Frozen frozen) {
        int[] all = registry.keptOrder(counts.length);
        if (all.length == 0) {
            int[] series = present(counts);
            if (series.length < counts.length - counts.length / ABSENT_SHARE) {
                return sorted(series, frozen);
            }
            int[] every = new int[counts.length];
            Arrays.setAll(every, id -> id);
            all = sorted(every, frozen);
            registry.keepOrder(all);
        }
        int size = 0;
        int[] series = new int[all.length];
        for (int id : all) {
            series[size] = id;
            size += counts[id] > 0 ? 1 : 0;
        }
        return Arrays.copyOf(series, size);
    }

    private static int[] present(int[] counts) {
        int size = 0;
        int[] series = new int[counts.length];
        for (int id = 0; id < counts.length; id++) {
            series[size] = id;
            size += counts[id] > 0 ? 1 : 0;
        }
        return Arrays.copyOf(series, size);
    }

    /// Sorts series by their tags, a missing value before any other: the tag of which they have the
    /// fewest distinct values counts most. By counting, one tag after the other, from the one
    /// that counts least on.
    private static int[] sorted(int[] series, SeriesRegistry.Frozen frozen) {
        int[] current = series;
        for (int tag : leastSignificantFirst(series, frozen)) {
            int[] starts = new int[frozen.dictionaries()[tag].size() + 2];
            for (int id : current) {
                starts[frozen.rank(tag, id) + 2]++;
            }
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            int[] next = new int[current.length];
            for (int id : current) {
                next[starts[frozen.rank(tag, id) + 1]++] = id;
            }
            current = next;
        }
        return current;
    }

    private static int[] leastSignificantFirst(int[] series, SeriesRegistry.Frozen frozen) {
        int[] cardinalities = new int[frozen.ordinals().length];
        for (int tag = 0; tag < cardinalities.length; tag++) {
            boolean[] seen = new boolean[frozen.dictionaries()[tag].size() + 1];
            for (int id : series) {
                int value = frozen.rank(tag, id) + 1;
                cardinalities[tag] += seen[value] ? 0 : 1;
                seen[value] = true;
            }
        }
        return IntStream.range(0, cardinalities.length)
                .boxed()
                .sorted(
                        Comparator.comparingInt((Integer tag) -> cardinalities[tag])
                                .thenComparingInt(tag -> tag)
                                .reversed())
                .mapToInt(tag -> tag)
                .toArray();
    }

    private static long time(Chunk[] chunks, int row) {
        int index = Chunk.indexOf(row);
        return chunks[index].times[row - Chunk.firstRow(index)];
    }

    /// Sorts the rows of one series, those of the same time in the order in which they are.
    ///
    /// @return whether several have the same time
    private static boolean sortByTime(Chunk[] chunks, int[] rows, int from, int to) {
        int count = to - from;
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = time(chunks, rows[from + i]);
        }
        int[] source = Arrays.copyOfRange(rows, from, to);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        if (!sortNearly(order, times)) {
            order = sortStable(order, times);
        }
        for (int i = 0; i < count; i++) {
            rows[from + i] = source[order[i]];
        }
        for (int i = 1; i < count; i++) {
            if (times[order[i]] == times[order[i - 1]]) {
                return true;
            }
        }
        return false;
    }

    /// Sorts by insertion, if it is soon done: rows of several writers come out of order by a few.
    ///
    /// @return whether it is sorted; if not, it is no less so than before
    private static boolean sortNearly(int[] order, long[] times) {
        int movesLeft = MOVES_PER_ROW_MAX * order.length;
        for (int i = 1; i < order.length; i++) {
            int moved = order[i];
            int at = i;
            while (at > 0 && times[order[at - 1]] > times[moved]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = moved;
            movesLeft -= i - at;
            if (movesLeft < 0) {
                return false;
            }
        }
        return true;
    }

    /// A merge sort, stable.
    ///
    /// @param order overwritten
    private static int[] sortStable(int[] order, long[] times) {
        int[] source = order;
        int[] target = new int[order.length];
        for (int width = 1; width < order.length; width *= 2) {
            for (int start = 0; start < order.length; start += 2 * width) {
                int middle = Math.min(start + width, order.length);
                int end = Math.min(middle + width, order.length);
                merge(source, start, middle, end, target, times);
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        return source;
    }

    private static void merge(
            int[] source, int start, int middle, int end, int[] target, long[] times) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeLeft =
                    left < middle && (right >= end || times[source[left]] <= times[source[right]]);
            target[at] = takeLeft ? source[left++] : source[right++];
        }
    }
}
