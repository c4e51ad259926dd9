package dev.tidalite.engine.internal.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/// The engine's threads: daemons, so that an engine nobody closed does not keep a process alive.
public final class Threads {
    private Threads() {}

    /// Not started yet.
    public static Thread named(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon(true).unstarted(work);
    }

    /// Threads called `name-1`, `name-2` and so on.
    public static ThreadFactory factory(String name) {
        AtomicLong count = new AtomicLong();
        return work -> named(name + "-" + count.incrementAndGet(), work);
    }

    /// Waits until a thread has ended, in spite of interrupts, which are kept for later.
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
