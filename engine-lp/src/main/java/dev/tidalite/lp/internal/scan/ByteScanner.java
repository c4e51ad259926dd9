package dev.tidalite.lp.internal.scan;

/// The places where a decoder must look. Every method gives the index of the first byte of its kind
/// in `[from, to)`, or `to`.
public abstract sealed class ByteScanner permits ScalarScanner, SwarScanner, VectorScanner {
    ByteScanner() {}

    /// A space, any byte below it, or a backslash: what may end a series key.
    public abstract int seriesStop(byte[] bytes, int from, int to);

    /// A quote or a backslash: what may end a string.
    public abstract int stringStop(byte[] bytes, int from, int to);

    /// A newline, or a quote or backslash that may take its power from it.
    public abstract int lineStop(byte[] bytes, int from, int to);

    /// A byte that is not ASCII.
    public abstract int nonAscii(byte[] bytes, int from, int to);
}
