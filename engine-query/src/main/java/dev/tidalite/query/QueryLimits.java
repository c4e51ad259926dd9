package dev.tidalite.query;

import java.time.Duration;

/// What one query may use at most.
///
/// @param memoryBytesMax working memory of its operators, estimated
/// @param resultRowsMax rows it may hand out
/// @param timeout from its start to its last batch
public record QueryLimits(long memoryBytesMax, long resultRowsMax, Duration timeout) {
    /// 1 GiB, any number of rows, 5 minutes.
    public static final QueryLimits DEFAULT =
            new QueryLimits(1L << 30, Long.MAX_VALUE, Duration.ofMinutes(5));

    public QueryLimits {
        if (memoryBytesMax < 1 || resultRowsMax < 0 || !timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "memory "
                            + memoryBytesMax
                            + " bytes, rows "
                            + resultRowsMax
                            + ", timeout "
                            + timeout);
        }
    }

    public QueryLimits withMemoryBytesMax(long bytes) {
        return new QueryLimits(bytes, resultRowsMax, timeout);
    }

    public QueryLimits withResultRowsMax(long rows) {
        return new QueryLimits(memoryBytesMax, rows, timeout);
    }

    public QueryLimits withTimeout(Duration duration) {
        return new QueryLimits(memoryBytesMax, resultRowsMax, duration);
    }
}
