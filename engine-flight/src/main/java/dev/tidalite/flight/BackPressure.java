package dev.tidalite.flight;

import org.apache.arrow.flight.FlightProducer.ServerStreamListener;

/// Waits for a client to take what was sent before more is sent.
final class BackPressure {
    private final ServerStreamListener listener;
    private final Object changed = new Object();

    BackPressure(ServerStreamListener listener) {
        this.listener = listener;
        listener.setOnReadyHandler(this::wake);
        listener.setOnCancelHandler(this::wake);
    }

    private void wake() {
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /// @return false if the client has gone away
    boolean awaitReady() {
        synchronized (changed) {
            while (!listener.isReady() && !listener.isCancelled()) {
                try {
                    // The handlers may have been called before they were set: look again now and
                    // then.
                    changed.wait(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return !listener.isCancelled();
    }
}
