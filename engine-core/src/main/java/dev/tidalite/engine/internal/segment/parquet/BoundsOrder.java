package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.schema.ColumnType;

import java.util.Arrays;
import java.util.Comparator;

/// The order that Parquet defines for the values of each type, on the bytes of its statistics.
public final class BoundsOrder {
    private BoundsOrder() {}

    public static Comparator<byte[]> of(ColumnType type) {
        return switch (type) {
            case TIMESTAMP, INT64 -> Comparator.comparingLong(Bounds::number);
            case UINT64 -> (a, b) -> Long.compareUnsigned(Bounds.number(a), Bounds.number(b));
            case FLOAT64 ->
                    Comparator.comparingDouble(
                            bytes -> Double.longBitsToDouble(Bounds.number(bytes)));
            case BOOLEAN, STRING -> Arrays::compareUnsigned;
        };
    }
}
