package dev.tidalite.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How long single writes took. Safe for many threads.
public final class Latencies {
    private long[] ns = new long[1024];
    private int count;

    public synchronized void add(long durationNs) {
        if (count == ns.length) {
            ns = Arrays.copyOf(ns, count * 2);
        }
        ns[count++] = durationNs;
    }

    public synchronized int count() {
        return count;
    }

    /// In milliseconds; at least one was added.
    public synchronized double quantileMs(double share) {
        long[] sorted = Arrays.copyOf(ns, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1.0, Math.floor(share * count))] / 1e6;
    }

    /// The usual three quantiles.
    ///
    /// @param what took so long, such as `ack`
    public List<Figure> figures(String subject, String what) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(subject, what + ", p50", "ms", quantileMs(0.5)));
        figures.add(Figure.of(subject, what + ", p99", "ms", quantileMs(0.99)));
        figures.add(Figure.of(subject, what + ", p999", "ms", quantileMs(0.999)));
        return figures;
    }
}
