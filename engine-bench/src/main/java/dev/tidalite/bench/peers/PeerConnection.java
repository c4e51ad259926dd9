package dev.tidalite.bench.peers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection that sends a request and waits for its answer; as little of HTTP/1.1 as that
/// takes, so that the client costs as little as possible of the machine that it shares with the
/// server.
///
/// A connection that nothing was asked over for a while is opened anew for the next question:
/// servers close such ones. Used by one thread.
public final class PeerConnection implements AutoCloseable {
    private static final int ANSWER_MS_MAX = 600_000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LENGTH_UNKNOWN = -1;

    private static final long IDLE_NS_MAX = 10_000_000_000L;

    private final int port;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private long usedNs;

    PeerConnection(int port) throws IOException {
        this.port = port;
        this.socket = connect(port);
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        this.out = socket.getOutputStream();
        this.usedNs = System.nanoTime();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(ANSWER_MS_MAX);
        return socket;
    }

    /// Posts the bytes `[0, length)` and waits for the answer.
    ///
    /// @param path with its query
    /// @throws IOException unless it is a 204
    public void post(String path, byte[] lines, int length) throws IOException {
        byte[] start = head("POST", path, "Content-Length: " + length + "\r\n");
        if (length < BUFFER_BYTES) {
            byte[] whole = new byte[start.length + length];
            System.arraycopy(start, 0, whole, 0, start.length);
            System.arraycopy(lines, 0, whole, start.length, length);
            out.write(whole);
        } else {
            out.write(start);
            out.write(lines, 0, length);
        }
        answer("204");
    }

    /// Asks, and reads the whole answer.
    ///
    /// @param path with its query
    /// @throws IOException unless it is a 200
    public byte[] get(String path) throws IOException {
        if (System.nanoTime() - usedNs > IDLE_NS_MAX) {
            socket.close();
            socket = connect(port);
            in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            out = socket.getOutputStream();
        }
        out.write(head("GET", path, ""));
        byte[] body = answer("200");
        usedNs = System.nanoTime();
        return body;
    }

    private static byte[] head(String method, String path, String headers) {
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] answer(String wanted) throws IOException {
        String status = line();
        int length = status.startsWith("HTTP/1.1 204") ? 0 : LENGTH_UNKNOWN;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
        }
        byte[] body = length == LENGTH_UNKNOWN ? chunks() : in.readNBytes(length);
        if (!status.startsWith("HTTP/1.1 " + wanted)) {
            throw new IOException(
                    "the server answered "
                            + status
                            + " "
                            + new String(body, StandardCharsets.UTF_8));
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER_BYTES);
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection after '" + text + "'");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
