package dev.tidalite.http;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// An answer that is kept in memory as long as it is small, so that an error can still take its
/// place, and sent on its way when it gets large.
///
/// Used by one thread.
final class LateStream extends OutputStream {
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private final Exchange exchange;
    private final String contentType;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable OutputStream sent;

    LateStream(Exchange exchange, String contentType) {
        this.exchange = exchange;
        this.contentType = contentType;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        OutputStream out = sent;
        if (out == null && kept.size() + length > KEPT_BYTES_MAX) {
            out = exchange.stream(200, contentType);
            sent = out;
            kept.writeTo(out);
            kept.reset();
        }
        if (out == null) {
            kept.write(bytes, from, length);
        } else {
            out.write(bytes, from, length);
        }
    }

    /// Sends what is kept.
    void finish() throws IOException {
        if (sent == null) {
            exchange.answer(200, contentType, kept.toByteArray());
        }
    }
}
