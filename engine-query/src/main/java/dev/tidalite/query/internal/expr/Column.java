package dev.tidalite.query.internal.expr;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.Validity;

import org.jspecify.annotations.Nullable;

/// The values of one column or expression over the rows of a [Batch]: a plain array with a validity
/// bitmap as in [Validity]. Arrays may be longer than the batch has rows; the entry of a null row
/// is unspecified but can be read.
///
/// Whoever gets a column may read it until its producer makes the next batch, and must not write to
/// it: arrays are shared between columns.
public sealed interface Column {
    DataType type();

    /// One bit a row, or null if every row has a value.
    long @Nullable [] validity();

    default boolean isValid(int row) {
        return Validity.isValid(validity(), row);
    }

    /// Integers, timestamps, dates and times.
    record Longs(DataType type, long[] values, long @Nullable [] validity) implements Column {}

    /// Floats of either width.
    record Doubles(DataType type, double[] values, long @Nullable [] validity) implements Column {}

    record Booleans(boolean[] values, long @Nullable [] validity) implements Column {
        @Override
        public DataType type() {
            return DataType.BOOLEAN;
        }
    }

    /// Row `r` is the UTF-8 in `bytes[offsets[r], offsets[r + 1])`.
    record Texts(int[] offsets, byte[] bytes, long @Nullable [] validity) implements Column {
        @Override
        public DataType type() {
            return DataType.UTF8;
        }
    }

    /// Row `r` is entry `ids[r]` of the dictionary; the id of a null row must not be looked at.
    record Coded(StringDictionary dictionary, int[] ids, long @Nullable [] validity)
            implements Column {
        @Override
        public DataType type() {
            return DataType.UTF8;
        }
    }

    /// Intervals, structs, lists; and columns of type NULL. Null where there is no value, whatever
    /// the validity would say.
    record Objects(DataType type, @Nullable Object[] values) implements Column {
        @Override
        public long @Nullable [] validity() {
            return null;
        }

        @Override
        public boolean isValid(int row) {
            return values[row] != null;
        }
    }

    /// The same value in every row, as in [Expr.Literal].
    record Constant(DataType type, @Nullable Object value) implements Column {
        @Override
        public long @Nullable [] validity() {
            return null;
        }

        @Override
        public boolean isValid(int row) {
            return value != null;
        }
    }
}
