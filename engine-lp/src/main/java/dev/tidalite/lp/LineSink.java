package dev.tidalite.lp;

/// Receives what a [LineDecoder] finds, line by line, as offsets into the bytes being decoded and
/// primitive values. The calls of one line, in order:
///
/// ```
/// series  [measurement  tag*]  field+  (endLine | discardLine)
/// ```
///
/// A line's calls may have been made in part when it turns out to be bad: then `discardLine` comes
/// instead of `endLine`, and the sink takes back what it did since `series`. A bad line may also
/// make no call at all.
///
/// Text given as `[from, to)` is raw; `escaped` says that it holds a backslash escape, which
/// [Escapes] resolves. A field that appears twice in a line comes twice: the last one counts.
///
/// Offsets are into the array (or segment) handed to the decoder and mean nothing after the call.
public interface LineSink {
    /// A line begins. Its series key (measurement and tags as written) is the bytes `[from, to)`.
    ///
    /// @param hash of these bytes; equal keys have equal hashes, in every decoder of this JVM
    /// @return true if the sink knows this very key (it must compare the bytes, not only the hash):
    ///     the decoder then leaves out `measurement` and `tag`; false to be told
    boolean series(int from, int to, long hash);

    void measurement(int from, int to, boolean escaped);

    void tag(
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int valueFrom,
            int valueTo,
            boolean valueEscaped);

    /// @param layout identifies the sequence of field keys of this line: two lines of one decoder
    /// with
    ///     the same positive layout have byte for byte the same field keys in the same order. 0 if
    ///     nothing is promised. Comes with every field call, so that a sink can keep for each
    ///     layout which column the field at `index` belongs to and need not look at the key.
    /// @param index 0-based place of the field in its line
    void floatField(int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, double v);

    void integerField(int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v);

    /// @param v the 64 bits of an unsigned integer
    void unsignedField(int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, long v);

    void booleanField(int layout, int index, int keyFrom, int keyTo, boolean keyEscaped, boolean v);

    /// @param from first byte after the opening quote
    /// @param to the closing quote
    void stringField(
            int layout,
            int index,
            int keyFrom,
            int keyTo,
            boolean keyEscaped,
            int from,
            int to,
            boolean escaped);

    /// The line is good.
    ///
    /// @param timeNs its timestamp in nanoseconds, or the default time given to the decoder
    void endLine(long timeNs);

    /// The line is bad: forget what was said since `series`.
    void discardLine();
}
