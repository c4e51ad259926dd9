package dev.tidalite.lp;

/// A line that could not be decoded.
///
/// @param lineNumber 1-based; blank lines and comments are not counted
/// @param byteOffset where the line begins in the text
/// @param kind which rule it broke
/// @param message the exact text of InfluxDB's own decoder for it
public record LineError(long lineNumber, int byteOffset, Kind kind, String message) {
    /// Which rule a line broke.
    public enum Kind {
        /// It does not follow the grammar, or one of its parts is too long or out of range.
        SYNTAX,
        /// It does, but names a tag twice, or a field twice with different types.
        SEMANTICS,
        /// Its timestamp times the unit does not fit into 64 bits.
        TIMESTAMP_OVERFLOW
    }
}
