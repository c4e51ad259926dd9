package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.LittleEndian;
import dev.tidalite.engine.internal.segment.encoding.MalformedException;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

/// What the statistics say of the values of a page or a column chunk, in Parquet's bytes: 8 of a
/// number, 1 of a truth value, the UTF-8 of a text. Every value lies between `min` and `max`, both
/// inclusive, in the order of the column's type.
///
/// @param min null if nothing is said, as where there is no value at all, or a NaN among them
/// @param max null exactly if `min` is
/// @param nullCount how many rows have no value, or -1 if that is not said
/// @param exact whether `min` and `max` are values that occur; long texts are cut
public record Bounds(byte @Nullable [] min, byte @Nullable [] max, long nullCount, boolean exact) {
    static final Bounds UNKNOWN = new Bounds(null, null, -1, false);

    /// The number in the bytes of a bound.
    public static long number(byte[] bound) {
        return LittleEndian.getLong(bound, 0);
    }

    /// This, if the bounds have the length that a column of the type needs.
    Bounds checked(ColumnType type) {
        int length =
                switch (type) {
                    case TIMESTAMP, INT64, UINT64, FLOAT64 -> Long.BYTES;
                    case BOOLEAN -> 1;
                    case STRING -> -1;
                };
        if (min != null && max != null && length >= 0) {
            if (min.length != length || max.length != length) {
                throw new MalformedException(
                        "statistics of %d and %d bytes for type %s"
                                .formatted(min.length, max.length, type));
            }
        }
        return this;
    }
}
