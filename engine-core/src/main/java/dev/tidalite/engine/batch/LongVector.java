package dev.tidalite.engine.batch;

import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

/// Timestamps, signed integers, or unsigned integers carried in a `long`.
public record LongVector(ColumnType type, long[] values, long @Nullable [] validity)
        implements ColumnVector {}
