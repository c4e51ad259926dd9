package dev.tidalite.engine;

import java.util.List;

/// What became of a write. When this is returned, the rows counted are as durable as the engine's
/// [Durability] says and visible to every snapshot opened from now on.
///
/// @param rowCount lines (or rows) that were written
/// @param rejectedCount lines that were not; their first 100 are listed
/// @param rejected in the order of the lines
/// @param sequenceNumber the place of this write in the order of writes
public record WriteResult(
        long rowCount,
        long rejectedCount,
        List<RejectedLine> rejected,
        SequenceNumber sequenceNumber) {

    public WriteResult {
        rejected = List.copyOf(rejected);
    }

    /// Whether everything was written.
    public boolean isComplete() {
        return rejectedCount == 0;
    }

    /// A line that was not written.
    ///
    /// @param lineNumber 1-based; blank lines and comments are not counted
    /// @param kind which rule it broke
    /// @param message the rule's exact text, without the line number
    public record RejectedLine(long lineNumber, Kind kind, String message) {}

    /// Which rule a rejected line broke.
    public enum Kind {
        /// It is not line protocol.
        SYNTAX,
        /// It is, but says something that no table can hold: a tag twice, a reserved name.
        SEMANTICS,
        /// Its timestamp does not fit into 64 bits of nanoseconds.
        TIMESTAMP_OVERFLOW,
        /// A field or tag has another type than the column of that name.
        SCHEMA_CONFLICT,
        /// It would need more tables or columns than allowed.
        LIMIT,
        /// It is older than the database keeps.
        RETENTION
    }
}
