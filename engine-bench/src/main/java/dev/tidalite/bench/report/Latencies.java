package dev.tidalite.bench.report;

import java.util.Arrays;

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
}
