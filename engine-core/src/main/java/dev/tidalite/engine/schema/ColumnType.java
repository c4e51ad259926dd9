package dev.tidalite.engine.schema;

/// The type of a column's values. Types never change once a column exists.
public enum ColumnType {
    /// Nanoseconds since 1970-01-01T00:00:00Z, the full signed 64 bits; only the time column.
    TIMESTAMP("time"),
    /// UTF-8 text: every tag, and string fields.
    STRING("string"),
    /// IEEE 754 binary64, NaN and infinities included.
    FLOAT64("f64"),
    /// Signed 64 bits.
    INT64("i64"),
    /// Unsigned 64 bits, carried in a `long`.
    UINT64("u64"),
    BOOLEAN("bool");

    private final String word;

    ColumnType(String word) {
        this.word = word;
    }

    /// The word by which error messages name the type of a field: `f64`, `i64`, `u64`, `string`,
    /// `bool`, and `time` for the time column.
    public String word() {
        return word;
    }
}
