package dev.tidalite.lp.internal.scan;

/// Byte by byte: slow, and plainly right.
public final class ScalarScanner extends ByteScanner {
    @Override
    public int seriesEnd(byte[] bytes, int from, int to) {
        return seriesEndOf(bytes, from, to);
    }

    private static int seriesEndOf(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            if (c >= 0 && c <= ' ') {
                return at;
            }
            if (c == '\\') {
                at++;
            }
        }
        return to;
    }

    @Override
    public int stringEnd(byte[] bytes, int from, int to) {
        return stringEndOf(bytes, from, to);
    }

    private static int stringEndOf(byte[] bytes, int from, int to) {
        boolean escaped = false;
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            if (c == '"') {
                return escaped ? ~at : at;
            }
            if (c == '\\') {
                at++;
                escaped |= at < to && (bytes[at] == '"' || bytes[at] == '\\');
            }
        }
        return to;
    }

    @Override
    public int lineStop(byte[] bytes, int from, int to) {
        return lineStopOf(bytes, from, to);
    }

    private static int lineStopOf(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            if (c == '\n' || c == '"' || c == '\\') {
                return at;
            }
        }
        return to;
    }

    @Override
    public int nonAscii(byte[] bytes, int from, int to) {
        return nonAsciiOf(bytes, from, to);
    }

    private static int nonAsciiOf(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] < 0) {
                return at;
            }
        }
        return to;
    }
}
