package dev.tidalite.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps what is at work at a time below the limits: whoever comes when everything is taken is told
/// to retry, and nothing waits in a queue.
///
/// Safe for use by many threads.
final class Admission {
    private static final int RETRY_SECONDS = 1;
    private static final String OVERLOADED = "this service is overloaded, please try again later";

    private final HttpLimits limits;
    private final Semaphore writes;
    private final Semaphore queries;
    private final AtomicLong bodyBytes = new AtomicLong();
    private final RateLimit rate;

    Admission(HttpLimits limits) {
        this.limits = limits;
        this.writes = new Semaphore(limits.concurrentWritesMax());
        this.queries = new Semaphore(limits.concurrentQueriesMax());
        this.rate = new RateLimit(limits.requestsPerSecondMax());
    }

    /// What one request has taken; closing gives it back. Used by one thread.
    final class Slot implements AutoCloseable {
        private final Semaphore from;
        private long bytes;

        private Slot(Semaphore from) {
            this.from = from;
        }

        HttpLimits limits() {
            return limits;
        }

        /// Takes memory for a body, beyond what was taken before.
        ///
        /// @throws ApiException 503 if all requests together have no more
        void take(long more) {
            if (bodyBytes.addAndGet(more) > limits.bodyMemoryBytesMax()) {
                bodyBytes.addAndGet(-more);
                throw overloaded();
            }
            bytes += more;
        }

        @Override
        public void close() {
            bodyBytes.addAndGet(-bytes);
            from.release();
        }
    }

    /// @throws ApiException 429 or 503, with the time after which to try again
    Slot write(Exchange exchange) {
        return enter(writes, exchange);
    }

    /// @throws ApiException 429 or 503, with the time after which to try again
    Slot query(Exchange exchange) {
        return enter(queries, exchange);
    }

    private Slot enter(Semaphore slots, Exchange exchange) {
        int waitSeconds = rate.secondsToWait(exchange.client(), System.nanoTime());
        if (waitSeconds > 0) {
            throw ApiException.retryLater(
                    429,
                    "more than "
                            + limits.requestsPerSecondMax()
                            + " requests a second, please try again later",
                    waitSeconds);
        }
        if (!slots.tryAcquire()) {
            throw overloaded();
        }
        return new Slot(slots);
    }

    private static ApiException overloaded() {
        return ApiException.retryLater(503, OVERLOADED, RETRY_SECONDS);
    }

    /// Bytes of bodies that are at work now.
    long bodyBytes() {
        return bodyBytes.get();
    }

    int writesAtWork() {
        return limits.concurrentWritesMax() - writes.availablePermits();
    }

    int queriesAtWork() {
        return limits.concurrentQueriesMax() - queries.availablePermits();
    }
}
