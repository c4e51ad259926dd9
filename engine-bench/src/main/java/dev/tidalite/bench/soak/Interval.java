package dev.tidalite.bench.soak;

import dev.tidalite.bench.report.Figure;
import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.engine.EngineStats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What happened between two looks at the clock. Safe for many threads.
final class Interval {
    private long[] writeNs = new long[1024];
    private long[] queryNs = new long[1024];
    private int writeCount;
    private int queryCount;
    private long rowCount;
    private long heapBytesMin = Long.MAX_VALUE;

    synchronized void wrote(int rows, long durationNs) {
        writeNs = with(writeNs, writeCount++, durationNs);
        rowCount += rows;
    }

    synchronized void queried(long durationNs) {
        queryNs = with(queryNs, queryCount++, durationNs);
    }

    /// What is in use just after a collection is the least that one sees.
    synchronized void sawHeap(long bytes) {
        heapBytesMin = Math.min(heapBytesMin, bytes);
    }

    private static long[] with(long[] all, int at, long value) {
        long[] array = at < all.length ? all : Arrays.copyOf(all, at * 2);
        array[at] = value;
        return array;
    }

    /// @param endSeconds of the interval, since the start
    /// @param seconds its length
    /// @param stats of the engine at its end
    synchronized List<Figure> figures(long endSeconds, double seconds, EngineStats stats) {
        String subject = String.format(Locale.ROOT, "tidalite, %,d s", endSeconds);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(subject, "rows written", "rows/s", rowCount / seconds));
        addQuantiles(figures, subject, "write", writeNs, writeCount);
        figures.add(Figure.of(subject, "queries", "queries/s", queryCount / seconds));
        addQuantiles(figures, subject, "query", queryNs, queryCount);
        figures.add(Figure.of(subject, "least heap in use", "MiB", heapBytesMin / 0x1p20));
        figures.add(Figure.of(subject, "resident", "MiB", (double) ProcessUse.residentMiB()));
        figures.add(Figure.of(subject, "segments", "", (double) stats.segmentCount()));
        return figures;
    }

    private static void addQuantiles(
            List<Figure> figures, String subject, String what, long[] ns, int count) {
        if (count == 0) {
            return;
        }
        long[] sorted = Arrays.copyOf(ns, count);
        Arrays.sort(sorted);
        for (int percent : new int[] {50, 99, 100}) {
            int at = Math.min(count - 1, (int) ((long) count * percent / 100));
            figures.add(Figure.of(subject, what + ", p" + percent, "ms", sorted[at] / 1e6));
        }
    }
}
