package dev.tidalite.lp.internal.parse;

import dev.tidalite.lp.internal.scan.ByteScanner;

/// Where lines begin and end, exactly as InfluxDB sees it, oddities included: a backslash takes the
/// power from any byte after it, and a quote opens a string wherever fewer commas than equal signs
/// came since the first space, be it in a comment.
public final class LineSplitter {
    private LineSplitter() {}

    /// The end of the line that begins at `from`: its newline, or `to`.
    public static int lineEnd(byte[] bytes, int from, int to, ByteScanner scanner) {
        int stop = scanner.lineStop(bytes, from, to);
        return stop == to || bytes[stop] == '\n' ? stop : lineEnd(bytes, from, to);
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        boolean fields = false;
        boolean quoted = false;
        int equalsCount = 0;
        int commaCount = 0;
        for (int at = from; at < to; at++) {
            switch (bytes[at]) {
                case '\\' -> at++;
                case ' ' -> fields = true;
                case '=' -> {
                    if (fields && !quoted) {
                        equalsCount++;
                    }
                }
                case ',' -> {
                    if (fields && !quoted) {
                        commaCount++;
                    }
                }
                case '"' -> {
                    if (fields && equalsCount > commaCount) {
                        quoted = !quoted;
                    }
                }
                case '\n' -> {
                    if (!quoted) {
                        return at;
                    }
                }
                default -> {}
            }
        }
        return to;
    }

    /// Where the line `[from, to)` begins after blanks and comments; `to` if nothing else is in it.
    public static int lineStart(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte first = bytes[at];
            if (first == '#') {
                while (at < to && bytes[at] != '\n') {
                    at++;
                }
            } else if (first == ' ' || first == '\t' || first == '\n') {
                at++;
            } else {
                return at;
            }
        }
        return to;
    }
}
