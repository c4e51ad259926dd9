package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.LittleEndian;
import dev.tidalite.engine.schema.ColumnType;

import java.util.Arrays;
import java.util.Comparator;

/// The order that Parquet defines for the values of each type, on the bytes of its statistics.
public final class BoundsOrder {
    private BoundsOrder() {}

    public static Comparator<byte[]> of(ColumnType type) {
        return switch (type) {
            case TIMESTAMP, INT64 -> Comparator.comparingLong(BoundsOrder::number);
            case UINT64 -> (a, b) -> Long.compareUnsigned(number(a), number(b));
            case FLOAT64 ->
                    Comparator.comparingDouble(bytes -> Double.longBitsToDouble(number(bytes)));
            case BOOLEAN, STRING -> Arrays::compareUnsigned;
        };
    }

    private static long number(byte[] bytes) {
        return LittleEndian.getLong(bytes, 0);
    }
}
