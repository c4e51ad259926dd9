package dev.tidalite.lp.internal.scan;

/// Byte by byte: slow, and plainly right.
public final class ScalarScanner extends ByteScanner {
    @Override
    public int seriesStop(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            if (c >= 0 && c <= ' ' || c == '\\') {
                return at;
            }
        }
        return to;
    }

    @Override
    public int stringStop(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            if (c == '"' || c == '\\') {
                return at;
            }
        }
        return to;
    }

    @Override
    public int lineStop(byte[] bytes, int from, int to) {
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
        for (int at = from; at < to; at++) {
            if (bytes[at] < 0) {
                return at;
            }
        }
        return to;
    }
}
