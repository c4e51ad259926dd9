package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

/// The values of one column over the rows of a batch. Arrays may be longer than the batch has rows;
/// only the first `rowCount` entries mean anything, and an entry whose validity bit is 0 holds
/// an unspecified value.
///
/// A vector belongs to its batch: whoever gets one from a cursor may read it until the cursor moves
/// on, must not write to it, and must not keep it.
public sealed interface ColumnVector
        permits LongVector, DoubleVector, BooleanVector, StringVector, DictionaryVector {
    ColumnType type();

    /// One bit a row as in [Validity], or null if every row has a value.
    long @Nullable [] validity();

    default boolean isValid(int row) {
        return Validity.isValid(validity(), row);
    }
}
