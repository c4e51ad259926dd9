package dev.tidalite.engine.internal.record;

/// How a file of records ends.
public sealed interface RecordTail {
    /// Where the last whole record ends.
    long endOffset();

    /// Nothing but zeros follows, or nothing at all.
    record Clean(long endOffset) implements RecordTail {}

    /// Bytes follow that are no whole record, and that nobody was told were durable.
    ///
    /// @param lostBytes how many, trailing zeros not counted
    /// @param reason what is wrong with the first of them
    record Torn(long endOffset, long lostBytes, String reason) implements RecordTail {}
}
