package dev.tidalite.cli;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

import java.util.concurrent.TimeUnit;

/// Cuts connections whose first request has not come within a time: a client that sends its headers
/// a byte at a time never idles, and would keep its connection for hours.
final class FirstRequest implements Connection.Listener {
    private final Scheduler scheduler;
    private final long waitMs;

    FirstRequest(Scheduler scheduler, long waitMs) {
        this.scheduler = scheduler;
        this.waitMs = waitMs;
    }

    @Override
    public void onOpened(Connection connection) {
        scheduler.schedule(() -> cutIfSilent(connection), waitMs, TimeUnit.MILLISECONDS);
    }

    /// A connection that was upgraded is another object on the same end.
    @SuppressWarnings("ReferenceEquality")
    private static void cutIfSilent(Connection connection) {
        boolean current = connection.getEndPoint().getConnection() == connection;
        if (current && connection.getMessagesIn() == 0) {
            connection.getEndPoint().close(); // the connection itself would answer first
        }
    }
}
