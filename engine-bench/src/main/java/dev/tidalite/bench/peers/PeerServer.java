package dev.tidalite.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A server at work in a process of its own. Closing ends the process.
public final class PeerServer implements AutoCloseable {
    private static final int START_SECONDS_MAX = 60;

    private final HttpPeer peer;
    private final Process process;
    private final int port;

    private PeerServer(HttpPeer peer, Process process, int port) {
        this.peer = peer;
        this.process = process;
        this.port = port;
    }

    static PeerServer start(HttpPeer peer, Path folder, String heap)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = HttpPeer.freePort();
        Path log = folder.resolveSibling(peer.name() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(peer.command(folder, port, heap))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(peer.environment(folder, port));
        Process process = builder.start();
        for (int tenth = 0; tenth < 10 * START_SECONDS_MAX && process.isAlive(); tenth++) {
            try (PeerConnection connection = new PeerConnection(port)) {
                peer.prepare(connection);
                return new PeerServer(peer, process, port);
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        process.destroyForcibly();
        throw new IOException(peer.name() + " did not start:\n" + Files.readString(log));
    }

    public HttpPeer peer() {
        return peer;
    }

    /// A fresh connection, owned by the caller.
    public PeerConnection connect() throws IOException {
        return new PeerConnection(port);
    }

    /// Waits until so many rows can be read, or no more come.
    ///
    /// @param column that is summed up
    public HttpPeer.Stored awaitRows(String table, String column, long wanted)
            throws IOException, InterruptedException {
        long before = -1;
        HttpPeer.Stored found = stored(table, column);
        while (found.rows() < wanted && found.rows() != before) {
            TimeUnit.SECONDS.sleep(2);
            before = found.rows();
            found = stored(table, column);
        }
        return found;
    }

    private HttpPeer.Stored stored(String table, String column) throws IOException {
        try (PeerConnection connection = connect()) {
            return peer.stored(connection, table, column);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
