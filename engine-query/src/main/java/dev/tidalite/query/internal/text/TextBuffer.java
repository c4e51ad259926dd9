package dev.tidalite.query.internal.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// UTF-8 on its way to a stream, which gets it in pieces of some tens of kilobytes. For one thread.
public final class TextBuffer {
    private static final int PIECE_BYTES = 1 << 16;
    private static final int DIGITS_MAX = 20;

    private final OutputStream out;
    private final byte[] bytes = new byte[PIECE_BYTES];
    private final byte[] digits = new byte[DIGITS_MAX];
    private int size;

    public TextBuffer(OutputStream out) {
        this.out = out;
    }

    public void put(byte ascii) throws IOException {
        if (size == PIECE_BYTES) {
            drain();
        }
        bytes[size++] = ascii;
    }

    public void put(byte[] utf8) throws IOException {
        put(utf8, 0, utf8.length);
    }

    /// The bytes `[from, to)`.
    public void put(byte[] utf8, int from, int to) throws IOException {
        int length = to - from;
        if (length > PIECE_BYTES - size) {
            drain();
            if (length > PIECE_BYTES) {
                out.write(utf8, from, length);
                return;
            }
        }
        System.arraycopy(utf8, from, bytes, size, length);
        size += length;
    }

    public void put(String text) throws IOException {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A number in decimal.
    public void put(long number) throws IOException {
        // of negative ones there is one more
        long rest = number < 0 ? number : -number;
        int at = DIGITS_MAX;
        do {
            digits[--at] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (number < 0) {
            digits[--at] = '-';
        }
        put(digits, at, DIGITS_MAX);
    }

    /// Passes on all that is here.
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    private void drain() throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }
}
