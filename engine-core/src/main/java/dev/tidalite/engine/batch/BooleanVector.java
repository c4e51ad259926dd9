package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

/// Truth values.
public record BooleanVector(boolean[] values, long @Nullable [] validity) implements ColumnVector {
    @Override
    public ColumnType type() {
        return ColumnType.BOOLEAN;
    }
}
