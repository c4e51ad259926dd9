package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Text, one after the other: the value of row `r` is the UTF-8 in
/// `bytes[offsets[r], offsets[r + 1])`, also for a null row (which then is empty).
///
/// @param offsets non-decreasing, one more than there are rows
public record StringVector(int[] offsets, byte[] bytes, long @Nullable [] validity)
        implements ColumnVector {
    @Override
    public ColumnType type() {
        return ColumnType.STRING;
    }

    /// The text of a row, or null if it has none. Allocates; not for hot loops.
    public @Nullable String text(int row) {
        return isValid(row)
                ? new String(
                        bytes,
                        offsets[row],
                        offsets[row + 1] - offsets[row],
                        StandardCharsets.UTF_8)
                : null;
    }
}
