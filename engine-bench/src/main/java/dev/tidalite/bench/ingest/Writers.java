package dev.tidalite.bench.ingest;

import java.util.ArrayList;
import java.util.List;

/// Several threads that write at once.
final class Writers {
    private Writers() {}

    /// One thread's part of the work.
    @FunctionalInterface
    interface Work {
        /// @param thread which, from 0 on
        void run(int thread) throws Exception;
    }

    /// Returns when all have ended.
    ///
    /// @throws IllegalStateException if one failed
    static void runAll(int threadCount, Work work) {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            int number = i;
            threads.add(
                    Thread.ofPlatform()
                            .name("writer-" + i)
                            .start(() -> {
                                try {
                                    work.run(number);
                                } catch (Exception e) {
                                    synchronized (failures) {
                                        failures.add(e);
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst());
        }
    }
}
