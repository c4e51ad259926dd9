package dev.tidalite.cli;

import dev.tidalite.lp.Lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts a stream of line protocol into pieces that end where a line ends; newlines in quoted texts
/// are none. Used by one thread; does not own the stream.
final class LineBatches {
    private static final int LINE_BYTES_MAX = 64 << 20;

    private final InputStream in;
    private byte[] buffer;
    private int filled;
    private int taken;
    private long offset;
    private boolean ended;

    /// @param batchBytes of one piece; a longer line makes a longer one
    LineBatches(InputStream in, int batchBytes) {
        this.in = in;
        this.buffer = new byte[batchBytes];
    }

    /// Moves to the next piece, `[0, length())` of [#bytes()].
    ///
    /// @return false at the end
    /// @throws IOException if a line is longer than 64 MiB
    boolean next() throws IOException {
        System.arraycopy(buffer, taken, buffer, 0, filled - taken);
        filled -= taken;
        offset += taken;
        taken = 0;
        while (true) {
            fill();
            if (filled == 0) {
                return false;
            }
            taken = ended ? filled : endOfLastLine();
            if (taken > 0) {
                return true;
            }
            if (buffer.length >= LINE_BYTES_MAX) {
                throw new IOException(
                        "the line at byte "
                                + offset
                                + " is longer than "
                                + LINE_BYTES_MAX
                                + " bytes; is a quote missing?");
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
    }

    private void fill() throws IOException {
        while (!ended && filled < buffer.length) {
            int read = in.read(buffer, filled, buffer.length - filled);
            ended = read < 0;
            filled += Math.max(0, read);
        }
    }

    /// Behind the newline of the last line that has one, or 0.
    private int endOfLastLine() {
        Lines lines = new Lines(buffer, 0, filled);
        int end = 0;
        while (lines.next()) {
            if (lines.to() < filled) {
                end = lines.to() + 1;
            }
        }
        return end;
    }

    byte[] bytes() {
        return buffer;
    }

    int length() {
        return taken;
    }

    /// How many bytes of the stream are in front of the end of this piece.
    long endOffset() {
        return offset + taken;
    }
}
