package dev.tidalite.bench.tsbs;

/// Rows without end, as line protocol. Used by one thread; two made with the same arguments give
/// the same rows.
public interface LineSource {
    /// What a line takes at most, its newline included.
    int LINE_BYTES_MAX = 2_048;

    /// Writes the next row at a place of an array that has [#LINE_BYTES_MAX] bytes left there.
    ///
    /// @return one past its newline
    int appendLine(byte[] text, int at);
}
