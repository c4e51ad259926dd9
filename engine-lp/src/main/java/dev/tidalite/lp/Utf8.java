package dev.tidalite.lp;

import dev.tidalite.lp.internal.scan.ByteScanner;
import dev.tidalite.lp.internal.scan.Scanners;

/// Checks that a text is valid UTF-8 and says what is wrong in the words of Rust's standard
/// library, which InfluxDB passes on to its clients.
public final class Utf8 {
    /// For the length of a sequence that is cut by the end of the text.
    private static final int INCOMPLETE = 4;

    private Utf8() {}

    /// Where the first malformed sequence of `[from, to)` begins, or -1 if there is none.
    public static int firstInvalid(byte[] bytes, int from, int to) {
        return firstInvalid(bytes, from, to, Scanners.best());
    }

    static int firstInvalid(byte[] bytes, int from, int to, ByteScanner scanner) {
        int at = scanner.nonAscii(bytes, from, to);
        while (at < to) {
            int length = sequenceLength(bytes, at, to);
            if (length < 0) {
                return at;
            }
            at += length;
            if (at < to && bytes[at] >= 0) {
                at = scanner.nonAscii(bytes, at, to);
            }
        }
        return -1;
    }

    /// What is wrong at `invalid`, where [#firstInvalid] found a malformed sequence.
    ///
    /// @param from where the text begins, from which the message counts
    public static String message(byte[] bytes, int from, int to, int invalid) {
        int length = -sequenceLength(bytes, invalid, to);
        return length == INCOMPLETE
                ? "incomplete utf-8 byte sequence from index " + (invalid - from)
                : "invalid utf-8 sequence of " + length + " bytes from index " + (invalid - from);
    }

    /// @return the length of the sequence that begins at `at`; if it is malformed, the negated
    /// number
    ///     of its bytes that could have begun a character (1 to 3), or of [#INCOMPLETE] if the text
    ///     ends before it does
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0) {
            return -1;
        }
        for (int i = 1; i < length; i++) {
            if (at + i == to) {
                return -INCOMPLETE;
            }
            int next = bytes[at + i] & 0xFF;
            int least = 0x80;
            int most = 0xBF;
            if (i == 1) {
                // No overlong forms, no surrogates, nothing above U+10FFFF.
                least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
                most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            }
            if (next < least || next > most) {
                return -i;
            }
        }
        return length;
    }
}
