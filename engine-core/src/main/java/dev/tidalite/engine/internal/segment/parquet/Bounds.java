package dev.tidalite.engine.internal.segment.parquet;

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
}
