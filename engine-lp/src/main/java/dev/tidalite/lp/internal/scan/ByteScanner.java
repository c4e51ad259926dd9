package dev.tidalite.lp.internal.scan;

/// The places where a decoder must look, in `[from, to)`. A backslash disarms the byte behind it,
/// whatever that is.
public abstract sealed class ByteScanner permits ScalarScanner, SwarScanner, VectorScanner {
    ByteScanner() {}

    /// The first armed space or byte below it, which ends a series key; `to` if there is none.
    public abstract int seriesEnd(byte[] bytes, int from, int to);

    /// The first armed quote, which ends a string; `to` if there is none. It is complemented
    /// (`~end`) if a disarmed quote or backslash stands before it.
    public abstract int stringEnd(byte[] bytes, int from, int to);

    /// The first newline, or quote or backslash that may take its power from it; `to` if there is
    /// none.
    public abstract int lineStop(byte[] bytes, int from, int to);

    /// The first byte that is not ASCII; `to` if there is none.
    public abstract int nonAscii(byte[] bytes, int from, int to);
}
