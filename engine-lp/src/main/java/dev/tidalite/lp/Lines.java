package dev.tidalite.lp;

import dev.tidalite.lp.internal.parse.LineSplitter;
import dev.tidalite.lp.internal.scan.ByteScanner;
import dev.tidalite.lp.internal.scan.Scanners;

import java.util.Objects;

/// Walks over the lines of a text as a [LineDecoder] numbers them: blank lines and comments are
/// none, a newline in a quoted text ends none. Says nothing of whether a line is good.
///
/// ```
/// Lines lines = new Lines(bytes, 0, bytes.length);
/// while (lines.next()) { … lines.number() … lines.from() … lines.to() … }
/// ```
///
/// Used by one thread; does not copy the text.
public final class Lines {
    private final ByteScanner scanner = Scanners.best();
    private final byte[] bytes;
    private final int textTo;
    private int at;
    private int from;
    private int to;
    private long number;

    /// @throws IndexOutOfBoundsException if the range is not one of `bytes`
    public Lines(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.textTo = to;
        this.at = from;
    }

    /// Moves to the next line.
    ///
    /// @return false at the end
    public boolean next() {
        while (at < textTo) {
            to = LineSplitter.lineEnd(bytes, at, textTo, scanner);
            from = LineSplitter.lineStart(bytes, at, to);
            at = to + 1;
            if (from < to) {
                number++;
                return true;
            }
        }
        return false;
    }

    /// 1 for the first line.
    public long number() {
        return number;
    }

    /// The first byte of the line behind blanks and comments.
    public int from() {
        return from;
    }

    /// One past its last byte: its newline, or the end of the text.
    public int to() {
        return to;
    }
}
