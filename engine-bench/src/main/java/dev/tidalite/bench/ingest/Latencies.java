package dev.tidalite.bench.ingest;

import java.util.Arrays;
import java.util.Locale;

/// How long single writes took. Safe for many threads.
final class Latencies {
    private long[] ns = new long[1024];
    private int count;

    synchronized void add(long durationNs) {
        if (count == ns.length) {
            ns = Arrays.copyOf(ns, count * 2);
        }
        ns[count++] = durationNs;
    }

    /// In milliseconds.
    private double quantile(double share) {
        long[] sorted = Arrays.copyOf(ns, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1.0, Math.floor(share * count))] / 1e6;
    }

    @Override
    public synchronized String toString() {
        return count == 0
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.1f / %.1f / %.1f",
                        quantile(0.5),
                        quantile(0.99),
                        quantile(0.999));
    }
}
