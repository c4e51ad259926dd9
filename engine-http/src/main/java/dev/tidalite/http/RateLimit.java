package dev.tidalite.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts the requests of each client: a bucket of a second's requests that fills up steadily.
///
/// Remembers the clients that were seen last, and no more than a fixed number of them. Safe for use
/// by many threads.
final class RateLimit {
    private static final int CLIENTS_MAX = 10_000;
    private static final double SECOND_NS = 1e9;

    private final int perSecondMax;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(64, 0.75f, /* accessOrder= */ true);

    private static final class Bucket {
        private double left;
        private long filledAtNs;

        Bucket(double left, long filledAtNs) {
            this.left = left;
            this.filledAtNs = filledAtNs;
        }
    }

    /// @param perSecondMax 0 is any number
    RateLimit(int perSecondMax) {
        this.perSecondMax = perSecondMax;
    }

    /// Counts a request.
    ///
    /// @param nowNs of a clock that never goes back
    /// @return 0 if it may go on, else after how many seconds it may be tried again
    int secondsToWait(String client, long nowNs) {
        if (perSecondMax == 0) {
            return 0;
        }
        synchronized (buckets) {
            Bucket bucket =
                    buckets.computeIfAbsent(client, name -> new Bucket(perSecondMax, nowNs));
            double gained = (nowNs - bucket.filledAtNs) / SECOND_NS * perSecondMax;
            bucket.left = Math.min(perSecondMax, bucket.left + gained);
            bucket.filledAtNs = nowNs;
            forgetTheOldest();
            if (bucket.left >= 1) {
                bucket.left--;
                return 0;
            }
            return (int) Math.ceil((1 - bucket.left) / perSecondMax);
        }
    }

    private void forgetTheOldest() {
        Iterator<Bucket> oldest = buckets.values().iterator();
        while (buckets.size() > CLIENTS_MAX) {
            oldest.next();
            oldest.remove();
        }
    }
}
