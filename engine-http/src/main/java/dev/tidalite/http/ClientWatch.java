package dev.tidalite.http;

import jakarta.servlet.http.HttpServletRequest;

import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Finds out whether the client of a request still waits for its answer.
///
/// HTTP/2 tells. On HTTP/1.1 nothing is read while a request is at work, so that only reading finds
/// the end of the connection: [#look()] reads a byte, and gives it back if there is one, as a
/// client may send its next request early. A client that has closed only its sending side is gone
/// as well, as it is for other servers of this interface.
///
/// Any thread may call [#onGone], the thread that handles the request all else.
final class ClientWatch {
    private final @Nullable Connection http1;
    private boolean looking;
    private volatile boolean gone;
    private volatile Runnable whenGone = () -> {};

    /// @param bodyRead whether nothing of the request is left to be read
    ClientWatch(HttpServletRequest request, boolean bodyRead) {
        looking = bodyRead;
        ServletContextRequest context = ServletContextRequest.getServletContextRequest(request);
        ConnectionMetaData wire = context.getConnectionMetaData();
        boolean tells = wire.getHttpVersion().getVersion() > HttpVersion.HTTP_1_1.getVersion();
        http1 = tells ? null : wire.getConnection();
        context.addFailureListener(failure -> gone());
    }

    /// Lets something happen, perhaps twice, when the client is found to be gone; replaces what was
    /// to happen before.
    void onGone(Runnable action) {
        whenGone = action;
        if (gone) {
            action.run();
        }
    }

    /// Does what is to be done when the client is gone.
    void gone() {
        gone = true;
        whenGone.run();
    }

    /// Looks whether the client is still there; never waits.
    void look() {
        if (!looking || !(http1 instanceof Connection.UpgradeTo takesBack)) {
            return;
        }
        ByteBuffer next = BufferUtil.allocate(1);
        try {
            int filled = http1.getEndPoint().fill(next);
            looking = filled == 0;
            if (filled > 0) {
                takesBack.onUpgradeTo(next);
            } else if (filled < 0) {
                gone();
            }
        } catch (IOException reset) {
            looking = false;
            gone();
        }
    }
}
