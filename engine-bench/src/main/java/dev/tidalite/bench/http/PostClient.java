package dev.tidalite.bench.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection that posts lines and waits for each answer; as little of HTTP/1.1 as that takes,
/// so that the client costs as little as possible of the machine that it shares with the server.
///
/// Used by one thread.
final class PostClient implements AutoCloseable {
    private static final int ANSWER_MS_MAX = 120_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final String head;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /// @param path with its query
    PostClient(int port, String path) throws IOException {
        head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(ANSWER_MS_MAX);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// Posts the bytes `[0, length)` and waits for the answer.
    ///
    /// @throws IOException unless it is a 204
    void post(byte[] lines, int length) throws IOException {
        byte[] start = (head + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        if (length < BUFFER_BYTES) {
            byte[] whole = new byte[start.length + length];
            System.arraycopy(start, 0, whole, 0, start.length);
            System.arraycopy(lines, 0, whole, start.length, length);
            out.write(whole);
        } else {
            out.write(start);
            out.write(lines, 0, length);
        }
        String status = line();
        int bodyBytes = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                bodyBytes = Integer.parseInt(lower.substring(15).strip());
            }
        }
        String body = new String(in.readNBytes(bodyBytes), StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 204")) {
            throw new IOException("the server answered " + status + " " + body);
        }
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
