package dev.tidalite.flight;

import io.grpc.Context;

import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;

/// The answers that are being sent, each by a thread of its own: the thread of a call must stay
/// free to be told that its client is ready for more, or gone.
final class Streams {
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;
    private final FlightLimits limits;
    private final Semaphore free;
    private final Set<BackPressure> running = ConcurrentHashMap.newKeySet();

    /// @param clock for what keeps answers alive; both executors stay their owner's
    Streams(ExecutorService threads, ScheduledExecutorService clock, FlightLimits limits) {
        this.threads = threads;
        this.clock = clock;
        this.limits = limits;
        this.free = new Semaphore(limits.streamsMax());
    }

    /// What sends one answer.
    @FunctionalInterface
    interface Sender {
        /// Sends everything but the end.
        ///
        /// @throws RuntimeException that becomes the status of the call
        void send(BackPressure pressure);
    }

    /// What carries the rows of a query.
    QueryStream of(ServerStreamListener listener, BackPressure pressure) {
        return new QueryStream(listener, pressure, limits, clock);
    }

    /// Has an answer sent, and ends it with success or with what failed.
    void start(ServerStreamListener listener, Sender sender) {
        if (!free.tryAcquire()) {
            throw CallStatus.RESOURCE_EXHAUSTED
                    .withDescription("too many queries at a time; try again later")
                    .toRuntimeException();
        }
        BackPressure pressure = new BackPressure(listener);
        running.add(pressure);
        Runnable task = Context.current().wrap(() -> run(listener, pressure, sender));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            ended(pressure);
            throw CallStatus.UNAVAILABLE
                    .withDescription("the server is being stopped")
                    .toRuntimeException();
        }
    }

    private void run(ServerStreamListener listener, BackPressure pressure, Sender sender) {
        try {
            sender.send(pressure);
            listener.completed();
        } catch (RuntimeException | Error e) {
            listener.error(Failures.of(e));
        } finally {
            ended(pressure);
        }
    }

    private void ended(BackPressure pressure) {
        running.remove(pressure);
        free.release();
    }

    int count() {
        return running.size();
    }

    void cancelAll() {
        running.forEach(BackPressure::cancel);
    }
}
