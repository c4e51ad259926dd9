package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

/// Takes the values of one column as they are decoded: grows, is filled, is looked at as a vector,
/// is cleared, is filled again. Its arrays are public to the kernels that fill them: call
/// [#reserve] first, write behind `size`, then count what you wrote.
///
/// Used by one thread.
public sealed interface ColumnSink permits LongSink, DoubleSink, BooleanSink, StringSink {
    ColumnType type();

    /// Rows filled so far.
    int size();

    /// Makes room for so many rows behind the filled ones; arrays may be replaced.
    void reserve(int moreRows);

    /// Appends rows without a value.
    void appendNulls(int count);

    /// Forgets all rows; keeps the arrays.
    void clear();

    /// The rows filled so far, over the same arrays: valid until the sink is changed.
    ColumnVector vector();

    /// A fresh sink for values of a type.
    static ColumnSink of(ColumnType type) {
        return switch (type) {
            case TIMESTAMP, INT64, UINT64 -> new LongSink(type);
            case FLOAT64 -> new DoubleSink();
            case BOOLEAN -> new BooleanSink();
            case STRING -> new StringSink();
        };
    }
}
