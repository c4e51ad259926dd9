package dev.tidalite.http;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs queries on platform threads: a query computes for long, and a virtual thread that computes
/// keeps its carrier from every other request. How many there are is up to [Admission].
///
/// Safe for use by many threads.
final class QueryThreads implements AutoCloseable {
    private static final int LOOK_MS = 200;

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("tidalite-http-query-", 0).factory());

    /// What a query takes, and its answer.
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /// Returns when the work is done; looks after its client meanwhile.
    ///
    /// @param exchange that no other thread than the work's uses until then
    void run(Exchange exchange, Work work) throws IOException {
        ClientWatch client = exchange.watchClient();
        Future<?> running =
                threads.submit(() -> {
                    work.run();
                    return work;
                });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    running.get(LOOK_MS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException atWork) {
                    client.look();
                } catch (InterruptedException e) {
                    interrupted = true;
                    client.gone(); // and the work ends soon; it must not outlive its request
                }
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// @return what the work threw, if it is checked
    private static IOException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException failed -> failed;
            case RuntimeException failed -> throw failed;
            case Error failed -> throw failed;
            case null, default -> throw new IllegalStateException(e);
        };
    }

    @Override
    public void close() {
        threads.close();
    }
}
