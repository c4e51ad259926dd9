package dev.tidalite.query;

import java.time.Clock;

/// How a [QueryEngine] works; the same for all its queries.
///
/// @param threads how many threads one query may keep busy, its caller's included; 1 to 256
/// @param planCacheEntriesMax texts whose plan is kept; 0 for none
/// @param clock what `now()` reads
public record QueryConfig(int threads, int planCacheEntriesMax, Clock clock) {
    /// As many threads as there are processors, 1,000 plans, the system's clock.
    public static final QueryConfig DEFAULT =
            new QueryConfig(
                    Math.min(256, Runtime.getRuntime().availableProcessors()),
                    1_000,
                    Clock.systemUTC());

    public QueryConfig {
        if (threads < 1 || threads > 256) {
            throw new IllegalArgumentException(threads + " threads are not within 1 and 256");
        }
        if (planCacheEntriesMax < 0) {
            throw new IllegalArgumentException(planCacheEntriesMax + " plan cache entries");
        }
    }

    public QueryConfig withThreads(int count) {
        return new QueryConfig(count, planCacheEntriesMax, clock);
    }

    public QueryConfig withPlanCacheEntriesMax(int entries) {
        return new QueryConfig(threads, entries, clock);
    }

    public QueryConfig withClock(Clock other) {
        return new QueryConfig(threads, planCacheEntriesMax, other);
    }
}
