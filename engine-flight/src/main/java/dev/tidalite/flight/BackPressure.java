package dev.tidalite.flight;

import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.jspecify.annotations.Nullable;

/// How fast one client takes its answer, and whether it still wants it.
///
/// To be made in the thread of the call, before anything is sent; waited on by the one thread that
/// sends.
final class BackPressure {
    /// What is done when the client goes away.
    private @Nullable Runnable whenCancelled;

    private final ServerStreamListener listener;
    private boolean cancelled;

    BackPressure(ServerStreamListener listener) {
        this.listener = listener;
        listener.setOnReadyHandler(this::wake);
        listener.setOnCancelHandler(this::cancel);
    }

    private synchronized void wake() {
        notifyAll();
    }

    /// Ends the wait, and whatever is being computed. Any thread may call it.
    void cancel() {
        Runnable action;
        synchronized (this) {
            cancelled = true;
            action = whenCancelled;
            notifyAll();
        }
        if (action != null) {
            action.run();
        }
    }

    /// Runs an action when the client goes away, or at once if it has done so already.
    void onCancel(Runnable action) {
        boolean already;
        synchronized (this) {
            whenCancelled = action;
            already = cancelled;
        }
        if (already) {
            action.run();
        }
    }

    /// Waits until the client has taken what was sent.
    ///
    /// @param deadlineNs of [System#nanoTime()]
    /// @return whether more may be sent; false at the deadline, and when nobody wants it
    synchronized boolean awaitReady(long deadlineNs) {
        while (!cancelled && !listener.isCancelled()) {
            if (listener.isReady()) {
                return true;
            }
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                return false;
            }
            try {
                wait(leftNs / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    synchronized boolean isCancelled() {
        return cancelled || listener.isCancelled();
    }
}
