package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

/// Floating point values; any bit pattern is kept.
public record DoubleVector(double[] values, long @Nullable [] validity) implements ColumnVector {
    @Override
    public ColumnType type() {
        return ColumnType.FLOAT64;
    }
}
